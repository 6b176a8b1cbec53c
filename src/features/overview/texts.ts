import { defineTexts } from '../../app/i18n/i18n.ts';
import type { OverviewKey } from './texts.en.ts';

export type { OverviewKey } from './texts.en.ts';

/** The words of the overview, a chunk a language; the screen's loader awaits them. */
export const overviewTexts = defineTexts<OverviewKey>('overview', {
  ru: async () => (await import('./texts.ru.ts')).ru,
  en: async () => (await import('./texts.en.ts')).en,
  sv: async () => (await import('./texts.sv.ts')).sv,
});
