import { defineTexts } from '../../../app/i18n/i18n.ts';
import type { OtherWaysKey } from './texts.en.ts';

/** The words of the ways to pay outside the program, a chunk a language. */
export const otherWaysTexts = defineTexts<OtherWaysKey>('otherWays', {
  ru: async () => (await import('./texts.ru.ts')).ru,
  en: async () => (await import('./texts.en.ts')).en,
  sv: async () => (await import('./texts.sv.ts')).sv,
});
