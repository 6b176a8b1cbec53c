import { describe, expect, it } from 'vitest';

type Words = Readonly<Record<string, string>>;
const files = import.meta.glob<Record<string, Words>>('../../**/texts.{ru,en,sv}.ts', { eager: true });
const languages = ['ru', 'en', 'sv'] as const;

function wordsOf(path: string): Words {
  const [words] = Object.values(files[path] ?? {});
  if (words === undefined) throw new Error(`${path} exports no words`);
  return words;
}

const features = [...new Set(Object.keys(files).map((path) => path.replace(/texts\.(ru|en|sv)\.ts$/, '')))];
const values = (text: string): string[] => [...new Set(text.match(/\{\w+\}/g))].sort();

describe('words of the features', () => {
  it('finds them', () => {
    expect(features.length).toBeGreaterThan(3);
  });

  it.each(features)('%s says the same things in three languages', (feature) => {
    const [ru, en, sv] = languages.map((language) => wordsOf(`${feature}texts.${language}.ts`)) as [
      Words,
      Words,
      Words,
    ];
    expect(Object.keys(ru).sort()).toEqual(Object.keys(en).sort());
    expect(Object.keys(sv).sort()).toEqual(Object.keys(en).sort());
    for (const [key, text] of Object.entries(en)) {
      expect(values(ru[key]!), `${key} names the same values in Russian`).toEqual(values(text));
      expect(values(sv[key]!), `${key} names the same values in Swedish`).toEqual(values(text));
      // One form serves every number, or each number finds its own.
      const forms = (words: Words): number => words[key]!.split(' | ').length;
      expect([1, 2], `${key}: forms in English`).toContain(forms(en));
      expect([1, 2], `${key}: forms in Swedish`).toContain(forms(sv));
      expect([1, 3], `${key}: forms in Russian`).toContain(forms(ru));
    }
  });

  it.each(features)('%s is plain: no exclamation marks, nothing empty', (feature) => {
    for (const language of languages) {
      for (const text of Object.values(wordsOf(`${feature}texts.${language}.ts`))) {
        expect(text).not.toContain('!');
        expect(text.trim()).not.toBe('');
      }
    }
  });
});
