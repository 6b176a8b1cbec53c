import { cabinetIcons } from '../../../ui/icons/cabinet-icons.ts';
import { addIcons } from '../../../ui/icons/icons.ts';
import { doorTexts } from '../layout/texts.ts';
import { lockTexts } from './texts.ts';

export { default as component } from './lock-screen.vue';
addIcons(cabinetIcons);

/** Everything that the lock says. */
export const texts = [doorTexts, lockTexts];
