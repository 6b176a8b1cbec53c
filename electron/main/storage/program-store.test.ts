import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { z } from 'zod';
import { readBootFile } from './boot-file.ts';
import { createSealedValue } from './sealed-value.ts';
import { openTestStore, profileFolder, testKeys, testVersion } from '#tests/main/store.fixture.ts';

const place = { x: 1, y: 2, width: 1000, height: 700, maximised: false };
const sealed = (text: string): { backend: string; data: string } => ({
  backend: 'gnome_libsecret',
  data: Buffer.from(text).toString('base64'),
});
const storeText = (folder: string): string => readFileSync(path.join(folder, 'store.json'), 'utf8');
const listOf = (folder: string): string[] => readdirSync(folder).sort();

/** The files of a profile folder as the version before wrote them. */
async function legacyProfile(folder: string): Promise<void> {
  const settings = { language: 'ru', theme: 'dark', lockAfter: '15', window: place };
  writeFileSync(path.join(folder, 'settings.json'), `${JSON.stringify(settings, null, 2)}\n`);
  writeFileSync(path.join(folder, 'operator-profile.json'), '0.1.0 12345\n{}');
  const keys = testKeys();
  for (const name of ['session', 'sign-outs', 'overviews', 'payments', 'promise']) {
    const bytes = await keys.seal(JSON.stringify({ token: `secret of ${name}` }));
    writeFileSync(path.join(folder, `${name}.sealed`), Buffer.concat([Buffer.from('gnome_libsecret\n'), bytes]));
  }
}

test('a new folder: nothing is written before something is stored', () => {
  const folder = profileFolder();
  const notices: string[] = [];
  openTestStore(folder, notices);
  expect(listOf(folder)).toEqual([]);
  expect(notices).toEqual([]);
});

test('a profile of the version before is taken over whole, and its files are removed', async () => {
  const folder = profileFolder();
  await legacyProfile(folder);
  expect(readBootFile(folder, testVersion).fields).toMatchObject({ theme: 'dark', window: place, sessionKept: true });
  const notices: string[] = [];
  const store = openTestStore(folder, notices);
  expect(notices).toEqual([]);
  expect(listOf(folder)).toEqual(['boot.json', 'store.json']);
  const schema = z.object({ token: z.string() });
  for (const opened of [store, openTestStore(folder, notices)]) {
    expect(['language', 'theme', 'lockAfter', 'window'].map((key) => opened.get(key as 'window'))).toEqual([
      'ru',
      'dark',
      '15',
      place,
    ]);
    for (const [key, name] of [
      ['session', 'session'],
      ['signOuts', 'sign-outs'],
      ['overviews', 'overviews'],
      ['payments', 'payments'],
      ['promise', 'promise'],
    ] as const) {
      const value = await createSealedValue(opened, key, schema, testKeys()).read();
      expect(value).toEqual({ kind: 'value', value: { token: `secret of ${name}` } });
    }
  }
  expect(readBootFile(folder, testVersion).fields).toMatchObject({
    language: 'ru',
    theme: 'dark',
    lockAfter: '15',
    window: place,
    sessionKept: true,
  });
  expect(notices).toEqual([]);
});

test('a damaged sealed file of the version before is unreadable, the others are taken over', async () => {
  const folder = profileFolder();
  await legacyProfile(folder);
  writeFileSync(path.join(folder, 'session.sealed'), '');
  const store = openTestStore(folder);
  const read = (key: 'session' | 'payments'): Promise<unknown> =>
    createSealedValue(store, key, z.unknown(), testKeys()).read();
  expect(await read('session')).toEqual({ kind: 'unreadable' });
  expect(await read('payments')).toMatchObject({ kind: 'value' });
});

test('old files beside a store are outdated: they are removed and not read', async () => {
  const folder = profileFolder();
  openTestStore(folder).set({ session: sealed('newer') });
  await legacyProfile(folder);
  const store = openTestStore(folder);
  expect(store.get('session')).toEqual(sealed('newer'));
  expect(store.get('payments')).toBeUndefined();
  expect(listOf(folder)).toEqual(['boot.json', 'store.json']);
});

test.each([
  '',
  '{',
  '{"version":1,"language":"ru","th',
  '\u0000\u0000\u0000',
  '[]',
  'null',
  '"text"',
  '{}',
  '{"theme":"dark"}',
])('a store of %j is set aside and said; settings come from the boot file, the session is unreadable', async (text) => {
  const folder = profileFolder();
  openTestStore(folder).set({ language: 'sv', theme: 'dark', lockAfter: '5', window: place, session: sealed('x') });
  writeFileSync(path.join(folder, 'store.json'), text);
  const notices: string[] = [];
  const store = openTestStore(folder, notices);
  expect(notices).toEqual(['store-damaged']);
  expect(store.get('theme')).toBe('dark');
  expect(store.get('window')).toEqual(place);
  expect(await createSealedValue(store, 'session', z.unknown(), testKeys()).read()).toEqual({ kind: 'unreadable' });
  expect(readFileSync(path.join(folder, 'store.json.damaged'), 'utf8')).toBe(text);
  store.set({ theme: 'light' });
  expect(openTestStore(folder).get('language')).toBe('sv');
  expect(openTestStore(folder).get('session')).toBeUndefined();
});

test('what was set aside before is not replaced', () => {
  const folder = profileFolder();
  for (const text of ['one', 'two', 'three']) {
    writeFileSync(path.join(folder, 'store.json'), text);
    openTestStore(folder);
  }
  expect(listOf(folder)).toEqual(['store.json.damaged', 'store.json.damaged-2', 'store.json.damaged-3']);
  expect(readFileSync(path.join(folder, 'store.json.damaged'), 'utf8')).toBe('one');
});

test('boot file and store both damaged: the defaults, and both are said', () => {
  const folder = profileFolder();
  writeFileSync(path.join(folder, 'boot.json'), '{');
  writeFileSync(path.join(folder, 'store.json'), '{');
  const notices: string[] = [];
  const store = openTestStore(folder, notices);
  expect(notices).toEqual(['store-damaged', 'settings-unreadable']);
  expect(store.get('theme')).toBe('system');
  expect(listOf(folder)).toEqual(['boot.json.damaged', 'store.json.damaged']);
});

test('a damaged boot file alone loses nothing: it is written anew from the store', () => {
  const folder = profileFolder();
  openTestStore(folder).set({ language: 'sv', theme: 'dark', lockAfter: '5' });
  writeFileSync(path.join(folder, 'boot.json'), '{"theme":');
  const notices: string[] = [];
  openTestStore(folder, notices);
  expect(notices).toEqual([]);
  expect(readBootFile(folder, testVersion).fields).toMatchObject({ language: 'sv', theme: 'dark', lockAfter: '5' });
});

test('a field with a wrong value and an unknown one are dropped, the others stay, the file is kept aside', async () => {
  const folder = profileFolder();
  openTestStore(folder).set({ language: 'sv', theme: 'dark', payments: sealed('p'), session: sealed('s') });
  const content = JSON.parse(storeText(folder)) as object;
  const spoilt = JSON.stringify({ ...content, theme: 'pink', tray: true, session: 5 });
  writeFileSync(path.join(folder, 'store.json'), spoilt);
  const store = openTestStore(folder);
  expect(store.get('language')).toBe('sv');
  expect(store.get('payments')).toEqual(sealed('p'));
  // The boot file still has it.
  expect(store.get('theme')).toBe('dark');
  expect(await createSealedValue(store, 'session', z.unknown(), testKeys()).read()).toEqual({ kind: 'unreadable' });
  expect(readFileSync(path.join(folder, 'store.json.damaged'), 'utf8')).toBe(spoilt);
  expect(JSON.parse(storeText(folder))).not.toHaveProperty('tray');
});

test('a file of a newer version: known fields are kept, the file is kept aside once, and it is said', () => {
  const folder = profileFolder();
  const newer = JSON.stringify({
    version: 2,
    language: 'ru',
    theme: { mode: 'dark' },
    tray: true,
    payments: sealed('p'),
  });
  writeFileSync(path.join(folder, 'store.json'), newer);
  const notices: string[] = [];
  const store = openTestStore(folder, notices);
  expect(notices).toEqual(['store-newer']);
  expect(store.get('language')).toBe('ru');
  expect(store.get('theme')).toBe('system');
  expect(store.get('payments')).toEqual(sealed('p'));
  openTestStore(folder, notices);
  expect(notices).toEqual(['store-newer']);
  expect(readFileSync(path.join(folder, 'store.json.newer'), 'utf8')).toBe(newer);
  expect(listOf(folder)).toEqual(['boot.json', 'store.json', 'store.json.newer']);
});

test('temporary files that a crash left are removed, other files are left alone', () => {
  const folder = profileFolder();
  for (const name of ['store.json.tmp-1732280000a1b2c3', 'boot.json.4711.tmp', 'session.sealed.17.tmp', 'notes.tmp']) {
    writeFileSync(path.join(folder, name), 'x');
  }
  openTestStore(folder);
  expect(listOf(folder)).toEqual(['notes.tmp']);
});

test('a folder that cannot be made: the program goes on in memory and says so', () => {
  const file = path.join(profileFolder(), 'file');
  writeFileSync(file, '');
  const notices: string[] = [];
  const store = openTestStore(path.join(file, 'profile'), notices);
  expect(notices).toEqual(['profile-folder-unwritable']);
  expect(() => store.set({ theme: 'dark' })).toThrow('not writable');
  store.remove('session');
  // The folder can be made now.
  rmSync(file);
  store.set({ theme: 'dark' });
  expect(openTestStore(path.join(file, 'profile')).get('theme')).toBe('dark');
});

test('a file that cannot be replaced is as before, and so is the content', () => {
  const folder = profileFolder();
  const notices: string[] = [];
  const store = openTestStore(folder, notices);
  mkdirSync(path.join(folder, 'store.json', 'in the way'), { recursive: true });
  expect(() => store.set({ theme: 'dark' })).toThrow('not writable');
  expect(store.get('theme')).toBe('system');
  expect(notices).toContain('profile-folder-unwritable');
});

test('the session is in the boot file as a fact alone, and goes from it with the session', () => {
  const folder = profileFolder();
  const store = openTestStore(folder);
  store.set({ session: sealed('secret') });
  expect(readBootFile(folder, testVersion).fields.sessionKept).toBe(true);
  expect(readFileSync(path.join(folder, 'boot.json'), 'utf8')).not.toContain(sealed('secret').data);
  store.remove('session');
  expect(readBootFile(folder, testVersion).fields.sessionKept).toBe(false);
  expect(storeText(folder)).not.toContain(sealed('secret').data);
});

test('files are for their owner alone', () => {
  if (process.platform === 'win32') return;
  const folder = profileFolder();
  openTestStore(folder).set({ theme: 'dark' });
  const modes = execFileSync('ls', ['-l', folder], { encoding: 'utf8' }).match(/^-[rwx-]{9}/gm);
  expect(modes).toEqual(['-rw-------', '-rw-------']);
  expect(existsSync(path.join(folder, 'store.json.previous'))).toBe(false);
});
