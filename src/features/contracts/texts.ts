import { defineTexts } from '../../app/i18n/i18n.ts';
import type { ContractKey } from './texts.en.ts';

export type { ContractKey } from './texts.en.ts';

/** The words of the contract's page, a chunk a language; the screen's loader awaits them. */
export const contractTexts = defineTexts<ContractKey>('contract', {
  ru: async () => (await import('./texts.ru.ts')).ru,
  en: async () => (await import('./texts.en.ts')).en,
  sv: async () => (await import('./texts.sv.ts')).sv,
});
