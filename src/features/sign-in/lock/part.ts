import { cabinetIcons } from '../../../ui/icons/cabinet-icons.ts';
import { addIcons } from '../../../ui/icons/icons.ts';
import { signInLayoutTexts } from '../layout/texts.ts';
import { lockTexts } from './texts.ts';

export { default as component } from './lock-screen.vue';
addIcons(cabinetIcons);

/** Everything that the lock says. */
export const texts = [signInLayoutTexts, lockTexts];
