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

test('faces are fetched early only where the system has none of its own', () => {
  const link = '<link\n  rel="preload"\n  as="font"\n  href="/assets/face.woff2"\n/>';
  const withFaces = page.replace('</head>', `${link}<link rel="stylesheet" href="/assets/a.css"></head>`);
  expect(bootPage(withFaces, boot)).toContain(link);
  for (const platform of ['windows', 'macos'] as const) {
    const html = bootPage(withFaces, { ...boot, platform });
    expect(html).not.toContain('face.woff2');
    expect(html).toContain('<link rel="stylesheet" href="/assets/a.css">');
  }
});

test('escaping keeps the value', () => {
  const text = JSON.stringify({ a: '</script><script>alert(1)</script>&\u2028' });
  expect(JSON.parse(scriptSafeJson(text))).toEqual(JSON.parse(text));
});

test('the content policy allows nothing unsafe', () => {
  expect(contentPolicy).not.toMatch(/unsafe|\*|https?:|blob:/);
  expect(contentPolicy).toMatch(/^default-src 'none';/);
});
