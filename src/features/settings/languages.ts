import type { Language } from '#protocol/primitives.ts';

export type { Language };

/** The languages of the program, each by its own name. */
export const languages: readonly { readonly value: Language; readonly label: string; readonly lang: string }[] = [
  { value: 'ru', label: 'Русский', lang: 'ru' },
  { value: 'en', label: 'English', lang: 'en' },
  { value: 'sv', label: 'Svenska', lang: 'sv' },
];
