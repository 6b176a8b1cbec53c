import { cabinetIcons } from '../../../ui/icons/cabinet-icons.ts';
import { addIcons } from '../../../ui/icons/icons.ts';
import { doorTexts } from '../layout/texts.ts';
import { lettersTexts } from '../mail/texts.ts';
import { linkFormsTexts } from './texts.ts';

export { default as component } from './link-form-screen.vue';
addIcons(cabinetIcons);

/** Everything that the forms say. */
export const texts = [doorTexts, lettersTexts, linkFormsTexts];
