import { defineTexts } from '../../../app/i18n/i18n.ts';
import type { LinkFormsKey } from './texts.en.ts';

/** Words of the forms that links from letters open, a chunk a language. */
export const linkFormsTexts = defineTexts<LinkFormsKey>('linkForms', {
  en: async () => (await import('./texts.en.ts')).en,
  ru: async () => (await import('./texts.ru.ts')).ru,
  sv: async () => (await import('./texts.sv.ts')).sv,
});
