import type { ErrorCode, ErrorText, ErrorTexts } from '#protocol/errors/catalogue.ts';
import type { Language } from '#protocol/primitives.ts';
import { shallowReactive, watchEffect } from 'vue';
import { currentLanguage } from '../../app/i18n/i18n.ts';

const sources: Readonly<Record<Language, () => Promise<ErrorTexts>>> = {
  ru: async () => (await import('#protocol/errors/texts.ru.ts')).textsRu,
  en: async () => (await import('#protocol/errors/texts.en.ts')).textsEn,
  sv: async () => (await import('#protocol/errors/texts.sv.ts')).textsSv,
};
const loaded = shallowReactive(new Map<Language, ErrorTexts>());

async function load(language: Language): Promise<void> {
  if (!loaded.has(language)) loaded.set(language, await sources[language]());
}

/** Brings the words of the errors in the language on screen, and follows it. Called once, after the first paint. */
export function followErrorTexts(): () => void {
  return watchEffect(() => void load(currentLanguage().value));
}

/** The words of a code in the language on screen; null for the moment until their chunk is there. */
export function errorText(code: ErrorCode): ErrorText | null {
  const language = currentLanguage().value;
  const texts = loaded.get(language);
  if (texts === undefined) void load(language);
  return texts?.[code] ?? null;
}
