import type { PaymentMethod } from '#protocol/api/payments.ts';
import type { StatementEntry, StatementKind } from '#protocol/api/statement.ts';
import type { Language } from '#protocol/primitives.ts';

/** Words of the printed documents. */
interface PaperTexts {
  readonly inn: string;
  readonly kpp: string;
  readonly sheet: string;
  readonly sheetOf: string;
  readonly contract: string;
  readonly holder: string;
  readonly slip: string;
  readonly slipLead: string;
  readonly slipOpen: string;
  readonly slipFile: string;
  readonly code: string;
  readonly receipt: string;
  readonly receiptLead: string;
  readonly receiptFile: string;
  readonly payee: string;
  readonly card: string;
  readonly amount: string;
  readonly fee: string;
  readonly noFee: string;
  readonly method: string;
  readonly paidWith: string;
  readonly begun: string;
  readonly credited: string;
  readonly payment: string;
  readonly statement: string;
  readonly statementFile: string;
  readonly period: string;
  readonly all: string;
  readonly filtered: string;
  readonly opening: string;
  readonly cameIn: string;
  readonly charged: string;
  readonly closing: string;
  readonly day: string;
  readonly what: string;
  readonly balance: string;
  readonly nothing: string;
}

const ru: PaperTexts = {
  inn: 'ИНН',
  kpp: 'КПП',
  sheet: 'Лист ',
  sheetOf: ' из ',
  contract: 'Договор',
  holder: 'Абонент',
  slip: 'Квитанция на оплату',
  slipLead: 'Отсканируйте код в приложении банка или отдайте квитанцию в отделении. Сумму и договор банк прочтёт сам.',
  slipOpen: 'Сумму впишите сами; в коде её нет.',
  slipFile: 'Квитанция',
  code: 'Код для оплаты (ГОСТ Р 56042-2014)',
  receipt: 'Подтверждение платежа',
  receiptLead: 'Деньги зачислены на договор. Это подтверждение не заменяет кассовый чек.',
  receiptFile: 'Подтверждение',
  payee: 'Договор',
  card: 'Смарт-карта',
  amount: 'Сумма',
  fee: 'Комиссия',
  noFee: 'нет',
  method: 'Способ',
  paidWith: 'Карта',
  begun: 'Начат',
  credited: 'Зачислен',
  payment: 'Номер платежа',
  statement: 'Выписка',
  statementFile: 'Выписка',
  period: 'Период',
  all: 'Всё время',
  filtered: 'Показаны не все строки',
  opening: 'На начало',
  cameIn: 'Поступило',
  charged: 'Списано',
  closing: 'На конец',
  day: 'День',
  what: 'Операция',
  balance: 'Баланс',
  nothing: 'За этот период ничего не было.',
};

const en: PaperTexts = {
  inn: 'INN',
  kpp: 'KPP',
  sheet: 'Page ',
  sheetOf: ' of ',
  contract: 'Contract',
  holder: 'Subscriber',
  slip: 'Payment slip',
  slipLead:
    'Scan the code in your bank’s app, or hand the slip in at a branch. The bank reads amount and contract by itself.',
  slipOpen: 'Write the amount yourself; the code leaves it open.',
  slipFile: 'Payment slip',
  code: 'Code for paying (GOST R 56042-2014)',
  receipt: 'Confirmation of a payment',
  receiptLead: 'The money was credited to the contract. This confirmation is not a fiscal receipt.',
  receiptFile: 'Confirmation',
  payee: 'Contract',
  card: 'Smart card',
  amount: 'Amount',
  fee: 'Commission',
  noFee: 'none',
  method: 'Way of paying',
  paidWith: 'Card',
  begun: 'Begun',
  credited: 'Credited',
  payment: 'Payment number',
  statement: 'Statement',
  statementFile: 'Statement',
  period: 'Period',
  all: 'From the beginning',
  filtered: 'Not every line is shown',
  opening: 'At the beginning',
  cameIn: 'Came in',
  charged: 'Charged',
  closing: 'At the end',
  day: 'Day',
  what: 'Entry',
  balance: 'Balance',
  nothing: 'Nothing happened in this period.',
};

const sv: PaperTexts = {
  inn: 'INN',
  kpp: 'KPP',
  sheet: 'Sida ',
  sheetOf: ' av ',
  contract: 'Avtal',
  holder: 'Abonnent',
  slip: 'Inbetalningskort',
  slipLead: 'Skanna koden i bankens app, eller lämna in kortet på ett bankkontor. Banken läser belopp och avtal själv.',
  slipOpen: 'Skriv beloppet själv; koden lämnar det öppet.',
  slipFile: 'Inbetalningskort',
  code: 'Kod för betalning (GOST R 56042-2014)',
  receipt: 'Betalningsbekräftelse',
  receiptLead: 'Pengarna är bokförda på avtalet. Bekräftelsen är inget kassakvitto.',
  receiptFile: 'Bekräftelse',
  payee: 'Avtal',
  card: 'Smartkort',
  amount: 'Belopp',
  fee: 'Avgift',
  noFee: 'ingen',
  method: 'Betalsätt',
  paidWith: 'Kort',
  begun: 'Påbörjad',
  credited: 'Bokförd',
  payment: 'Betalningens nummer',
  statement: 'Kontoutdrag',
  statementFile: 'Kontoutdrag',
  period: 'Period',
  all: 'Från början',
  filtered: 'Alla rader visas inte',
  opening: 'Vid periodens början',
  cameIn: 'Inbetalt',
  charged: 'Debiterat',
  closing: 'Vid periodens slut',
  day: 'Dag',
  what: 'Post',
  balance: 'Saldo',
  nothing: 'Inget hände under perioden.',
};

export const paperTexts: Readonly<Record<Language, PaperTexts>> = { ru, en, sv };

/** Labels of the form on a slip: a bank's clerk reads the Russian ones, the payer those of their language beside them. */
export const slipLabels = {
  recipient: { ru: 'Получатель', en: 'Recipient', sv: 'Mottagare' },
  inn: { ru: 'ИНН', en: 'INN', sv: 'INN' },
  kpp: { ru: 'КПП', en: 'KPP', sv: 'KPP' },
  account: { ru: 'Расчётный счёт', en: 'Account', sv: 'Konto' },
  bank: { ru: 'Банк', en: 'Bank', sv: 'Bank' },
  bik: { ru: 'БИК', en: 'BIK', sv: 'BIK' },
  correspondent: { ru: 'Корр. счёт', en: 'Correspondent account', sv: 'Korrespondentkonto' },
  purpose: { ru: 'Назначение', en: 'Purpose', sv: 'Ändamål' },
  personal: { ru: 'Лицевой счёт (договор)', en: 'Contract', sv: 'Avtal' },
  payer: { ru: 'Плательщик', en: 'Payer', sv: 'Betalare' },
  address: { ru: 'Адрес', en: 'Address', sv: 'Adress' },
  sum: { ru: 'Сумма', en: 'Amount', sv: 'Belopp' },
} as const satisfies Record<string, Readonly<Record<Language, string>>>;
export const signature = {
  ru: 'Подпись плательщика ____________________   Дата ____________',
  en: 'Payer’s signature, date',
  sv: 'Betalarens underskrift, datum',
} as const;

/** Ways of paying in the program, as receipts name them. */
export const paidBy: Readonly<Record<PaymentMethod, Readonly<Record<Language, string>>>> = {
  'bank-card': { ru: 'Банковская карта', en: 'Bank card', sv: 'Bankkort' },
  mobile: { ru: 'Счёт мобильного телефона', en: 'Mobile account', sv: 'Mobilkonto' },
  sbp: { ru: 'Система быстрых платежей (СБП)', en: 'Fast payment system (SBP)', sv: 'Snabbetalning (SBP)' },
  qiwi: { ru: 'QIWI', en: 'QIWI', sv: 'QIWI' },
  webmoney: { ru: 'WebMoney', en: 'WebMoney', sv: 'WebMoney' },
  yoomoney: { ru: 'ЮMoney', en: 'YooMoney', sv: 'YooMoney' },
};

/** What a line of the statement is called. */
export const entryNames: Readonly<Record<StatementEntry['kind'], Readonly<Record<Language, string>>>> = {
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

/** How money came that was not paid in the program. */
export const cameBy: Readonly<Record<NonNullable<StatementEntry['method']>, Readonly<Record<Language, string>>>> = {
  'bank-card': paidBy['bank-card'],
  sbp: paidBy.sbp,
  mobile: paidBy.mobile,
  wallet: { ru: 'Электронный кошелёк', en: 'Electronic wallet', sv: 'Elektronisk plånbok' },
  terminal: { ru: 'Терминал', en: 'Terminal', sv: 'Terminal' },
  'cash-desk': { ru: 'Касса', en: 'Cash desk', sv: 'Kassa' },
  transfer: { ru: 'Банковский перевод', en: 'Bank transfer', sv: 'Banköverföring' },
};

/** The kinds of lines that a statement can be narrowed to. */
export const kindNames: Readonly<Record<StatementKind, Readonly<Record<Language, string>>>> = {
  charges: { ru: 'только списания', en: 'charges alone', sv: 'bara debiteringar' },
  payments: { ru: 'только платежи', en: 'payments alone', sv: 'bara betalningar' },
  promises: { ru: 'только обещанные платежи', en: 'promised payments alone', sv: 'bara utlovade betalningar' },
  other: { ru: 'только прочее', en: 'other entries alone', sv: 'bara övriga poster' },
};
