import type { DeclineReason } from '#protocol/api/payments.ts';

/** What the bank of a test card does. `late`: it pays after the shop has given the order up. */
export type CardBehaviour =
  'pays' | 'asks-code' | 'fails-code' | 'declines' | 'lacks-money' | 'stays-silent' | 'pays-late';

/** A card that is good here, and nowhere else. */
export interface TestCard {
  readonly behaviour: CardBehaviour;
  readonly number: string;
  readonly brand: string;
}

/** The cards that this payment system takes: real ones have no business on a page of a demonstration. */
export const testCards: readonly TestCard[] = [
  { behaviour: 'pays', number: '2200000000000004', brand: 'МИР' },
  { behaviour: 'asks-code', number: '2200000000000012', brand: 'МИР' },
  { behaviour: 'fails-code', number: '4000000000000028', brand: 'Visa' },
  { behaviour: 'declines', number: '4000000000000036', brand: 'Visa' },
  { behaviour: 'lacks-money', number: '5200000000000049', brand: 'Mastercard' },
  { behaviour: 'stays-silent', number: '5200000000000056', brand: 'Mastercard' },
  { behaviour: 'pays-late', number: '2200000000000061', brand: 'МИР' },
];

/** How long a bank that pays late takes from the moment at which the order was given up, ms. */
export const LATE_PAYMENT_MS = 3_000;

/** Letters that people and text recognition put where a digit belongs. */
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
 * What a person meant by digits: full-width and other scripts' digits become ours, letters that look like digits become
 * those, blanks, dashes and invisible marks go. Anything else stays, to be refused.
 */
export function plainDigits(typed: string): string {
  return Array.from(typed.normalize('NFKC'))
    .filter((one) => !/[\s\p{Pd}\p{Cf}]/u.test(one))
    .map((one) => LOOK_ALIKES[one] ?? (/\p{Nd}/u.test(one) ? String(digitValue(one)) : one))
    .join('');
}

/** Decimal digits of every script stand in runs of ten that begin with its zero (Unicode Standard, 4.6). */
function digitValue(digit: string): number {
  const code = digit.codePointAt(0) ?? 0;
  let zero = code;
  while (code - zero < 9 && /\p{Nd}/u.test(String.fromCodePoint(zero - 1))) zero -= 1;
  return code - zero;
}

/** Whether digits end in their check digit (ISO/IEC 7812-1, annex B). */
export function passesLuhn(digits: string): boolean {
  let sum = 0;
  for (let index = 0; index < digits.length; index += 1) {
    const digit = Number(digits[digits.length - 1 - index]);
    const doubled = index % 2 === 1 ? digit * 2 : digit;
    sum += doubled > 9 ? doubled - 9 : doubled;
  }
  return digits !== '' && sum % 10 === 0;
}

/** `MM/YY` of what was typed (`1/29`, `0129`, `01.2029`), null when that is no month of a year. */
export function readExpiry(typed: string): string | null {
  const text = typed.normalize('NFKC').replace(/\s/g, '');
  const match = /^(\d{1,2})[/.-](?:20)?(\d{2})$/.exec(text) ?? /^(\d{2})(?:20)?(\d{2})$/.exec(text);
  const month = Number(match?.[1] ?? 0);
  if (match === null || month < 1 || month > 12) return null;
  return `${String(month).padStart(2, '0')}/${match[2] ?? ''}`;
}

/** Whether a card that expires at the end of `MM/YY` (in UTC) did so before a moment, ms UTC. */
export function isExpired(expires: string, now: number): boolean {
  const [month = 0, year = 0] = expires.split('/').map(Number);
  return now >= Date.UTC(2000 + year, month, 1);
}

/** The card as receipts show it. */
export function maskOf(number: string): string {
  return `•• ${number.slice(-4)}`;
}

/** A card as far as it is kept: neither number nor code. */
export interface KnownCard {
  readonly behaviour: CardBehaviour;
  readonly mask: string;
  readonly brand: string;
  /** `MM/YY` */
  readonly expires: string;
}

/** What is wrong with what was typed. `not-test`: a good number that is none of the demonstration's. */
export type CardFault = 'number' | 'not-test' | 'expiry' | 'expired' | 'code';

export interface TypedCard {
  readonly number: string;
  readonly expires: string;
  readonly code: string;
}

/** Judges a typed card; `now` is ms UTC. Number and code end here: what comes out carries neither. */
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

/** What a card's bank says at once; `ask`: it wants the holder's code first; `silent`, `late`: nothing yet. */
export type BankAnswer =
  { readonly kind: 'paid' | 'ask' | 'silent' | 'late' } | { readonly kind: 'declined'; readonly reason: DeclineReason };

/**
 * What the bank says to a card.
 *
 * @param present whether its holder is there to be asked for a code; a remembered card is charged without
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
