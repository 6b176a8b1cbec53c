import { locales } from '#protocol/format/intl.ts';
import type { OperatorProfile } from '#protocol/api/profile.ts';
import type { Language } from '#protocol/primitives.ts';
import type { ConsoleActions } from '../console-ports.ts';
import type { Markup } from '../../../platform/http/html.ts';
import type { ConsoleWords } from './console-words.ts';

/** Data and formatters for rendering a page. */
export interface PageContext {
  readonly actions: ConsoleActions;
  readonly profile: OperatorProfile;
  readonly language: Language;
  readonly words: ConsoleWords;
  /** Formats an ISO 8601 timestamp in the operator's time zone and the page's language. */
  readonly moment: (instant: string) => string;
  /** Formats kopecks in the page's language. */
  readonly money: (kopecks: number) => string;
}

/** A console page; pages are listed in `consolePages`. */
export interface ConsolePage {
  readonly path: string;
  readonly title: (words: ConsoleWords) => string;
  /** SVG path data of its icon, 24 by 24. */
  readonly sign: string;
  /** Renders the content; called repeatedly while the page is visible. */
  readonly draw: (context: PageContext) => Promise<Markup>;
}

/** Creates a timestamp formatter. */
export function momentWriter(language: Language, timeZone: string): (instant: string) => string {
  const format = new Intl.DateTimeFormat(locales[language], { timeZone, dateStyle: 'medium', timeStyle: 'short' });
  return (instant) => format.format(Date.parse(instant));
}

/** Creates an amount formatter for a currency (ISO 4217, 100 minor units); shows kopecks only when there are any. */
export function moneyWriter(language: Language, currency: string): (kopecks: number) => string {
  const named = new Intl.NumberFormat('ru-RU', { style: 'currency', currency, currencyDisplay: 'narrowSymbol' });
  const sign = named.formatToParts(0).find(({ type }) => type === 'currency')?.value ?? currency;
  const whole = new Intl.NumberFormat(locales[language], { maximumFractionDigits: 0 });
  const exact = new Intl.NumberFormat(locales[language], { minimumFractionDigits: 2, maximumFractionDigits: 2 });
  // All our languages put the currency sign after the amount, as in the app.
  return (kopecks) => `${(kopecks % 100 === 0 ? whole : exact).format(kopecks / 100)}\u00a0${sign}`;
}

/** Formats a day of the operator (`YYYY-MM-DD`). */
export function dayInWords(day: string, language: Language): string {
  return new Intl.DateTimeFormat(locales[language], { timeZone: 'UTC', dateStyle: 'full' }).format(Date.parse(day));
}
