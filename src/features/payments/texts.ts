import { defineTexts } from '../../app/i18n/i18n.ts';
import type { TopUpKey } from './texts.en.ts';

export type { TopUpKey } from './texts.en.ts';

/** The words of paying, a chunk a language. */
export const topUpTexts = defineTexts<TopUpKey>('topUp', {
  ru: async () => (await import('./texts.ru.ts')).ru,
  en: async () => (await import('./texts.en.ts')).en,
  sv: async () => (await import('./texts.sv.ts')).sv,
});
