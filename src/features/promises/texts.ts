import { defineTexts } from '../../app/i18n/i18n.ts';
import type { PromiseKey } from './texts.en.ts';

/** The words of the promised payment, a chunk a language. */
export const promiseTexts = defineTexts<PromiseKey>('promise', {
  ru: async () => (await import('./texts.ru.ts')).ru,
  en: async () => (await import('./texts.en.ts')).en,
  sv: async () => (await import('./texts.sv.ts')).sv,
});
