import { defineTexts } from '../i18n/i18n.ts';
import type { CabinetKey } from './texts.en.ts';

export type { CabinetKey } from './texts.en.ts';

/** Words of the layout behind the sign-in, a chunk a language. */
export const cabinetTexts = defineTexts<CabinetKey>('cabinet', {
  en: async () => (await import('./texts.en.ts')).en,
  ru: async () => (await import('./texts.ru.ts')).ru,
  sv: async () => (await import('./texts.sv.ts')).sv,
});
