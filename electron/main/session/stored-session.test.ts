import { expect, test } from 'vitest';
import { pendingSignOuts, storedSession } from './stored-session.ts';

/** As the first version of the program wrote it. */
const first = {
  version: 1,
  id: 's1',
  service: 'embedded',
  expiresAt: '2026-12-22T10:00:00Z',
  account: { id: 'a1', email: 'anna@example.org', name: 'Anna', contracts: [{ number: '1234567890', label: null }] },
  refreshToken: 'refresh',
  accessToken: 'access',
  lastEventId: '41',
};
const second = { ...first, version: 2, hasPassword: null, lockAtStart: true };

test('what is written is read', () => {
  expect(storedSession.parse(second)).toEqual(second);
});

test('a session kept by an earlier version is read: signed in by a password, not locked', () => {
  expect(storedSession.parse(first)).toEqual({ ...first, version: 2, hasPassword: true, lockAtStart: false });
});

test.each([
  ['a later version', { ...second, version: 3 }],
  ['no lock', { ...second, lockAtStart: undefined }],
  ['a token missing', { ...first, refreshToken: undefined }],
  ['a bookmark of another form', { ...first, lastEventId: '4x' }],
  ['nothing', null],
])('%s is no session', (_name, value) => {
  expect(storedSession.safeParse(value).success).toBe(false);
});

test('sign-outs that wait are read as ever', () => {
  const waiting = [{ service: 'embedded', refreshToken: 'r', accessToken: 'a' }];
  expect(pendingSignOuts.parse(waiting)).toEqual(waiting);
});
