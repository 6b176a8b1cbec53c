import { defineTexts } from '../../../app/i18n/i18n.ts';
import { en } from './texts.en.ts';
import { ru } from './texts.ru.ts';
import { sv } from './texts.sv.ts';

/** Words of the sign-in, all three languages with the first chunk: they must stand at the first paint and change at once. */
export const signInTexts = defineTexts('signIn', { en, ru, sv });
