import { cardNumberText, contractNumberText } from '#protocol/format/numbers.ts';
import { plainTyped } from './typed.ts';

/** What keeps a text from being a number of a contract or of a smart card. `eleven`: one too many or one too few. */
export type PayeeNumberMistake = 'empty' | 'letters' | 'too-short' | 'eleven' | 'too-long';

/** A typed number: its digits and what it can only be by its length, or why it is none. */
export type ReadPayeeNumber =
  | { readonly ok: true; readonly number: string; readonly kind: 'contract' | 'card' }
  | { readonly ok: false; readonly mistake: PayeeNumberMistake };

/**
 * A typed number of a contract (10 digits) or of a smart card (12 digits), without the blanks and hyphens that people
 * and printed papers group it by. Whose it is, and whether there is such a one, only the service knows.
 */
export function readPayeeNumber(typed: string): ReadPayeeNumber {
  const digits = plainTyped(typed).replaceAll(/[ -]/g, '');
  const no = (mistake: PayeeNumberMistake): ReadPayeeNumber => ({ ok: false, mistake });
  if (digits === '') return no('empty');
  if (!/^\d+$/.test(digits)) return no('letters');
  if (digits.length < 10) return no('too-short');
  if (digits.length === 11) return no('eleven');
  if (digits.length > 12) return no('too-long');
  return { ok: true, number: digits, kind: digits.length === 10 ? 'contract' : 'card' };
}

/** A payee's number in the groups it is printed in: "22 5688 4759", "0471 2290 3358". */
export function groupedPayeeNumber(number: string): string {
  return number.length === 12 ? cardNumberText(number) : contractNumberText(number);
}
