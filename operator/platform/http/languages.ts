import { languages, type Language } from '#protocol/primitives.ts';

/**
 * The first of our languages that is wanted.
 *
 * @param wanted lists in falling order: `ui_locales` (blanks between tags), `Accept-Language` (commas, weights left
 *   aside: browsers list them by weight)
 */
export function pickLanguage(...wanted: readonly (string | undefined)[]): Language {
  for (const list of wanted) {
    for (const tag of (list ?? '').toLowerCase().split(/[\s,]+/)) {
      const primary = /^[a-z]{2,3}(?=$|[-;])/.exec(tag)?.[0];
      const found = languages.find((language) => language === primary);
      if (found !== undefined) return found;
    }
  }
  return 'ru';
}
