import { defineTexts } from '../../../app/i18n/i18n.ts';
import type { PersonalDataKey } from './texts.en.ts';

export type { PersonalDataKey } from './texts.en.ts';

/** Texts of the personal data screen, one chunk per language; the screen's loader awaits them. */
export const personalDataTexts = defineTexts<PersonalDataKey>('personalData', {
  en: async () => (await import('./texts.en.ts')).en,
  ru: async () => (await import('./texts.ru.ts')).ru,
  sv: async () => (await import('./texts.sv.ts')).sv,
});
