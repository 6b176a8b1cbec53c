import type { Language } from '#protocol/primitives.ts';
import type { PageTexts } from './page-texts.ts';
import { textsEn } from './texts.en.ts';
import { textsRu } from './texts.ru.ts';
import { textsSv } from './texts.sv.ts';

export const pageTexts: Readonly<Record<Language, PageTexts>> = { ru: textsRu, en: textsEn, sv: textsSv };
