import type { Language } from '../primitives.ts';
import { numberFormat } from './intl.ts';
import { pluralForm } from './plural.ts';
import { noBreak } from './spaces.ts';

/** The true minus; a hyphen is shorter than a plus and reads as a dash. */
const minus = '\u2212';

/**
 * `kopecks`: `auto` shows them where there are any ("399 ₽", "737.40 ₽"), `always` in columns whose figures
 * must line up ("+500.00 ₽"). `sign`: `auto` shows a minus alone, `always` a plus as well (entries).
 */
export interface MoneyOptions {
  readonly kopecks?: 'auto' | 'always';
  readonly sign?: 'auto' | 'always';
}

function signOf(kopecks: number, sign: 'auto' | 'always'): string {
  if (kopecks < 0) return minus;
  return sign === 'always' && kopecks > 0 ? '+' : '';
}

/**
 * An amount of integer kopecks as people read it: grouped by the language, sign before, ₽ after a no-break space.
 *
 * @example money(73740, 'en') // "737.40 ₽"
 */
export function money(kopecks: number, language: Language, options: MoneyOptions = {}): string {
  const { kopecks: digits = 'auto', sign = 'auto' } = options;
  const whole = digits === 'auto' && kopecks % 100 === 0;
  const figure = numberFormat(language, whole ? 0 : 2).format(Math.abs(kopecks) / 100);
  return `${signOf(kopecks, sign)}${noBreak(figure)}\u00a0₽`;
}

/** The digits alone, as a payment form takes them: no sign, no grouping, a dot before kopecks where there are any. */
export function moneyToPaste(kopecks: number): string {
  const amount = Math.abs(kopecks);
  return amount % 100 === 0 ? String(amount / 100) : (amount / 100).toFixed(2);
}

const words = {
  ru: {
    minus: 'минус',
    rouble: { one: 'рубль', few: 'рубля', many: 'рублей', other: 'рублей' },
    kopeck: { one: 'копейка', few: 'копейки', many: 'копеек', other: 'копеек' },
  },
  en: {
    minus: 'minus',
    rouble: { one: 'rouble', other: 'roubles' },
    kopeck: { one: 'kopeck', other: 'kopecks' },
  },
  sv: {
    minus: 'minus',
    rouble: { one: 'rubel', other: 'rubel' },
    kopeck: { one: 'kopek', other: 'kopek' },
  },
} as const;

/** An amount for the ear: "minus 85 roubles 60 kopecks". Screen readers differ in what they make of "−" and "₽". */
export function moneySpoken(kopecks: number, language: Language): string {
  const amount = Math.abs(kopecks);
  const roubles = Math.floor(amount / 100);
  const rest = amount % 100;
  const say = words[language];
  const parts: string[] = kopecks < 0 ? [say.minus] : [];
  if (roubles > 0 || rest === 0) {
    parts.push(noBreak(numberFormat(language, 0).format(roubles)), pluralForm(language, roubles, say.rouble));
  }
  if (rest > 0) parts.push(String(rest), pluralForm(language, rest, say.kopeck));
  return parts.join(' ');
}
