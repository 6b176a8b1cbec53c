import { defineTexts } from '../../../app/i18n/i18n.ts';
import type { LayoutKey } from './texts.en.ts';

export type { LayoutWords } from './texts.en.ts';

/** Texts that the sign-in steps share, one chunk per language. */
export const signInLayoutTexts = defineTexts<LayoutKey>('sign-in-layout', {
  en: async () => (await import('./texts.en.ts')).en,
  ru: async () => (await import('./texts.ru.ts')).ru,
  sv: async () => (await import('./texts.sv.ts')).sv,
});
