import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';

const root = new URL('../../', import.meta.url);
const page = readFileSync(new URL('docs/asvs.md', root), 'utf8');

/** Numbers of the ASVS 5.0 requirements of levels 1 and 2, by section, and 6.3.8. */
const required = `
1.1 1-2; 1.2 1-9; 1.3 1-11; 1.4 1-3; 1.5 1-2; 2.1 1-3; 2.2 1-3; 2.3 1-4; 2.4 1-1; 3.2 1-2; 3.3 1-4; 3.4 1-6; 3.5 1-5; 3.7 1-2;
4.1 1-3; 4.2 1-1; 4.3 1-2; 4.4 1-4; 5.1 1-1; 5.2 1-3; 5.3 1-2; 5.4 1-3; 6.1 1-3; 6.2 1-12; 6.3 1-4; 6.3 8-8; 6.4 1-4;
6.5 1-5; 6.6 1-3; 6.8 1-4; 7.1 1-3; 7.2 1-4; 7.3 1-2; 7.4 1-5; 7.5 1-2; 7.6 1-2; 8.1 1-2; 8.2 1-3; 8.3 1-1; 8.4 1-1;
9.1 1-3; 9.2 1-4; 10.1 1-2; 10.2 1-2; 10.3 1-4; 10.4 1-11; 10.5 1-5; 10.6 1-2; 10.7 1-3; 11.1 1-2; 11.2 1-3; 11.3 1-3;
11.4 1-4; 11.5 1-1; 11.6 1-1; 12.1 1-3; 12.2 1-2; 12.3 1-4; 13.1 1-1; 13.2 1-5; 13.3 1-2; 13.4 1-5; 14.1 1-2; 14.2 1-4;
14.3 1-3; 15.1 1-3; 15.2 1-3; 15.3 1-7; 16.1 1-1; 16.2 1-5; 16.3 1-4; 16.4 1-3; 16.5 1-3; 17.1 1-1; 17.2 1-4; 17.3 1-2`;

function requiredNumbers(): string[] {
  return required.split(';').flatMap((part) => {
    const [, section = '', from = '', to = ''] = /^\s*(\d+\.\d+) (\d+)-(\d+)$/.exec(part) ?? [];
    return Array.from({ length: Number(to) - Number(from) + 1 }, (_none, at) => `${section}.${Number(from) + at}`);
  });
}

interface Line {
  readonly numbers: readonly string[];
  readonly standing: string;
  readonly files: readonly string[];
  readonly tests: readonly { readonly file: string; readonly title: string }[];
}

function linesOf(text: string): Line[] {
  return text.split('\n').flatMap((line) => {
    const [, numbers, rest] = /^- \*\*([\d., ]+)\*\* (.*)$/.exec(line) ?? [];
    if (numbers === undefined || rest === undefined) return [];
    const [standing = ''] = /^(not met|not here|partly|met|later)\b/.exec(rest) ?? [];
    return [
      {
        numbers: numbers.split(', '),
        standing,
        files: [...rest.matchAll(/`([\w.-]+(?:\/[\w.-]+)*\.(?:ts|md|json))`/g)].map(([, file = '']) => file),
        tests: [...rest.matchAll(/`([^`]+\.(?:test|spec|proof)\.ts)` “([^”]*)”/g)].map(([, file = '', title = '']) => ({
          file,
          title,
        })),
      },
    ];
  });
}

/** Whether a file contains a test with this title. */
function hasTest(file: string, title: string): boolean {
  const source = readFileSync(new URL(file, root), 'utf8');
  const titles = ["'", '"', '`'].map((quote) => `${quote}${title.replaceAll(quote, `\\${quote}`)}${quote},`);
  return titles.some((written) => source.includes(written));
}

const lines = linesOf(page);

describe('docs/asvs.md', () => {
  it('lists each requirement of level 2, and 6.3.8, once', () => {
    const wanted = requiredNumbers();
    expect(wanted).toHaveLength(254);
    expect(lines.flatMap(({ numbers }) => numbers).sort()).toEqual(wanted.sort());
  });

  it('gives each requirement a status and, if met, a file', () => {
    for (const { numbers, standing, files } of lines) {
      expect({ numbers, standing }).not.toEqual({ numbers, standing: '' });
      const needs = standing === 'met' || standing === 'partly';
      expect({ numbers, named: files.length > 0 }).toEqual({ numbers, named: needs || files.length > 0 });
    }
  });

  it('refers to existing files', () => {
    const named = new Set(lines.flatMap(({ files }) => files));
    expect(named.size).toBeGreaterThan(50);
    expect([...named].filter((file) => !existsSync(new URL(file, root)))).toEqual([]);
  });

  it('refers to existing tests', () => {
    const named = lines.flatMap(({ tests }) => tests);
    expect(named.length).toBeGreaterThan(150);
    expect(named.filter(({ file, title }) => !hasTest(file, title))).toEqual([]);
  });

  it('detects a missing test', () => {
    const [line] = linesOf('- **6.2.1** met: so. `operator/app.test.ts` “is a title of nothing”');
    expect(line).toMatchObject({ numbers: ['6.2.1'], standing: 'met', files: ['operator/app.test.ts'] });
    expect(line?.tests.map(({ file, title }) => hasTest(file, title))).toEqual([false]);
    expect(
      hasTest('operator/app.test.ts', 'answer hostile bodies with a client error, never with a server error'),
    ).toBe(true);
  });
});
