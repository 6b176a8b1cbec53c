import type { DeclineReason } from '#protocol/api/payments.ts';

/** Behaviour of a test card's bank. `late`: it pays after the order has ended. */
export type CardBehaviour =
  'pays' | 'asks-code' | 'fails-code' | 'declines' | 'lacks-money' | 'stays-silent' | 'pays-late';

/** A test card, valid only here. */
export interface TestCard {
  readonly behaviour: CardBehaviour;
  readonly number: string;
  readonly brand: string;
}

/** Accepted test cards. Real cards must not be entered on a demo page. */
export const testCards: readonly TestCard[] = [
  { behaviour: 'pays', number: '2200000000000004', brand: 'МИР' },
  { behaviour: 'asks-code', number: '2200000000000012', brand: 'МИР' },
  { behaviour: 'fails-code', number: '4000000000000028', brand: 'Visa' },
  { behaviour: 'declines', number: '4000000000000036', brand: 'Visa' },
  { behaviour: 'lacks-money', number: '5200000000000049', brand: 'Mastercard' },
  { behaviour: 'stays-silent', number: '5200000000000056', brand: 'Mastercard' },
  { behaviour: 'pays-late', number: '2200000000000061', brand: 'МИР' },
];

/** Delay of a late payment after the order ended, ms. */
export const LATE_PAYMENT_MS = 3_000;

/** Letters typed or recognised in place of digits. */
const LOOK_ALIKES: Readonly<Record<string, string>> = {
  O: '0',
  o: '0',
  О: '0',
  о: '0',
  I: '1',
  l: '1',
  З: '3',
  з: '3',
};

/**
 * Normalises digits: maps other scripts, full-width digits and look-alike letters to ASCII digits and removes blanks,
 * dashes and invisible characters. Other characters are kept and fail validation.
 */
export function plainDigits(typed: string): string {
  return Array.from(typed.normalize('NFKC'))
    .filter((one) => !/[\s\p{Pd}\p{Cf}]/u.test(one))
    .map((one) => LOOK_ALIKES[one] ?? (/\p{Nd}/u.test(one) ? String(digitValue(one)) : one))
    .join('');
}

/** In every script, decimal digits form runs of ten that start with zero (Unicode Standard, 4.6). */
function digitValue(digit: string): number {
  const code = digit.codePointAt(0) ?? 0;
  let zero = code;
  while (code - zero < 9 && /\p{Nd}/u.test(String.fromCodePoint(zero - 1))) zero -= 1;
  return code - zero;
}

/** Checks the Luhn digit (ISO/IEC 7812-1, annex B). */
export function passesLuhn(digits: string): boolean {
  let sum = 0;
  for (let index = 0; index < digits.length; index += 1) {
    const digit = Number(digits[digits.length - 1 - index]);
    const doubled = index % 2 === 1 ? digit * 2 : digit;
    sum += doubled > 9 ? doubled - 9 : doubled;
  }
  return digits !== '' && sum % 10 === 0;
}

/** Parses an expiry date (`1/29`, `0129`, `01.2029`) as `MM/YY`; null when invalid. */
export function readExpiry(typed: string): string | null {
  const text = typed.normalize('NFKC').replace(/\s/g, '');
  const match = /^(\d{1,2})[/.-](?:20)?(\d{2})$/.exec(text) ?? /^(\d{2})(?:20)?(\d{2})$/.exec(text);
  const month = Number(match?.[1] ?? 0);
  if (match === null || month < 1 || month > 12) return null;
  return `${String(month).padStart(2, '0')}/${match[2] ?? ''}`;
}

/** Whether a card with expiry `MM/YY` (end of month, UTC) has expired at `now`, ms UTC. */
export function isExpired(expires: string, now: number): boolean {
  const [month = 0, year = 0] = expires.split('/').map(Number);
  return now >= Date.UTC(2000 + year, month, 1);
}

/** Masked card number as on receipts. */
export function maskOf(number: string): string {
  return `•• ${number.slice(-4)}`;
}

/** Stored card data: neither number nor security code. */
export interface KnownCard {
  readonly behaviour: CardBehaviour;
  readonly mask: string;
  readonly brand: string;
  /** `MM/YY` */
  readonly expires: string;
}

/** Invalid fields of a typed card. `not-test`: a valid number that is not a test card. */
export type CardFault = 'number' | 'not-test' | 'expiry' | 'expired' | 'code';

export interface TypedCard {
  readonly number: string;
  readonly expires: string;
  readonly code: string;
}

/** Validates a typed card; `now` is ms UTC. The result contains neither number nor security code. */
export function readCard(
  typed: TypedCard,
  now: number,
): { readonly card: KnownCard } | { readonly faults: CardFault[] } {
  const number = plainDigits(typed.number);
  const expires = readExpiry(typed.expires);
  const known = testCards.find((one) => one.number === number);
  const faults: CardFault[] = [];
  if (!/^\d{13,19}$/.test(number) || !passesLuhn(number)) faults.push('number');
  else if (known === undefined) faults.push('not-test');
  if (expires === null) faults.push('expiry');
  else if (isExpired(expires, now)) faults.push('expired');
  if (!/^\d{3}$/.test(plainDigits(typed.code))) faults.push('code');
  if (known === undefined || expires === null || faults.length > 0) return { faults };
  return { card: { behaviour: known.behaviour, mask: maskOf(number), brand: known.brand, expires } };
}

/** First answer of a card's bank. `ask`: requires a code from the holder; `silent`, `late`: no answer yet. */
export type BankAnswer =
  { readonly kind: 'paid' | 'ask' | 'silent' | 'late' } | { readonly kind: 'declined'; readonly reason: DeclineReason };

/**
 * Simulates the bank's first answer.
 *
 * @param present whether the holder can enter a code; a saved card is charged without one
 */
export function askBank(card: KnownCard, present: boolean, now: number): BankAnswer {
  if (isExpired(card.expires, now)) return { kind: 'declined', reason: 'card-expired' };
  switch (card.behaviour) {
    case 'pays':
      return { kind: 'paid' };
    case 'asks-code':
      return { kind: present ? 'ask' : 'paid' };
    case 'fails-code':
      return present ? { kind: 'ask' } : { kind: 'declined', reason: 'three-d-secure-failed' };
    case 'declines':
      return { kind: 'declined', reason: 'card-declined' };
    case 'lacks-money':
      return { kind: 'declined', reason: 'insufficient-funds' };
    case 'stays-silent':
      return { kind: 'silent' };
    case 'pays-late':
      return { kind: 'late' };
  }
}
