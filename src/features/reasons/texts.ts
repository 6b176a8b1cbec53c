import { defineTexts } from '../../app/i18n/i18n.ts';
import type { ReasonKey } from './texts.en.ts';

export type { ReasonKey } from './texts.en.ts';

/** The words of the numbered reasons, a chunk a language; brought with every screen that shows one. */
export const reasonTexts = defineTexts<ReasonKey>('reasons', {
  ru: async () => (await import('./texts.ru.ts')).ru,
  en: async () => (await import('./texts.en.ts')).en,
  sv: async () => (await import('./texts.sv.ts')).sv,
});
