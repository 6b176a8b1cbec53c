import { defineTexts } from '../../../app/i18n/i18n.ts';
import type { en } from './texts.en.ts';

export type RegistrationKey = keyof typeof en;
export type RegistrationWords = Readonly<Record<RegistrationKey, string>>;

/** Words of the registration, a chunk a language. */
export const registrationTexts = defineTexts<RegistrationKey>('registration', {
  en: async () => (await import('./texts.en.ts')).en,
  ru: async () => (await import('./texts.ru.ts')).ru,
  sv: async () => (await import('./texts.sv.ts')).sv,
});
