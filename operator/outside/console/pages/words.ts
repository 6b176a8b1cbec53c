import type { Language } from '#protocol/primitives.ts';
import type { ConsoleWords } from './console-words.ts';
import { consoleWordsEn } from './words.en.ts';
import { consoleWordsRu } from './words.ru.ts';
import { consoleWordsSv } from './words.sv.ts';

/** The words in each language. */
export const consoleWords: Readonly<Record<Language, ConsoleWords>> = {
  ru: consoleWordsRu,
  en: consoleWordsEn,
  sv: consoleWordsSv,
};
