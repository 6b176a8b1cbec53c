import { existsSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { expect, test } from 'vitest';
import { z } from 'zod';
import { createKeyStore, type KeyStore, type SafeStoragePort } from './key-store.ts';
import { createSealedFile } from './sealed-file.ts';

const schema = z.object({ token: z.string() });

function keys(name: string | null, key = 7): KeyStore {
  const turn = (bytes: Buffer): Buffer => Buffer.from(bytes.map((byte) => byte ^ key));
  return {
    backend: () => Promise.resolve(name),
    seal: (text) => Promise.resolve(turn(Buffer.from(text))),
    open: (sealed) => Promise.resolve(turn(sealed).toString('utf8')),
  };
}

function place(): string {
  return path.join(mkdtempSync(path.join(os.tmpdir(), 'sealed-')), 'session.sealed');
}

test('what is written is read again, and the plain text is not on disk', async () => {
  const file = place();
  const sealed = createSealedFile(file, schema, keys('gnome_libsecret'));
  await sealed.write({ token: 'very-secret' });
  expect(readFileSync(file).includes('very-secret')).toBe(false);
  expect(await sealed.read()).toEqual({ kind: 'value', value: { token: 'very-secret' } });
});

test.each([
  ['another backend', keys('kwallet5')],
  ['another key', keys('gnome_libsecret', 9)],
  ['no backend any more', keys(null)],
])('%s: unreadable, and the file is gone', async (_name, later) => {
  const file = place();
  await createSealedFile(file, schema, keys('gnome_libsecret')).write({ token: 't' });
  expect(await createSealedFile(file, schema, later).read()).toEqual({ kind: 'unreadable' });
  expect(existsSync(file)).toBe(false);
});

test.each(['', '\n', 'gnome_libsecret', 'gnome_libsecret\n', 'gnome_libsecret\n\u0000\u0001', '{"token":"plain"}'])(
  'damaged content %j is unreadable',
  async (content) => {
    const file = place();
    writeFileSync(file, content);
    expect(await createSealedFile(file, schema, keys('gnome_libsecret')).read()).toEqual({ kind: 'unreadable' });
  },
);

test('no file is none', async () => {
  expect(await createSealedFile(place(), schema, keys('keychain')).read()).toEqual({ kind: 'none' });
});

const plain: SafeStoragePort = {
  isEncryptionAvailable: () => true,
  encryptString: (text) => Buffer.from(`sync:${text}`),
  decryptString: (sealed) => sealed.toString('utf8').slice(5),
};
const young: SafeStoragePort = {
  ...plain,
  isAsyncEncryptionAvailable: () => Promise.resolve(true),
  encryptStringAsync: (text) => Promise.resolve(Buffer.from(`async:${text}`)),
  decryptStringAsync: (sealed) => Promise.resolve({ result: sealed.toString('utf8').slice(6) }),
};

test.each([
  ['basic_text', null],
  ['unknown', null],
  ['gnome_libsecret', 'gnome_libsecret'],
  ['kwallet6', 'kwallet6'],
])('Linux backend %s counts as %s, with either half of safeStorage', async (name, expected) => {
  for (const storage of [plain, young]) {
    const store = createKeyStore({ ...storage, getSelectedStorageBackend: () => name }, 'linux');
    expect(await store.backend()).toBe(expected);
  }
});

test('the asynchronous half is used where it is there and available', async () => {
  const store = createKeyStore(young, 'darwin');
  const sealed = await store.seal('x');
  expect(sealed.toString()).toBe('async:x');
  expect(await store.open(sealed)).toBe('x');
  const old = createKeyStore(plain, 'win32');
  expect((await old.seal('x')).toString()).toBe('sync:x');
  const broken = createKeyStore({ ...young, isAsyncEncryptionAvailable: () => Promise.resolve(false) }, 'darwin');
  expect((await broken.seal('x')).toString()).toBe('sync:x');
});

test('no encryption at all is no backend', async () => {
  expect(await createKeyStore({ ...plain, isEncryptionAvailable: () => false }, 'darwin').backend()).toBeNull();
});
