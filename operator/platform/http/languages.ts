import { languages, type Language } from '#protocol/primitives.ts';

/**
 * Picks the first supported language.
 *
 * @param wanted language lists by falling priority: `ui_locales` (separated by spaces), `Accept-Language` (separated by
 *   commas; weights are ignored because browsers sort by weight)
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
