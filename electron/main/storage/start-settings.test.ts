import { existsSync, mkdtempSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { writeFileAtomically } from './atomic-file.ts';
import { readCheckedJson, writeCheckedJson } from './checked-json.ts';
import { defaultStartSettings, parseStartSettings, readStartSettings, writeStartSettings } from './start-settings.ts';

function folder(): string {
  return mkdtempSync(path.join(os.tmpdir(), 'settings-'));
}

test('what is written is read', () => {
  const file = path.join(folder(), 'settings.json');
  const settings = {
    language: 'ru',
    theme: 'dark',
    lockAfter: '15',
    window: { x: -10, y: 20, width: 1000, height: 700, maximised: false },
  } as const;
  writeStartSettings(file, settings);
  expect(readStartSettings(file)).toEqual({ settings, damaged: false });
});

test('no file: the defaults, nothing to say', () => {
  expect(readStartSettings(path.join(folder(), 'settings.json'))).toEqual({
    settings: defaultStartSettings,
    damaged: false,
  });
});

test.each([
  '',
  '{',
  'null',
  '[]',
  '{}',
  '{"theme":"pink"}',
  '{"theme":"dark","language":"de"}',
  '{"theme":"dark","lockAfter":"60"}',
  '{"theme":"dark","lockAfter":5}',
  '{"theme":"dark","window":5}',
  '{"theme":"dark","window":{"x":1,"y":1,"width":1.5,"height":1,"maximised":true}}',
])('damaged %j: defaults, and the file is set aside', (text) => {
  const file = path.join(folder(), 'settings.json');
  writeFileSync(file, text);
  expect(readStartSettings(file)).toEqual({ settings: defaultStartSettings, damaged: true });
  expect(existsSync(file)).toBe(false);
  expect(readFileSync(`${file}.damaged`, 'utf8')).toBe(text);
});

test('a later version’s file with more fields is read', () => {
  expect(parseStartSettings('{"theme":"light","tray":true,"language":null}')).toEqual({
    language: null,
    theme: 'light',
    lockAfter: 'never',
    window: null,
  });
});

test('an earlier version’s file, which knew no lock, is read with the lock off', () => {
  const file = path.join(folder(), 'settings.json');
  writeFileSync(file, '{"language":"sv","theme":"dark","window":null}');
  expect(readStartSettings(file)).toEqual({
    settings: { language: 'sv', theme: 'dark', lockAfter: 'never', window: null },
    damaged: false,
  });
});

test('any text is settings or null, never an exception', () => {
  fc.assert(
    fc.property(fc.oneof(fc.string(), fc.json()), (text) => {
      const settings = parseStartSettings(text);
      expect(settings === null || ['system', 'light', 'dark'].includes(settings.theme)).toBe(true);
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

test('a checked file of another shape or with a flipped byte is not read', () => {
  const file = path.join(folder(), 'profile.json');
  writeCheckedJson(file, '0.1.0', { brand: 'Плюс' });
  expect(readCheckedJson(file, '0.1.0')).toBe('{"brand":"Плюс"}');
  writeFileSync(file, readFileSync(file, 'utf8').replace('brand', 'brond'));
  expect(readCheckedJson(file, '0.1.0')).toBeNull();
  expect(existsSync(file)).toBe(false);
  writeCheckedJson(file, '0.1.0', {});
  expect(readCheckedJson(file, '0.2.0')).toBeNull();
});
