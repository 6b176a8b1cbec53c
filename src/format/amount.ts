import type { Language } from '#protocol/primitives.ts';
import { plainTyped } from './typed.ts';

/** What keeps a text from being an amount; `fractions`: finer than a kopeck, `grouping`: thousands not by three. */
export type AmountMistake =
  'empty' | 'not-a-number' | 'grouping' | 'fractions' | 'negative' | 'zero' | 'too-small' | 'too-large';

/** A typed amount: integer kopecks, or why it is none. */
export type ReadAmount =
  { readonly ok: true; readonly kopecks: number } | { readonly ok: false; readonly mistake: AmountMistake };

/** Between what an amount has to lie, both inclusive. */
export interface AmountLimits {
  readonly minKopecks?: number;
  readonly maxKopecks?: number;
}

/** More than this no double counts in whole kopecks. */
const longestWhole = 13;

const no = (mistake: AmountMistake): ReadAmount => ({ ok: false, mistake });

/** The whole roubles' digits without what groups them; null when they are grouped otherwise than by three. */
function ungrouped(whole: string): string | null {
  if (/^\d+$/.test(whole)) return whole;
  return /^\d{1,3}( \d{3})+$/.test(whole) || /^\d{1,3}(,\d{3})+$/.test(whole) ? whole.replaceAll(/[ ,]/g, '') : null;
}

/** Whole roubles and kopecks of a text of digits and separators; which separator is which follows from the language. */
function halves(text: string, language: Language): { readonly whole: string; readonly rest: string } | AmountMistake {
  // A comma with three digits behind it groups for the English and is a fraction for the others.
  if (/^\d{1,3},\d{3}$/.test(text)) return language === 'en' ? { whole: text, rest: '' } : 'fractions';
  const [, whole = text, rest = ''] = /^(.*\d)[.,](\d{1,2})$/.exec(text) ?? [];
  return whole.includes('.') ? (/^[\d ,]+\.\d{3,}$/.test(text) ? 'fractions' : 'not-a-number') : { whole, rest };
}

/**
 * A typed amount of roubles as kopecks. Blanks (of any kind) and commas may group thousands, where they group by three;
 * a comma or a point with one or two digits behind it begins the kopecks. Nothing is rounded and nothing is guessed:
 * `10.001`, `1e6`, negative amounts and 0 are refused with the kind of the mistake.
 *
 * @example readAmount('1 234,5', 'ru') // { ok: true, kopecks: 123450 }
 */
export function readAmount(typed: string, language: Language, limits: AmountLimits = {}): ReadAmount {
  const text = plainTyped(typed)
    .replace(/ ?(₽|руб\.?|р\.?|rub)$/i, '')
    .replaceAll(/ +/g, ' ');
  if (text === '') return no('empty');
  if (text.startsWith('-') && readAmount(text.slice(1), language).ok) return no('negative');
  if (!/^\d[\d .,]*$/.test(text)) return no('not-a-number');
  const found = halves(text, language);
  if (typeof found === 'string') return no(found);
  const digits = ungrouped(found.whole);
  if (digits === null) return no(/[ ,]$|[ ,]{2}/.test(found.whole) ? 'not-a-number' : 'grouping');
  const significant = digits.replace(/^0+(?=\d)/, '');
  if (significant.length > longestWhole) return no('too-large');
  const kopecks = Number(significant) * 100 + Number(found.rest.padEnd(2, '0'));
  if (kopecks === 0) return no('zero');
  if (kopecks < (limits.minKopecks ?? 1)) return no('too-small');
  return kopecks > (limits.maxKopecks ?? Number.MAX_SAFE_INTEGER) ? no('too-large') : { ok: true, kopecks };
}
