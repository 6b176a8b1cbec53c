import { lockTexts } from './texts.ts';

export { default as component } from './idle-curtain.vue';

/** Everything that the curtain says. */
export const texts = [lockTexts];
