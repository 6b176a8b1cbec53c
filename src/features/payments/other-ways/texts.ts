import { defineTexts } from '../../../app/i18n/i18n.ts';
import type { en } from './texts.en.ts';

export type OtherWaysKey = keyof typeof en;
export type OtherWaysWords = Readonly<Record<OtherWaysKey, string>>;

/** The words of the ways to pay outside the program, a chunk a language. */
export const otherWaysTexts = defineTexts<OtherWaysKey>('otherWays', {
  ru: async () => (await import('./texts.ru.ts')).ru,
  en: async () => (await import('./texts.en.ts')).en,
  sv: async () => (await import('./texts.sv.ts')).sv,
});
