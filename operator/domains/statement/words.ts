import type { Language, Localized } from '#protocol/primitives.ts';
import type { EntryKind, TopUpMethod } from '../ledger/index.ts';

/** Names of line kinds in exports. */
export const kindNames: Readonly<Record<EntryKind, Localized>> = {
  opening: { ru: 'Перенос баланса', en: 'Balance carried over', sv: 'Överfört saldo' },
  'daily-charge': { ru: 'Списание за день', en: 'Daily charge', sv: 'Dagsdebitering' },
  'restore-charge': {
    ru: 'Списание при возобновлении',
    en: 'Charge on coming back',
    sv: 'Debitering vid återstart',
  },
  'top-up': { ru: 'Пополнение', en: 'Top-up', sv: 'Påfyllning' },
  promise: { ru: 'Обещанный платёж', en: 'Promised payment', sv: 'Utlovad betalning' },
  'promise-return': {
    ru: 'Обещанный платёж списан',
    en: 'Promised payment taken back',
    sv: 'Utlovad betalning återtagen',
  },
  bonus: { ru: 'Бонус', en: 'Bonus', sv: 'Bonus' },
  correction: { ru: 'Исправление оператора', en: 'Correction by the operator', sv: 'Operatörens rättelse' },
  refund: { ru: 'Возврат платежа', en: 'Paid back', sv: 'Återbetalning' },
};

/** Names of top-up methods in exports and in the search. */
export const methodNames: Readonly<Record<TopUpMethod, Localized>> = {
  'bank-card': { ru: 'Банковская карта', en: 'Bank card', sv: 'Bankkort' },
  sbp: { ru: 'СБП', en: 'SBP', sv: 'SBP' },
  mobile: { ru: 'Счёт мобильного телефона', en: 'Mobile account', sv: 'Mobilkonto' },
  wallet: { ru: 'Электронный кошелёк', en: 'Electronic wallet', sv: 'Elektronisk plånbok' },
  terminal: { ru: 'Терминал', en: 'Terminal', sv: 'Terminal' },
  'cash-desk': { ru: 'Касса', en: 'Cash desk', sv: 'Kassa' },
  transfer: { ru: 'Банковский перевод', en: 'Bank transfer', sv: 'Banköverföring' },
};

/** Headings of an export in the order of its columns, and the name of the sheet. */
export interface ExportWords {
  readonly sheet: string;
  readonly headings: readonly [
    day: string,
    time: string,
    entry: string,
    details: string,
    amount: string,
    balance: string,
  ];
}

export const exportWords: Readonly<Record<Language, ExportWords>> = {
  ru: { sheet: 'Выписка', headings: ['День', 'Время', 'Операция', 'Подробности', 'Сумма, ₽', 'Баланс, ₽'] },
  en: { sheet: 'Statement', headings: ['Day', 'Time', 'Entry', 'Details', 'Amount, RUB', 'Balance, RUB'] },
  sv: { sheet: 'Kontoutdrag', headings: ['Dag', 'Tid', 'Post', 'Detaljer', 'Belopp, RUB', 'Saldo, RUB'] },
};
