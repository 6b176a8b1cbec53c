import { expect, test } from 'vitest';
import { appFile } from './app-files.ts';
import { hostile } from '#tests/main/hostile-addresses.fixture.ts';
import { mayLoad, mayNavigate } from './navigation-rules.ts';

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
