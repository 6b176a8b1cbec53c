import { defineTexts } from '../../../app/i18n/i18n.ts';
import type { SecurityKey } from './texts.en.ts';

/** Texts of the security screen, one chunk per language; the screen's loader awaits them. */
export const securityTexts = defineTexts<SecurityKey>('security', {
  en: async () => (await import('./texts.en.ts')).en,
  ru: async () => (await import('./texts.ru.ts')).ru,
  sv: async () => (await import('./texts.sv.ts')).sv,
});
