import { defineTexts } from '../../../app/i18n/i18n.ts';
import type { MailKey } from './texts.en.ts';

/** Texts of the steps that request an e-mail and wait for it, one chunk per language. */
export const mailTexts = defineTexts<MailKey>('mail', {
  en: async () => (await import('./texts.en.ts')).en,
  ru: async () => (await import('./texts.ru.ts')).ru,
  sv: async () => (await import('./texts.sv.ts')).sv,
});
