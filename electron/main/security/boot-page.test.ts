import fc from 'fast-check';
import { expect, test } from 'vitest';
import { bootPage, scriptSafeJson, type Boot } from './boot-page.ts';
import { contentPolicy } from './content-policy.ts';

const boot: Boot = {
  language: 'sv',
  theme: 'dark',
  platform: 'linux',
  version: '0.1.0',
  session: 'signed-out',
  profileJson: null,
};
const page =
  '<!doctype html>\n<html lang="en" data-theme="system"><head><meta charset="utf-8"></head><body></body></html>';

function blockOf(html: string): string {
  return /<script type="application\/json" id="boot">(.*?)<\/script>/s.exec(html)?.[1] ?? '';
}

test('language, theme and boot state stand in the page', () => {
  const html = bootPage(page, boot);
  expect(html).toContain(
    '<html lang="sv" data-theme="dark" data-platform="linux"><head><script type="application/json"',
  );
  const { profileJson, ...rest } = boot;
  expect(JSON.parse(blockOf(html))).toEqual({ ...rest, profile: profileJson });
});

test('no text ends the block it stands in', () => {
  fc.assert(
    fc.property(
      fc.string({ unit: 'binary' }),
      fc.constantFrom('</script>', '<!--<script>', '\u2028', '$&', ''),
      (a, b) => {
        const profileJson = JSON.stringify({ brand: a + b + a });
        const block = blockOf(bootPage(page, { ...boot, profileJson }));
        expect(block).not.toMatch(/[<>&\u2028\u2029]/);
        expect((JSON.parse(block) as { profile: unknown }).profile).toEqual(JSON.parse(profileJson));
      },
    ),
  );
});

test('a link stands in the page only where all that it is for holds', () => {
  const links =
    '<link\n  rel="preload"\n  data-for="linux"\n  href="/assets/face.woff2"\n/><link rel="stylesheet" href="/a.css">' +
    '<link rel="modulepreload" data-for="session" href="/b.js"><link data-for="session sv" href="/c.js">';
  const built = page.replace('</head>', `${links}</head>`);
  const named = (given: Partial<Boot>): string[] =>
    [...bootPage(built, { ...boot, ...given }).matchAll(/href="([^"]*)"/g)].map((match) => match[1] ?? '');
  expect(named({})).toEqual(['/assets/face.woff2', '/a.css']);
  expect(named({ platform: 'windows' })).toEqual(['/a.css']);
  expect(named({ platform: 'macos', session: 'restoring' })).toEqual(['/a.css', '/b.js', '/c.js']);
  expect(named({ platform: 'macos', session: 'restoring', language: 'ru' })).toEqual(['/a.css', '/b.js']);
});

test('escaping keeps the value', () => {
  const text = JSON.stringify({ a: '</script><script>alert(1)</script>&\u2028' });
  expect(JSON.parse(scriptSafeJson(text))).toEqual(JSON.parse(text));
});

test('the content policy allows nothing unsafe', () => {
  expect(contentPolicy).not.toMatch(/unsafe|\*|https?:|blob:/);
  expect(contentPolicy).toMatch(/^default-src 'none';/);
});
