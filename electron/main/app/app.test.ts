import { existsSync, mkdtempSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { expect, test } from 'vitest';
import { createCrashPolicy } from '../desktop/crash-policy.ts';
import { readStartSettings } from '../storage/start-settings.ts';
import { readFlags, serviceOrigin } from './flags.ts';
import { createLateLog } from '../logging/log.ts';
import { createNotices } from './notices.ts';
import { redact } from '../logging/redact.ts';
import { createSettingsStore, systemLanguage } from '../storage/settings-store.ts';
import { createStartSequence } from './start-sequence.ts';

test.each<[string, string | null]>([
  ['https://service.example', 'https://service.example'],
  ['https://service.example:8443/path', 'https://service.example:8443'],
  ['http://127.0.0.1:4000', 'http://127.0.0.1:4000'],
  ['http://localhost:4000/', 'http://localhost:4000'],
  ['http://[::1]:4000', 'http://[::1]:4000'],
  ['http://service.example', null],
  ['http://127.0.0.1.evil.example', null],
  ['https://user:pass@service.example', null],
  ['file:///x', null],
  ['', null],
])('service address %j: %s', (address, origin) => {
  expect(serviceOrigin(address)).toBe(origin);
});

test('flags are read from the command line first, then from the environment', () => {
  const env = { PLUS_CABINET_OPERATOR_URL: 'http://127.0.0.1:1' };
  expect(readFlags(['program', '--smoke', '--profile=/tmp/p', '--language=sv'], env)).toEqual({
    smoke: true,
    screenshot: null,
    profile: '/tmp/p',
    startupReport: null,
    operatorOrigin: 'http://127.0.0.1:1',
    language: 'sv',
  });
  expect(readFlags(['--operator-url=http://127.0.0.1:2', '--language=de'], env)).toMatchObject({
    operatorOrigin: 'http://127.0.0.1:2',
    language: null,
  });
  expect(() => readFlags(['--operator-url=http://evil.example'], {})).toThrow();
});

test('the log hides tokens, passwords, cards and addresses, and keeps lines until it has a writer', () => {
  const log = createLateLog(() => 0);
  const token = 'a'.repeat(43);
  log.error('failed', {
    accessToken: token,
    error: new Error(`GET /x with Bearer ${token} by anna@example.org`),
    nested: { password: 'p', note: 'card 2200123412341234' },
  });
  const lines: string[] = [];
  log.writeWith((_level, line) => lines.push(line));
  log.info('second');
  expect(lines).toHaveLength(2);
  expect(lines.join()).not.toMatch(/aaaa|anna|2200|"p"/);
  expect(JSON.parse(lines[0]!)).toMatchObject({ what: 'failed', accessToken: '[hidden]' });
});

test('redaction ends on deep values', () => {
  const deep: Record<string, unknown> = {};
  deep['self'] = deep;
  expect(JSON.stringify(redact(deep))).toContain('[deep]');
});

test('one note a code, gone when dismissed', () => {
  const notices = createNotices(() => 0);
  notices.add('clock-differs');
  notices.add('clock-differs');
  expect(notices.list()).toEqual([{ code: 'clock-differs', since: '1970-01-01T00:00:00.000Z' }]);
  expect(notices.dismiss('clock-differs')).toEqual([]);
});

test('crashes: growing waits, a bounded number, more after a while or when asked', () => {
  let now = 0;
  const policy = createCrashPolicy({ tries: 3, windowMs: 60_000, firstMs: 250, now: () => now });
  expect([policy.next(), policy.next(), policy.next(), policy.next()]).toEqual([250, 500, 1000, null]);
  now = 60_000;
  expect(policy.next()).toBe(250);
  policy.reset();
  expect(policy.next()).toBe(250);
});

test('the system’s language, where the program has it', () => {
  expect(systemLanguage(['de-DE', 'sv-SE', 'ru-RU'])).toBe('sv');
  expect(systemLanguage(['ru'])).toBe('ru');
  expect(systemLanguage([])).toBe('en');
});

test('settings are told, kept and read again; what is the same is neither told nor written', () => {
  const file = path.join(mkdtempSync(path.join(os.tmpdir(), 'settings-')), 'settings.json');
  const open = (): ReturnType<typeof createSettingsStore> =>
    createSettingsStore({
      file,
      start: readStartSettings(file).settings,
      forced: null,
      systemLanguage: 'sv',
      notice: () => undefined,
      log: createLateLog(() => 0),
    });
  const store = open();
  expect(store.settings.get()).toEqual({ language: 'sv', theme: 'system', lockAfter: 'never' });
  const told: unknown[] = [];
  store.settings.watch((settings) => told.push(settings));
  store.update({ lockAfter: 'never' });
  expect(existsSync(file)).toBe(false);
  expect(store.update({ lockAfter: '15' })).toEqual({ language: 'sv', theme: 'system', lockAfter: '15' });
  store.update({ theme: 'dark', lockAfter: '15' });
  expect(told).toHaveLength(2);
  expect(open().settings.get()).toEqual({ language: 'sv', theme: 'dark', lockAfter: '15' });
});

test('a phase of the start counts when it is passed first', () => {
  let now = 10;
  const sequence = createStartSequence(5, () => now);
  sequence.mark('main-loaded');
  now = 20;
  sequence.mark('main-loaded');
  expect(sequence.report()).toEqual({ processStarted: 5, phases: { 'main-loaded': 10 } });
});
