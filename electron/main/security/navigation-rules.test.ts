import { expect, test } from 'vitest';
import { appFile } from './app-files.ts';
import { outsideLink } from './link-rules.ts';
import { mayLoad, mayNavigate } from './navigation-rules.ts';

const hosts = ['ntvplus.example', 'help.ntvplus.example'];

/** Addresses that lead nowhere from this program, by whatever door they come. */
const hostile = [
  '',
  ' ',
  'javascript:alert(1)',
  'JaVaScRiPt:alert(1)',
  ' javascript:alert(1)',
  'java\nscript:alert(1)',
  'data:text/html,<script>1</script>',
  'vbscript:x',
  'file:///etc/passwd',
  'file://server/share',
  'smb://server/share',
  '\\\\server\\share',
  'ms-msdt:/id x',
  'search-ms:query=x',
  'ftp://ntvplus.example/',
  'http://ntvplus.example/',
  'blob:https://ntvplus.example/1',
  'about:blank',
  'chrome://settings',
  'devtools://devtools/bundled/inspector.html',
  'plus-cabinet://reset?token=x',
  'mailto:a@b.example',
  'sms:3116',
  'https://user@ntvplus.example/',
  'https://user:pass@ntvplus.example/',
  'https://ntvplus.example:444/',
  'https://ntvplus.example:443/',
  'https://ntvplus.example.evil.example/',
  'https://evil.example/ntvplus.example',
  'https://evil.example#ntvplus.example',
  'https://evil.example?https://ntvplus.example/',
  'https://evilntvplus.example/',
  'https://sub.ntvplus.example/',
  'https://ntvplus.example./',
  'https://NTVPLUS.example/',
  'https://ntvplus.example\\@evil.example/',
  'https:\\\\ntvplus.example/',
  'https:/ntvplus.example/',
  'https:ntvplus.example',
  'https://ntvplus.example%2eevil.example/',
  'https://ntvрlus.example/',
  'https://xn--ntvlus-lze.example/',
  'https://ntvplus。example/',
  'https://[::1]/',
  'https://127.0.0.1/',
  'https://ntvplus.example/\u202egpj.exe',
  'https://ntvplus.example/a b',
  'tel:',
  'tel:112;ext=1',
  'tel:+7(800)5556789',
  'tel:*21*8005556789#',
  'tel:8800555678900000',
  'TEL:88005556789',
  'tel:88005556789\n',
  '//ntvplus.example/',
  'app://cabinet/index.html',
];

test.each(hostile)('%j is not opened outside', (address) => {
  expect(outsideLink(address, hosts)).toBeNull();
});

test.each([
  'https://ntvplus.example/',
  'https://ntvplus.example',
  'https://help.ntvplus.example/a/b?c=d#e',
  'tel:88005556789',
  'tel:+78005556789',
  'tel:3116',
])('%j is opened outside', (address) => {
  expect(outsideLink(address, hosts)).not.toBeNull();
});

test('no host of the profile, no link', () => {
  expect(outsideLink('https://ntvplus.example/', [])).toBeNull();
});

test.each([
  ...hostile.filter((address) => address !== 'app://cabinet/index.html'),
  'app://evil/index.html',
  'app://user@cabinet/index.html',
  'app://cabinet:80/index.html',
  'app://cabinet.evil/',
  'app://cabinet/other.html',
  'app:index.html',
  'https://cabinet/index.html',
])('the window does not go to %j', (address) => {
  expect(mayNavigate(address)).toBe(false);
});

test('the window may show its own page', () => {
  expect(mayNavigate('app://cabinet/index.html')).toBe(true);
  expect(mayNavigate('app://cabinet/index.html#/overview')).toBe(true);
  expect(mayNavigate('app://cabinet/')).toBe(true);
});

test.each([
  ['app://cabinet/assets/a.js', true],
  ['data:image/png;base64,AA==', true],
  ['app://other/a.js', false],
  ['https://ntvplus.example/', false],
  ['http://127.0.0.1:1/', false],
  ['ws://127.0.0.1:1/', false],
  ['file:///etc/passwd', false],
  ['blob:app://cabinet/1', false],
  ['', false],
])('the page loading %j: %s', (address, allowed) => {
  expect(mayLoad(address)).toBe(allowed);
});

test.each([
  'app://cabinet/../../etc/passwd.json',
  'app://cabinet/..%2f..%2fpackage.json',
  'app://cabinet/%2e%2e/package.json',
  'app://cabinet/a/../../package.json',
  'app://cabinet//etc/passwd.json',
  'app://cabinet/a//b.js',
  'app://cabinet/.hidden.js',
  'app://cabinet/a/.git/config.json',
  'app://cabinet/a%00.js',
  'app://cabinet/a\\b.js',
  'app://cabinet/C:/x.js',
  'app://cabinet/a.js:stream',
  'app://cabinet/a.exe',
  'app://cabinet/a.js.map',
  'app://cabinet/a',
  'app://other/index.html',
  'file:///index.html',
  'not an address',
])('%j names no file outside of the renderer', (address) => {
  const file = appFile(address);
  if (file !== null) expect(file.name).toMatch(/^[A-Za-z0-9_-][A-Za-z0-9_\-./]*$/);
  expect(file?.name.split('/').includes('..') ?? false).toBe(false);
  // Dots of a parent folder, however they are spelled, end at the root when the address is parsed.
  if (!/\.\.|%2e/.test(address)) expect(file).toBeNull();
});

test('files of the renderer are served with their types', () => {
  expect(appFile('app://cabinet/')).toEqual({ name: 'index.html', type: 'text/html; charset=utf-8' });
  expect(appFile('app://cabinet/assets/index-Ab_1.js?v=1')).toEqual({
    name: 'assets/index-Ab_1.js',
    type: 'text/javascript; charset=utf-8',
  });
});
