import { readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { z } from 'zod';
import { createSealedValue } from './sealed-value.ts';
import type { SealedBytes } from './store-content.ts';
import { openTestStore, profileFolder, testKeys } from '#tests/main/store.fixture.ts';

const schema = z.object({ token: z.string() });

test('what is written is read again after a restart, and the plain text is not on disk', async () => {
  const folder = profileFolder();
  const sealed = createSealedValue(openTestStore(folder), 'session', schema, testKeys());
  await sealed.write({ token: 'very-secret' });
  const text = readFileSync(path.join(folder, 'store.json'), 'utf8');
  expect(text).not.toContain('very-secret');
  expect(text).not.toContain(Buffer.from('very-secret').toString('base64').slice(0, 12));
  const next = createSealedValue(openTestStore(folder), 'session', schema, testKeys());
  expect(await next.read()).toEqual({ kind: 'value', value: { token: 'very-secret' } });
});

test.each([
  ['another backend', testKeys('kwallet5')],
  ['another key', testKeys('gnome_libsecret', 9)],
  ['no backend any more', testKeys(null)],
])('%s: unreadable, and the value is removed', async (_name, later) => {
  const folder = profileFolder();
  await createSealedValue(openTestStore(folder), 'session', schema, testKeys()).write({ token: 't' });
  const store = openTestStore(folder);
  expect(await createSealedValue(store, 'session', schema, later).read()).toEqual({ kind: 'unreadable' });
  expect(store.get('session')).toBeUndefined();
  expect(openTestStore(folder).get('session')).toBeUndefined();
});

test.each<SealedBytes>([
  { backend: '', data: '-' },
  { backend: 'gnome_libsecret', data: '-' },
  { backend: 'gnome_libsecret', data: 'AAEC' },
  { backend: 'gnome_libsecret', data: Buffer.from('{"token":"plain"}').toString('base64') },
])('damaged value %j is unreadable', async (value) => {
  const store = openTestStore(profileFolder());
  store.set({ session: value });
  expect(await createSealedValue(store, 'session', schema, testKeys()).read()).toEqual({ kind: 'unreadable' });
});

test('no value is none, and nothing is written without a key store', async () => {
  const store = openTestStore(profileFolder());
  expect(await createSealedValue(store, 'session', schema, testKeys()).read()).toEqual({ kind: 'none' });
  await expect(createSealedValue(store, 'session', schema, testKeys(null)).write({ token: 't' })).rejects.toThrow();
  expect(store.get('session')).toBeUndefined();
});
