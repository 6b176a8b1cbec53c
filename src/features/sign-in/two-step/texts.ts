import { defineTexts } from '../../../app/i18n/i18n.ts';
import type { TwoStepKey } from './texts.en.ts';

/** Words of the second step at the sign-in, a chunk a language. */
export const twoStepTexts = defineTexts<TwoStepKey>('twoStep', {
  en: async () => (await import('./texts.en.ts')).en,
  ru: async () => (await import('./texts.ru.ts')).ru,
  sv: async () => (await import('./texts.sv.ts')).sv,
});
