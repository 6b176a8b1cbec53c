import { existsSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { createCrashPolicy } from '../desktop/crash-policy.ts';
import { readBootFile, writeBootFile } from '../storage/boot-file.ts';
import { openTestStore, profileFolder, testVersion } from '#tests/main/store.fixture.ts';
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

function openSettings(folder: string, attached = true): ReturnType<typeof createSettingsStore> {
  const store = createSettingsStore({
    boot: readBootFile(folder, testVersion).fields,
    forced: null,
    systemLanguage: 'sv',
    log: createLateLog(() => 0),
  });
  if (attached) store.attach(openTestStore(folder));
  return store;
}

test('settings are told, kept and read again; what is the same is neither told nor written', () => {
  const folder = profileFolder();
  const store = openSettings(folder);
  expect(store.settings.get()).toEqual({ language: 'sv', theme: 'system', lockAfter: 'never' });
  const told: unknown[] = [];
  store.settings.watch((settings) => told.push(settings));
  store.update({ lockAfter: 'never' });
  expect(existsSync(path.join(folder, 'store.json'))).toBe(false);
  expect(store.update({ lockAfter: '15' })).toEqual({ language: 'sv', theme: 'system', lockAfter: '15' });
  store.update({ theme: 'dark', lockAfter: '15' });
  expect(told).toHaveLength(2);
  expect(openSettings(folder).settings.get()).toEqual({ language: 'sv', theme: 'dark', lockAfter: '15' });
  // The boot file alone says the same before the store is open.
  expect(openSettings(folder, false).settings.get()).toEqual({ language: 'sv', theme: 'dark', lockAfter: '15' });
});

test('the store’s settings replace those of an outdated boot file, and are announced', () => {
  const folder = profileFolder();
  openSettings(folder).update({ theme: 'dark' });
  writeBootFile(folder, '{"theme":"light"}');
  const store = openSettings(folder, false);
  const told: unknown[] = [];
  store.settings.watch(({ theme }) => told.push(theme));
  expect(store.settings.get().theme).toBe('light');
  store.attach(openTestStore(folder));
  expect(told).toEqual(['dark']);
  expect(readBootFile(folder, testVersion).fields.theme).toBe('dark');
});

test('a window moved before the store is open is stored when it is', () => {
  const folder = profileFolder();
  const place = { x: 1, y: 2, width: 1000, height: 700, maximised: false };
  const store = openSettings(folder, false);
  store.rememberWindow(place);
  expect(existsSync(path.join(folder, 'store.json'))).toBe(false);
  store.attach(openTestStore(folder));
  expect(openTestStore(folder).get('window')).toEqual(place);
  expect(openSettings(folder, false).window).toEqual(place);
});

test('settings that cannot be stored count for this run', () => {
  const folder = path.join(profileFolder(), 'file');
  writeFileSync(folder, '');
  const store = openSettings(path.join(folder, 'profile'));
  expect(store.update({ theme: 'dark' }).theme).toBe('dark');
  expect(store.settings.get().theme).toBe('dark');
});

test('a phase of the start counts when it is passed first', () => {
  let now = 10;
  const sequence = createStartSequence(5, () => now);
  sequence.mark('main-loaded');
  now = 20;
  sequence.mark('main-loaded');
  expect(sequence.report()).toEqual({ processStarted: 5, phases: { 'main-loaded': 10 } });
});
