import { locales } from '#protocol/format/intl.ts';
import type { OperatorProfile } from '#protocol/api/profile.ts';
import type { Language } from '#protocol/primitives.ts';
import type { ConsoleActions } from '../console-ports.ts';
import type { Markup } from '../../../platform/http/html.ts';
import type { ConsoleWords } from './console-words.ts';

/** What a page is drawn from. */
export interface PageContext {
  readonly actions: ConsoleActions;
  readonly profile: OperatorProfile;
  readonly language: Language;
  readonly words: ConsoleWords;
  /** A moment (ISO 8601) in the operator's zone, as people of the language write it. */
  readonly moment: (instant: string) => string;
  /** A sum in kopecks, as people of the language write it. */
  readonly money: (kopecks: number) => string;
}

/** A page of the console. Another one is another entry of `consolePages`. */
export interface ConsolePage {
  readonly path: string;
  readonly title: (words: ConsoleWords) => string;
  /** Path data of its sign in the navigation, drawn in a square of 24. */
  readonly sign: string;
  /** What stands on it; asked for again and again while somebody looks. */
  readonly draw: (context: PageContext) => Promise<Markup>;
}

/** Writes moments for a page. */
export function momentWriter(language: Language, timeZone: string): (instant: string) => string {
  const format = new Intl.DateTimeFormat(locales[language], { timeZone, dateStyle: 'medium', timeStyle: 'short' });
  return (instant) => format.format(Date.parse(instant));
}

/** Writes sums of a currency (ISO 4217, of 100 small units) for a page; kopecks where there are any. */
export function moneyWriter(language: Language, currency: string): (kopecks: number) => string {
  const named = new Intl.NumberFormat('ru-RU', { style: 'currency', currency, currencyDisplay: 'narrowSymbol' });
  const sign = named.formatToParts(0).find(({ type }) => type === 'currency')?.value ?? currency;
  const whole = new Intl.NumberFormat(locales[language], { maximumFractionDigits: 0 });
  const exact = new Intl.NumberFormat(locales[language], { minimumFractionDigits: 2, maximumFractionDigits: 2 });
  // The sign stands behind in all our languages, as in the program.
  return (kopecks) => `${(kopecks % 100 === 0 ? whole : exact).format(kopecks / 100)}\u00a0${sign}`;
}

/** Writes one of the operator's days (`YYYY-MM-DD`). */
export function dayInWords(day: string, language: Language): string {
  return new Intl.DateTimeFormat(locales[language], { timeZone: 'UTC', dateStyle: 'full' }).format(Date.parse(day));
}
