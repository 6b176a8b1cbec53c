import { cabinetIcons } from '../../../ui/icons/cabinet-icons.ts';
import { addIcons } from '../../../ui/icons/icons.ts';
import { signInLayoutTexts } from '../layout/texts.ts';
import { mailTexts } from '../mail/texts.ts';
import { linkFormsTexts } from './texts.ts';

export { default as component } from './link-form-screen.vue';
addIcons(cabinetIcons);

/** Everything that the forms say. */
export const texts = [signInLayoutTexts, mailTexts, linkFormsTexts];
