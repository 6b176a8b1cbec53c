import { textsEn } from '#protocol/errors/texts.en.ts';
import { textsRu } from '#protocol/errors/texts.ru.ts';
import { textsSv } from '#protocol/errors/texts.sv.ts';
import type { ErrorTexts } from '#protocol/errors/catalogue.ts';
import type { Language } from '#protocol/primitives.ts';

/** Texts of the controls used in tests, in each language, written here independently of the program. */
export interface ControlWords {
  readonly signInTitle: string;
  readonly signIn: string;
  readonly email: string;
  readonly password: string;
  readonly own: string;
  readonly shared: string;
  readonly overview: string;
  readonly contract: string;
  readonly settings: string;
  readonly signOut: string;
  readonly language: string;
  readonly errors: ErrorTexts;
}

export const words: Readonly<Record<Language, ControlWords>> = {
  en: {
    signInTitle: 'Sign in',
    signIn: 'Sign in',
    email: 'E-mail',
    password: 'Password',
    own: 'My own computer',
    shared: 'Somebody else’s computer',
    overview: 'Overview',
    contract: 'Contract',
    settings: 'Settings',
    signOut: 'Sign out',
    language: 'English',
    errors: textsEn,
  },
  ru: {
    signInTitle: 'Вход',
    signIn: 'Войти',
    email: 'Электронная почта',
    password: 'Пароль',
    own: 'Мой компьютер',
    shared: 'Чужой компьютер',
    overview: 'Обзор',
    contract: 'Договор',
    settings: 'Настройки',
    signOut: 'Выйти',
    language: 'Русский',
    errors: textsRu,
  },
  sv: {
    signInTitle: 'Logga in',
    signIn: 'Logga in',
    email: 'E-post',
    password: 'Lösenord',
    own: 'Min egen dator',
    shared: 'Någon annans dator',
    overview: 'Översikt',
    contract: 'Avtal',
    settings: 'Inställningar',
    signOut: 'Logga ut',
    language: 'Svenska',
    errors: textsSv,
  },
};

const locales: Readonly<Record<Language, string>> = { ru: 'ru-RU', en: 'en-GB', sv: 'sv-SE' };

/** Replaces every kind of space by a plain one: money and dates use non-breaking spaces. */
export function plain(text: string): string {
  return text.replace(/[\s\u00a0\u202f\u2009]+/g, ' ').trim();
}

/** 73740 → "737.40 ₽" and "386 ₽" for whole roubles; a real minus. */
export function money(kopecks: number, language: Language = 'en'): string {
  const digits = kopecks % 100 === 0 ? 0 : 2;
  const number = new Intl.NumberFormat(locales[language], {
    minimumFractionDigits: digits,
    maximumFractionDigits: digits,
  }).format(Math.abs(kopecks) / 100);
  return plain(`${kopecks < 0 ? '−' : ''}${number} ₽`);
}

/** "2026-12-20" → "20 December"; with the year if it differs from that of `today`. */
export function dayName(day: string, language: Language = 'en', today = day): string {
  const year = day.slice(0, 4) === today.slice(0, 4) ? {} : ({ year: 'numeric' } as const);
  const format = new Intl.DateTimeFormat(locales[language], {
    day: 'numeric',
    month: 'long',
    timeZone: 'UTC',
    ...year,
  });
  return plain(format.format(new Date(`${day}T00:00:00Z`)));
}
