import { computed, type ComputedRef } from 'vue';
import { createI18n } from 'vue-i18n';
import type { Language } from '#protocol/primitives.ts';
import { russianForm } from './plural.ts';

/** Words of one feature in one language, by flat camelCase key, in the message syntax of vue-i18n. */
export type Words = Readonly<Record<string, string>>;

/**
 * The words of a feature. English is the pattern: the others must have the same keys, or it does not compile.
 */
export interface Texts<Key extends string> {
  readonly feature: string;
  readonly sources: Readonly<Record<Language, Source<Key>>>;
}
type WordsOf<Key extends string> = Readonly<Record<Key, string>>;
type Source<Key extends string> = WordsOf<Key> | (() => Promise<WordsOf<Key>>);

/** Says a text: named values by `named`, the plural form by `count` (also there as `{n}` and `{count}`). */
export type Say<Key extends string> = (
  key: Key,
  named?: Readonly<Record<string, string | number>>,
  count?: number,
) => string;

const i18n = createI18n({
  legacy: false,
  locale: 'en',
  fallbackLocale: false,
  pluralRules: { ru: russianForm },
  messages: { ru: {}, en: {}, sv: {} },
});
const { global } = i18n;
const used = new Set<Texts<string>>();

/**
 * Names the words of a feature. A source is the words themselves (for the first screen, whose words must stand at
 * once) or a dynamic import of them (a chunk a language, loaded with the screen).
 */
export function defineTexts<Key extends string>(
  feature: string,
  sources: Readonly<Record<Language, Source<Key>>>,
): Texts<Key> {
  const texts: Texts<Key> = { feature, sources };
  for (const language of ['ru', 'en', 'sv'] as const) {
    const source = sources[language];
    if (typeof source !== 'function') put(language, feature, source);
  }
  return texts;
}

function put(language: Language, feature: string, words: Words): void {
  if (import.meta.hot) shown.set(newestWords(words), { language, feature });
  global.mergeLocaleMessage(language, { [feature]: import.meta.hot ? newestWords(words) : words });
}

/** Development: the language and feature of words, and the words that replaced others after an edit. */
const shown = new Map<Words, { readonly language: Language; readonly feature: string }>();
const edited = new Map<Words, Words>();

/** Modules that import an edited file keep its old words. */
function newestWords(words: Words): Words {
  let newest = words;
  for (let next = edited.get(newest); next !== undefined; next = edited.get(newest)) newest = next;
  return newest;
}

if (import.meta.hot) {
  // Sent by edited files of words (vite.dev.ts). The texts change on screen, no component is reloaded.
  addEventListener('edited-words', (event) => {
    const { before, after } = (event as CustomEvent<{ before: Words; after: Words }>).detail;
    edited.set(before, after);
    const place = shown.get(before);
    if (place) put(place.language, place.feature, after);
  });
}

async function fetchWords(texts: Texts<string>, language: Language): Promise<void> {
  const source = texts.sources[language];
  if (typeof source === 'function') put(language, texts.feature, await source());
}

/** The language on screen. */
export function currentLanguage(): ComputedRef<Language> {
  return language;
}
const language = computed(() => global.locale.value);

/** Brings the words of features in the language on screen; to be awaited before their screen is shown. */
export async function loadTexts(...list: readonly Texts<string>[]): Promise<void> {
  for (const texts of list) used.add(texts);
  let loaded: Language;
  do {
    loaded = language.value;
    await Promise.all(list.map((texts) => fetchWords(texts, loaded)));
  } while (loaded !== language.value);
}

/**
 * Changes the language on screen, once the words of every feature in use are there: no screen is ever half in
 * one language. Sets `lang` of the page.
 */
export async function setLanguage(next: Language): Promise<void> {
  wanted = next;
  await Promise.all([...used].map((texts) => fetchWords(texts, next)));
  if (wanted === next) useLanguageNow(next);
}
let wanted: Language = 'en';

/** Sets the language before anything is on screen: the words of the first screen are there already. */
export function useLanguageNow(next: Language): void {
  wanted = next;
  global.locale.value = next;
  document.documentElement.lang = next;
}

/** The speaking function of a feature: `const t = useTexts(signInTexts); t('title')`. Follows the language. */
export function useTexts<Key extends string>(texts: Texts<Key>): Say<Key> {
  return (key, named = {}, count) => {
    const path = `${texts.feature}.${key}`;
    const said = count === undefined ? global.t(path, named) : global.t(path, named, count);
    // A value may end in an abbreviation ("2027 г."), whose stop then ends the sentence too.
    return said.replaceAll(/(?<!\.)\.\.(?!\.)/g, '.');
  };
}
