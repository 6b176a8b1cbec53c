import { existsSync, mkdtempSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { writeFileAtomically } from './atomic-file.ts';
import { bootText, defaultBootFields, parseBootFields, readBootFile, writeBootFile } from './boot-file.ts';

const version = '0.1.0';

function folder(): string {
  return mkdtempSync(path.join(os.tmpdir(), 'boot-'));
}

const fields = {
  language: 'ru',
  theme: 'dark',
  lockAfter: '15',
  window: { x: -10, y: 20, width: 1000, height: 700, maximised: false },
  sessionKept: true,
  profileJson: '{"brand":"Плюс"}',
} as const;

test('what is written is read', () => {
  const place = folder();
  const text = bootText(fields, version);
  writeBootFile(place, text);
  expect(readBootFile(place, version)).toEqual({ fields, damaged: false, text });
});

test('no file: the defaults, nothing damaged', () => {
  expect(readBootFile(folder(), version)).toEqual({ fields: defaultBootFields, damaged: false, text: null });
});

test.each(['boot.json', 'settings.json'])('%s that is no JSON object: defaults, and it is set aside', (name) => {
  for (const text of ['', '{', 'null', '[]', '"dark"', '\u0000\u0000']) {
    const place = folder();
    const file = path.join(place, name);
    writeFileSync(file, text);
    expect(readBootFile(place, version)).toEqual({ fields: defaultBootFields, damaged: true, text: null });
    expect(existsSync(file)).toBe(false);
    expect(readFileSync(`${file}.damaged`, 'utf8')).toBe(text);
  }
});

test.each([
  ['{"theme":"pink","language":"ru"}', { language: 'ru' }],
  ['{"theme":"dark","language":"de"}', { theme: 'dark' }],
  ['{"theme":"dark","lockAfter":"60"}', { theme: 'dark' }],
  ['{"theme":"dark","lockAfter":5}', { theme: 'dark' }],
  ['{"theme":"dark","window":5}', { theme: 'dark' }],
  ['{"theme":"dark","window":{"x":1,"y":1,"width":1.5,"height":1,"maximised":true}}', { theme: 'dark' }],
])('%s: the wrong field has its default, the other stays, and the file is set aside', (text, kept) => {
  const place = folder();
  writeFileSync(path.join(place, 'settings.json'), text);
  expect(readBootFile(place, version)).toEqual({
    fields: { ...defaultBootFields, ...kept },
    damaged: true,
    text: null,
  });
  expect(readFileSync(path.join(place, 'settings.json.damaged'), 'utf8')).toBe(text);
});

test('a later version’s file with more fields is read', () => {
  expect(parseBootFields('{"theme":"light","tray":true,"language":null}', version)).toMatchObject({
    damaged: false,
    fields: { ...defaultBootFields, theme: 'light' },
  });
});

test('an earlier version’s settings, which knew no lock, are read with the lock off', () => {
  const place = folder();
  writeFileSync(path.join(place, 'settings.json'), '{"language":"sv","theme":"dark","window":null}');
  expect(readBootFile(place, version)).toMatchObject({
    fields: { language: 'sv', theme: 'dark', lockAfter: 'never', window: null, sessionKept: false },
    damaged: false,
  });
  writeFileSync(path.join(place, 'session.sealed'), 'x');
  expect(readBootFile(place, version).fields.sessionKept).toBe(true);
});

test('a profile of another version or with a flipped byte is not used', () => {
  const text = bootText(fields, version);
  expect(parseBootFields(text, '0.2.0')?.fields).toEqual({ ...fields, profileJson: null });
  expect(parseBootFields(text.replace('brand', 'brond'), version)?.fields).toEqual({ ...fields, profileJson: null });
});

test('any text is parsed or null, never an exception', () => {
  fc.assert(
    fc.property(fc.oneof(fc.string(), fc.json()), (text) => {
      const boot = parseBootFields(text, version);
      expect(boot === null || ['system', 'light', 'dark'].includes(boot.fields.theme)).toBe(true);
    }),
  );
});

test('replacing a file leaves nothing else behind', () => {
  const place = folder();
  const file = path.join(place, 'a.json');
  writeFileAtomically(file, 'one');
  writeFileAtomically(file, 'two');
  expect(readFileSync(file, 'utf8')).toBe('two');
  expect(readdirSync(place)).toEqual(['a.json']);
});
