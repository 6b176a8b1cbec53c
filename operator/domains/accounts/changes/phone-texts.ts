import type { Localized } from '#protocol/primitives.ts';

/** The short message with a code; at most 70 characters, so that it is one message also in Cyrillic. */
export const phoneCodeTexts = {
  ru: '{brand}: код {code}. Никому его не называйте.',
  en: '{brand}: code {code}. Do not tell it to anybody.',
  sv: '{brand}: kod {code}. Berätta den inte för någon.',
} satisfies Localized;
