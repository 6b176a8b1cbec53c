import { defineTexts } from '../../../app/i18n/i18n.ts';
import type { SocialKey } from './texts.en.ts';

/** Words of signing in through a social network, a chunk a language. */
export const socialTexts = defineTexts<SocialKey>('social', {
  en: async () => (await import('./texts.en.ts')).en,
  ru: async () => (await import('./texts.ru.ts')).ru,
  sv: async () => (await import('./texts.sv.ts')).sv,
});
