import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { errorCodes, type ErrorTexts } from './catalogue.ts';
import { textsEn } from './texts.en.ts';
import { textsRu } from './texts.ru.ts';
import { textsSv } from './texts.sv.ts';

const all: Record<string, ErrorTexts> = { ru: textsRu, en: textsEn, sv: textsSv };
const page = readFileSync(new URL('../../docs/errors.md', import.meta.url), 'utf8');

describe('words of the errors', () => {
  it.each(errorCodes)('%s has its words in three languages and a line in docs/errors.md', (code) => {
    for (const [language, texts] of Object.entries(all)) {
      for (const part of Object.values({ ...texts[code] })) {
        expect(part.trim(), `${language} ${code}`).not.toBe('');
        expect(part, 'no exclamation marks').not.toContain('!');
        expect(part.endsWith('.'), `a whole sentence: ${part}`).toBe(true);
      }
    }
    expect(page).toMatch(new RegExp(`^\\| \`${code}\` +\\|`, 'm'));
  });

  it('has no line for a code that does not exist', () => {
    const listed = [...page.matchAll(/^\| `([a-z-]+)` +\|/gm)].map((match) => match[1]);
    expect(listed.sort()).toEqual([...errorCodes].sort());
  });

  it('writes Russian in Cyrillic and the others in Latin letters', () => {
    for (const code of errorCodes) {
      expect(Object.values({ ...textsRu[code] }).join(' ')).toMatch(/[а-яё]/i);
      expect(Object.values({ ...textsEn[code] }).join(' ')).not.toMatch(/[а-яё]/i);
      expect(Object.values({ ...textsSv[code] }).join(' ')).not.toMatch(/[а-яё]/i);
    }
  });
});
