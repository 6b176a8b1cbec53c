import { defineTexts } from '../../../app/i18n/i18n.ts';
import type { en } from './texts.en.ts';

export type TwoStepKey = keyof typeof en;
export type TwoStepWords = Readonly<Record<TwoStepKey, string>>;

/** Words of the second step at the sign-in, a chunk a language. */
export const twoStepTexts = defineTexts<TwoStepKey>('twoStep', {
  en: async () => (await import('./texts.en.ts')).en,
  ru: async () => (await import('./texts.ru.ts')).ru,
  sv: async () => (await import('./texts.sv.ts')).sv,
});
