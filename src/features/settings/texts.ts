import { defineTexts } from '../../app/i18n/i18n.ts';
import type { SettingsKey } from './texts.en.ts';

/** Words of the settings, a chunk a language. */
export const settingsTexts = defineTexts<SettingsKey>('settings', {
  en: async () => (await import('./texts.en.ts')).en,
  ru: async () => (await import('./texts.ru.ts')).ru,
  sv: async () => (await import('./texts.sv.ts')).sv,
});
