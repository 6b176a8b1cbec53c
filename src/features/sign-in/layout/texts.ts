import { defineTexts } from '../../../app/i18n/i18n.ts';
import type { DoorKey } from './texts.en.ts';

export type { DoorWords } from './texts.en.ts';

/** Words that the pages of the door share, a chunk a language. */
export const doorTexts = defineTexts<DoorKey>('door', {
  en: async () => (await import('./texts.en.ts')).en,
  ru: async () => (await import('./texts.ru.ts')).ru,
  sv: async () => (await import('./texts.sv.ts')).sv,
});
