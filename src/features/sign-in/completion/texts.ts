import { defineTexts } from '../../../app/i18n/i18n.ts';
import type { CompletionKey } from './texts.en.ts';

/** Words of the completion of a registration, a chunk a language; the screen's loader awaits them. */
export const completionTexts = defineTexts<CompletionKey>('completion', {
  en: async () => (await import('./texts.en.ts')).en,
  ru: async () => (await import('./texts.ru.ts')).ru,
  sv: async () => (await import('./texts.sv.ts')).sv,
});
