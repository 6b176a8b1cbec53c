import { defineTexts } from '../../../app/i18n/i18n.ts';
import type { LettersKey } from './texts.en.ts';

/** Words of the pages that ask for a letter and wait for it, a chunk a language. */
export const lettersTexts = defineTexts<LettersKey>('letters', {
  en: async () => (await import('./texts.en.ts')).en,
  ru: async () => (await import('./texts.ru.ts')).ru,
  sv: async () => (await import('./texts.sv.ts')).sv,
});
