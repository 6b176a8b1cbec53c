import { defineTexts } from '../../i18n/i18n.ts';
import { en } from './texts.en.ts';
import { ru } from './texts.ru.ts';
import { sv } from './texts.sv.ts';

/** Words of the frame around every screen, with the first chunk. */
export const frameTexts = defineTexts('frame', { en, ru, sv });
