import { defineTexts } from '../../../app/i18n/i18n.ts';
import type { LinkFormsKey } from './texts.en.ts';

/** Texts of the forms that links in e-mails open, one chunk per language. */
export const linkFormsTexts = defineTexts<LinkFormsKey>('linkForms', {
  en: async () => (await import('./texts.en.ts')).en,
  ru: async () => (await import('./texts.ru.ts')).ru,
  sv: async () => (await import('./texts.sv.ts')).sv,
});
