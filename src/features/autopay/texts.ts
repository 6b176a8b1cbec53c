import { defineTexts } from '../../app/i18n/i18n.ts';
import type { AutopayKey } from './texts.en.ts';

/** The words of autopay and linked cards, a chunk a language. */
export const autopayTexts = defineTexts<AutopayKey>('autopay', {
  ru: async () => (await import('./texts.ru.ts')).ru,
  en: async () => (await import('./texts.en.ts')).en,
  sv: async () => (await import('./texts.sv.ts')).sv,
});
