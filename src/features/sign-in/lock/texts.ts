import { defineTexts } from '../../../app/i18n/i18n.ts';
import type { LockKey } from './texts.en.ts';

/** Words of the lock and of the curtain before it, a chunk a language. */
export const lockTexts = defineTexts<LockKey>('lock', {
  en: async () => (await import('./texts.en.ts')).en,
  ru: async () => (await import('./texts.ru.ts')).ru,
  sv: async () => (await import('./texts.sv.ts')).sv,
});
