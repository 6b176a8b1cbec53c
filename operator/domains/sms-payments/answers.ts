import { assertNever } from '#protocol/assert-never.ts';
import type { DeclineReason, PaymentStatus } from '#protocol/api/payments.ts';
import type { SmsRefusal } from '../payments/index.ts';
import type { SmsRules, Understood, WrongMessage } from './rules.ts';

const NOBODYS_NUMBER = '1234567890';
const USUAL_KOPECKS = 50_000;

/** Formats an amount for a message: `1500`, `425,50`. */
function sum(kopecks: number): string {
  const roubles = Math.trunc(kopecks / 100);
  const rest = kopecks % 100;
  return rest === 0 ? String(roubles) : `${roubles},${String(rest).padStart(2, '0')}`;
}

/** Example of a valid message; reuses the valid parts of the rejected one. */
function example(rules: SmsRules, { payee, amountKopecks }: Understood): string {
  const usual = Math.min(Math.max(USUAL_KOPECKS, rules.minKopecks), rules.maxKopecks);
  return `Пример: ${rules.keyword} ${payee ?? NOBODYS_NUMBER} ${sum(amountKopecks ?? usual)}`;
}

function digitsWords(count: number): string {
  const last = count % 10;
  if (last === 1 && count % 100 !== 11) return `${count} цифра`;
  if (last >= 2 && last <= 4 && (count % 100 < 12 || count % 100 > 14)) return `${count} цифры`;
  return `${count} цифр`;
}

function mistakeWords(mistake: WrongMessage, rules: SmsRules): string {
  switch (mistake.wrong) {
    case 'empty':
      return 'Сообщение пустое.';
    case 'keyword':
      return `Сообщение должно начинаться словом ${rules.keyword}.`;
    case 'number-missing':
      return 'Не хватает номера договора и суммы.';
    case 'number':
      return mistake.digits === null
        ? 'Вторым должен стоять номер: 10 цифр договора или 12 цифр карты, без пробелов и знаков.'
        : `В номере ${digitsWords(mistake.digits)}, а нужно 10 (договор) или 12 (карта).`;
    case 'amount-missing':
      return 'Не хватает суммы в рублях.';
    case 'amount':
      return 'Сумма должна быть в целых рублях, одними цифрами.';
    case 'amount-small':
      return `Сумма слишком мала: не меньше ${sum(rules.minKopecks)} руб.`;
    case 'amount-large':
      return `Сумма слишком велика: не больше ${sum(rules.maxKopecks)} руб.`;
    case 'more-words':
      return 'Нужно три слова: номер и сумма пишутся без пробелов внутри.';
    default:
      return assertNever(mistake);
  }
}

const nothingMoved = 'Деньги не списаны.';

/** Answer to an invalid message: the mistake, that no money moved, and a valid example. */
export function mistakeAnswer(mistake: WrongMessage, understood: Understood, rules: SmsRules): string {
  return `${mistakeWords(mistake, rules)} ${nothingMoved} ${example(rules, understood)}`;
}

function refusalWords(refusal: SmsRefusal, payee: string): string {
  switch (refusal.why) {
    case 'payee-unknown':
      return `Номера ${payee} у нас нет. Проверьте его по договору или на карте.`;
    case 'contract-closed':
      return `Договор по номеру ${payee} закрыт, пополнить его нельзя.`;
    case 'mobile-off':
      return 'Оплата со счёта телефона сейчас не работает. Попробуйте позже.';
    case 'phone-limit':
      return refusal.leftKopecks === null || refusal.leftKopecks <= 0
        ? 'Лимит платежей с этого телефона исчерпан.'
        : `Лимит платежей с этого телефона: осталось ${sum(refusal.leftKopecks)} руб.`;
    case 'request-open':
      return 'Предыдущий платёж с этого телефона ещё не завершён. Дождитесь SMS о нём.';
    default:
      return assertNever(refusal);
  }
}

/** Answer to a refused payment: the reason, and an example that reuses the sender's values where they are valid. */
export function refusalAnswer(
  refusal: SmsRefusal,
  asked: { readonly payee: string; readonly amountKopecks: number },
  rules: SmsRules,
): string {
  const words = `${refusalWords(refusal, asked.payee)} ${nothingMoved}`;
  if (refusal.why === 'payee-unknown' || refusal.why === 'contract-closed') {
    return `${words} ${example(rules, { payee: null, amountKopecks: asked.amountKopecks })}`;
  }
  return words;
}

/** Payment data for messages to the phone. */
export interface SmsPayment {
  /** Contract or card number as written in the message. */
  readonly payee: string;
  readonly contractNumber: string;
  readonly amountKopecks: number;
  readonly status: PaymentStatus;
  readonly declineReason: DeclineReason | null;
}

function payeeWords(payee: string): string {
  return payee.length === 10 ? `договора ${payee}` : `карты ${payee}`;
}

/** Answer to an accepted message; the result follows in another message. */
export function acceptedAnswer({ payee, amountKopecks }: Pick<SmsPayment, 'payee' | 'amountKopecks'>): string {
  return `Платёж ${sum(amountKopecks)} руб. в пользу ${payeeWords(payee)} принят. Результат придёт отдельным SMS.`;
}

/** Answer while the payment system does not respond: the outcome is unknown and the sender need not write again. */
export function waitingAnswer({ payee, amountKopecks }: Pick<SmsPayment, 'payee' | 'amountKopecks'>): string {
  return (
    `Платёж ${sum(amountKopecks)} руб. в пользу ${payeeWords(payee)} получен, но платёжная система пока не отвечает. ` +
    'Повторять сообщение не нужно, результат придёт отдельным SMS.'
  );
}

function declinedWords(reason: DeclineReason | null): string {
  switch (reason) {
    case 'phone-balance':
      return 'на счёте телефона не хватает денег.';
    case 'phone-limit':
    case 'limit':
      return 'превышен лимит платежей с телефона.';
    case 'phone-refused':
      return 'платёж отклонён с телефона.';
    case 'bank-timeout':
      return 'платёжная система не дождалась ответа.';
    case 'insufficient-funds':
      return 'не хватает денег.';
    case 'card-declined':
    case 'card-expired':
    case 'three-d-secure-failed':
    case 'wallet-refused':
    case 'card-unlinked':
    case null:
      return 'платёжная система отказала.';
    default:
      return assertNever(reason);
  }
}

/** Message with the result of a payment; null while it is open. Names the credited contract, also for a card number. */
export function settledMessage(payment: SmsPayment): string | null {
  const amount = `${sum(payment.amountKopecks)} руб.`;
  switch (payment.status) {
    case 'succeeded':
      return `Зачислено ${amount} на договор ${payment.contractNumber}.`;
    case 'declined':
      return `Платёж ${amount} в пользу ${payeeWords(payment.payee)} не прошёл: ${declinedWords(payment.declineReason)} ${nothingMoved}`;
    case 'cancelled':
      return `Платёж ${amount} в пользу ${payeeWords(payment.payee)} отменён. ${nothingMoved}`;
    case 'expired':
      return `Время платежа ${amount} в пользу ${payeeWords(payment.payee)} вышло. ${nothingMoved}`;
    case 'created':
    case 'pending':
      return null;
    default:
      return assertNever(payment.status);
  }
}
