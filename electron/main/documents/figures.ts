import { locales } from '#protocol/format/intl.ts';
import type { Language } from '#protocol/primitives.ts';

const minus = '\u2212';

/** Figures as a paper shows them: kopecks always, so that a column lines up. Made once for each document. */
export interface Figures {
  /** "1 234.50", the true minus before what went out; `signed`: a plus before what came in. */
  readonly amount: (kopecks: number, signed?: 'signed') => string;
  /** The same with the sign of the rouble. */
  readonly money: (kopecks: number) => string;
  /** "12 May 2026" of an operator's day. */
  readonly day: (day: string) => string;
  /** "12.05.2026", "12/05/2026" or "2026-05-12". */
  readonly shortDay: (day: string) => string;
  /** Day and time of a moment in the operator's zone. */
  readonly moment: (instant: string) => string;
}

/** @param timeZone IANA zone of the profile */
export function figuresOf(language: Language, timeZone: string): Figures {
  const locale = locales[language];
  const numbers = new Intl.NumberFormat(locale, { minimumFractionDigits: 2, maximumFractionDigits: 2 });
  const days = new Intl.DateTimeFormat(locale, { day: 'numeric', month: 'long', year: 'numeric', timeZone: 'UTC' });
  const short = new Intl.DateTimeFormat(locale, {
    day: '2-digit',
    month: '2-digit',
    year: 'numeric',
    timeZone: 'UTC',
  });
  const moments = new Intl.DateTimeFormat(locale, {
    day: 'numeric',
    month: 'long',
    year: 'numeric',
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
    timeZone,
  });
  const utc = (day: string): number => Date.parse(`${day}T00:00:00Z`);
  // One kind of blank that never breaks a figure over two lines.
  const whole = (text: string): string => text.replaceAll(/[\u0020\u2009\u202f]/g, '\u00a0');
  const amount = (kopecks: number, signed?: 'signed'): string => {
    const sign = kopecks < 0 ? minus : kopecks > 0 && signed === 'signed' ? '+' : '';
    return sign + whole(numbers.format(Math.abs(kopecks) / 100));
  };
  return {
    amount,
    money: (kopecks) => `${amount(kopecks)}\u00a0₽`,
    day: (day) => whole(days.format(utc(day))),
    shortDay: (day) => short.format(utc(day)),
    moment: (instant) => moments.format(Date.parse(instant)),
  };
}

/** Digits in groups, as printed on agreements, cards and bank papers. */
export function inGroups(digits: string, groups: readonly number[]): string {
  let at = 0;
  const parts = groups.map((length) => digits.slice(at, (at += length)));
  return [...parts, digits.slice(at)].filter((part) => part !== '').join('\u00a0');
}

/** A number of a contract (10 digits) or of a smart card (12) in its groups. */
export function payeeText(number: string): string {
  return inGroups(number, number.length === 12 ? [4, 4, 4] : [2, 4, 4]);
}
