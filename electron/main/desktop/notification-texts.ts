import { events, type OperatorEvent } from '#protocol/events/events.ts';
import { assertNever } from '#protocol/assert-never.ts';
import { dateFormat } from '#protocol/format/intl.ts';
import { money } from '#protocol/format/money.ts';
import { pluralForm } from '#protocol/format/plural.ts';
import type { Language } from '#protocol/primitives.ts';

/** What the system shows. */
export interface NotificationText {
  readonly title: string;
  readonly body: string;
}

/** Roubles with the sign ₽; kopecks only where there are any. */
function formatMoney(kopecks: number, language: Language): string {
  return money(kopecks, language);
}

/** A day of the operator in words. */
function formatDay(day: string, language: Language): string {
  return dateFormat(language, 'day').format(Date.parse(`${day}T00:00:00Z`));
}

function daysLeft(count: number, language: Language): string {
  switch (language) {
    case 'ru':
      return `${pluralForm(language, count, { one: 'Остался', other: 'Осталось' })} ${count} ${pluralForm(language, count, { one: 'день', few: 'дня', many: 'дней', other: 'дня' })}`;
    case 'en':
      return `${count} ${pluralForm(language, count, { one: 'day', other: 'days' })} left`;
    case 'sv':
      return `${count} ${pluralForm(language, count, { one: 'dag', other: 'dagar' })} kvar`;
  }
}

type Told = Exclude<OperatorEvent, { type: 'daily-charged' }>;

const titles: Readonly<Record<Language, Readonly<Record<Told['type'], string>>>> = {
  ru: {
    'top-up-credited': 'Деньги зачислены',
    'top-up-refunded': 'Платёж возвращён',
    'reception-warning': 'Приём скоро прекратится',
    'reception-blocked': 'Приём остановлен',
    'reception-restored': 'Приём восстановлен',
    'promise-taken': 'Обещанный платёж подключён',
    'promise-returned': 'Обещанный платёж возвращён',
    'payment-changed': 'Платёж не прошёл',
    'autopay-announced': 'Завтра автоплатёж',
  },
  en: {
    'top-up-credited': 'Money credited',
    'top-up-refunded': 'Payment given back',
    'reception-warning': 'Reception stops soon',
    'reception-blocked': 'Reception is off',
    'reception-restored': 'Reception is back',
    'promise-taken': 'Promised payment is on',
    'promise-returned': 'Promised payment taken back',
    'payment-changed': 'Payment did not go through',
    'autopay-announced': 'Autopay tomorrow',
  },
  sv: {
    'top-up-credited': 'Pengar bokförda',
    'top-up-refunded': 'Betalningen är återbetald',
    'reception-warning': 'Mottagningen upphör snart',
    'reception-blocked': 'Mottagningen är avstängd',
    'reception-restored': 'Mottagningen är igång igen',
    'promise-taken': 'Utlovad betalning är på',
    'promise-returned': 'Löftet har återtagits',
    'payment-changed': 'Betalningen gick inte igenom',
    'autopay-announced': 'Autobetalning i morgon',
  },
};

function bodyOf(event: Told, language: Language): string {
  const money = (kopecks: number): string => formatMoney(kopecks, language);
  const day = (value: string): string => formatDay(value, language);
  const words = <T>(texts: Readonly<Record<Language, T>>): T => texts[language];
  switch (event.type) {
    case 'top-up-credited': {
      const [amount, balance] = [money(event.amountKopecks), money(event.balanceKopecks)];
      return words({
        ru: `Зачислено ${amount}. Баланс: ${balance}.`,
        en: `${amount} credited. Balance: ${balance}.`,
        sv: `${amount} bokfört. Saldo: ${balance}.`,
      });
    }
    case 'top-up-refunded': {
      const [amount, balance] = [money(event.amountKopecks), money(event.balanceKopecks)];
      return words({
        ru: `${amount} вернулись тому, кто платил. Баланс: ${balance}.`,
        en: `${amount} went back to whoever paid. Balance: ${balance}.`,
        sv: `${amount} gick tillbaka till den som betalade. Saldo: ${balance}.`,
      });
    }
    case 'reception-warning': {
      const [left, last, balance] = [
        daysLeft(event.daysLeft, language),
        day(event.lastDay),
        money(event.balanceKopecks),
      ];
      return words({
        ru: `${left}: смотреть можно до ${last} включительно. Баланс: ${balance}.`,
        en: `${left}: you can watch until ${last}, that day included. Balance: ${balance}.`,
        sv: `${left}: du kan titta till och med ${last}. Saldo: ${balance}.`,
      });
    }
    case 'reception-blocked': {
      const missing = money(event.missingKopecks);
      return words({
        ru: `Не хватает ${missing}. После пополнения приём вернётся сам.`,
        en: `${missing} are missing. After a top-up reception comes back by itself.`,
        sv: `${missing} saknas. Efter en påfyllning kommer mottagningen tillbaka av sig själv.`,
      });
    }
    case 'reception-restored': {
      const balance = money(event.balanceKopecks);
      const last = event.lastDay === null ? null : day(event.lastDay);
      return words({
        ru: `${last === null ? '' : `Смотреть можно до ${last} включительно. `}Баланс: ${balance}.`,
        en: `${last === null ? '' : `You can watch until ${last}, that day included. `}Balance: ${balance}.`,
        sv: `${last === null ? '' : `Du kan titta till och med ${last}. `}Saldo: ${balance}.`,
      });
    }
    case 'promise-returned': {
      const [amount, balance] = [money(event.amountKopecks), money(event.balanceKopecks)];
      return words({
        ru: `Списано ${amount}. Баланс: ${balance}.`,
        en: `${amount} taken back. Balance: ${balance}.`,
        sv: `${amount} återtaget. Saldo: ${balance}.`,
      });
    }
    case 'promise-taken': {
      const [amount, last, due] = [money(event.amountKopecks), day(event.lastDay), day(event.dueOn)];
      return words({
        ru: `${amount} до ${due}. Смотреть можно до ${last} включительно.`,
        en: `${amount} until ${due}. You can watch until ${last}, that day included.`,
        sv: `${amount} till ${due}. Du kan titta till och med ${last}.`,
      });
    }
    case 'payment-changed': {
      const amount = money(event.amountKopecks);
      return words({
        ru: `${amount}: деньги не зачислены. Причина и что делать — в программе.`,
        en: `${amount}: nothing was credited. The program says why and what to do.`,
        sv: `${amount}: inget har bokförts. Programmet visar varför och vad du kan göra.`,
      });
    }
    case 'autopay-announced': {
      const [amount, on] = [money(event.amountKopecks), day(event.on)];
      return words({
        ru: `${on} будет списано ${amount} с карты ${event.cardMask}. Отключить можно в программе.`,
        en: `${amount} will be charged to card ${event.cardMask} on ${on}. You can switch it off in the program.`,
        sv: `${amount} dras från kortet ${event.cardMask} den ${on}. Du kan stänga av det i programmet.`,
      });
    }
    default:
      return assertNever(event);
  }
}

/** Somebody else's contract tells its own people of the money; who paid is told by this. */
function paidForAnother(
  event: Extract<OperatorEvent, { type: 'payment-changed' }>,
  language: Language,
): NotificationText {
  const amount = formatMoney(event.amountKopecks, language);
  switch (language) {
    case 'ru':
      return { title: 'Платёж зачислен', body: `${amount} зачислены на договор, который вы оплатили.` };
    case 'en':
      return { title: 'Payment credited', body: `${amount} reached the contract that you paid for.` };
    case 'sv':
      return { title: 'Betalningen är bokförd', body: `${amount} har nått avtalet som du betalade för.` };
  }
}

/** Money that was paid for somebody else's contract and comes back. */
function givenBack(event: Extract<OperatorEvent, { type: 'payment-changed' }>, language: Language): NotificationText {
  const title = titles[language]['top-up-refunded'];
  const amount = formatMoney(event.amountKopecks, language);
  switch (language) {
    case 'ru':
      return { title, body: `${amount} вернутся туда, откуда вы платили.` };
    case 'en':
      return { title, body: `${amount} come back to where you paid from.` };
    case 'sv':
      return { title, body: `${amount} kommer tillbaka dit du betalade ifrån.` };
  }
}

/**
 * The text of an event, or null for those that are nobody's news: the daily charge, a payment's steps on its way, one that
 * the person called off, and one whose crediting is told as such.
 */
export function notificationText(event: OperatorEvent, language: Language): NotificationText | null {
  if (events[event.type].notification === null || event.type === 'daily-charged') return null;
  if (event.type === 'payment-changed') {
    switch (event.status) {
      case 'created':
      case 'pending':
      case 'cancelled':
        return null;
      case 'succeeded':
        if (event.contractNumber !== null) return null;
        return event.refunded ? givenBack(event, language) : paidForAnother(event, language);
      case 'declined':
      case 'expired':
        break;
    }
  }
  return { title: titles[language][event.type], body: bodyOf(event, language) };
}

/** What is said of any event while the program is locked: nothing of what happened, and nothing of the contract. */
export function veiledText(language: Language): NotificationText {
  switch (language) {
    case 'ru':
      return { title: 'Новое по договору', body: 'Разблокируйте программу, чтобы посмотреть.' };
    case 'en':
      return { title: 'News on your contract', body: 'Unlock the program to see it.' };
    case 'sv':
      return { title: 'Nytt på ditt avtal', body: 'Lås upp programmet för att se det.' };
  }
}

/** One text for many old events. */
export function summaryText(count: number, language: Language): NotificationText {
  switch (language) {
    case 'ru':
      return {
        title: 'Пока программа была закрыта',
        body: `${count} ${pluralForm(language, count, { one: 'событие', few: 'события', many: 'событий', other: 'события' })} по договору. Откройте обзор.`,
      };
    case 'en':
      return {
        title: 'While the program was closed',
        body: `${count} ${pluralForm(language, count, { one: 'event', other: 'events' })} on your contract. Open the overview.`,
      };
    case 'sv':
      return {
        title: 'Medan programmet var stängt',
        body: `${count} ${pluralForm(language, count, { one: 'händelse', other: 'händelser' })} på ditt avtal. Öppna översikten.`,
      };
  }
}
