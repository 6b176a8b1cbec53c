import { defineTexts } from '../../app/i18n/i18n.ts';
import type { StatementKey } from './texts.en.ts';

export type { StatementKey } from './texts.en.ts';

/** The words of the statement, a chunk a language. */
export const statementTexts = defineTexts<StatementKey>('statement', {
  ru: async () => (await import('./texts.ru.ts')).ru,
  en: async () => (await import('./texts.en.ts')).en,
  sv: async () => (await import('./texts.sv.ts')).sv,
});
