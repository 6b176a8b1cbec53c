import { expect, test } from 'vitest';
import { createKeyStore, type SafeStoragePort } from './key-store.ts';

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
