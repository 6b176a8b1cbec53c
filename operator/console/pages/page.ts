import type { OperatorProfile } from '#protocol/http/profile.ts';
import type { Language } from '#protocol/primitives.ts';
import type { ConsoleActions } from '../console-routes.ts';
import type { Markup } from '../../http/html.ts';
import type { ConsoleWords } from './words.ts';

/** What a page is drawn from. */
export interface PageContext {
  readonly actions: ConsoleActions;
  readonly profile: OperatorProfile;
  readonly language: Language;
  readonly words: ConsoleWords;
  /** A moment (ISO 8601) in the operator's zone, as people of the language write it. */
  readonly moment: (instant: string) => string;
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

const locales: Readonly<Record<Language, string>> = { ru: 'ru-RU', en: 'en-GB', sv: 'sv-SE' };

/** Writes moments for a page. */
export function momentWriter(language: Language, timeZone: string): (instant: string) => string {
  const format = new Intl.DateTimeFormat(locales[language], { timeZone, dateStyle: 'medium', timeStyle: 'short' });
  return (instant) => format.format(Date.parse(instant));
}

/** Writes one of the operator's days (`YYYY-MM-DD`). */
export function dayInWords(day: string, language: Language): string {
  return new Intl.DateTimeFormat(locales[language], { timeZone: 'UTC', dateStyle: 'full' }).format(Date.parse(day));
}
