import { expect, test, vi } from 'vitest';
import { sessions } from '#protocol/api/sign-in.ts';
import { failed, success, type Failure, type Result } from '#protocol/errors/problem.ts';
import { deferred } from '../app/deferred.ts';
import { createUnlock } from './unlock.ts';
import { fakeCall } from '#tests/main/fake-call.ts';
import { sessionFixture, type SessionFixture, type SessionRun } from '#tests/main/session.fixture.ts';

const locked = (because: 'start' | 'idle' | 'asked', methods: readonly string[] = ['password']): object => ({
  state: 'locked',
  email: 'anna@example.org',
  name: 'Anna',
  methods,
  because,
});

/** A service that knows the one password "right". */
function unlockOf(
  bench: SessionFixture,
  sessionManager: SessionRun,
  refuse: () => Failure | null = () => null,
): { unlock: ReturnType<typeof createUnlock>; asked: string[] } {
  const asked: string[] = [];
  const fake = fakeCall();
  fake.answer(sessions.unlock, ({ password }) => {
    asked.push(password);
    const refusal = refuse();
    if (refusal !== null) return failed(refusal);
    return password === 'right' ? success(null) : failed({ code: 'password-wrong', triesLeft: 4 });
  });
  const unlock = createUnlock({
    sessionManager,
    call: fake.call,
    system: { canAsk: () => bench.settings.touchId, ask: () => Promise.resolve(bench.settings.touchId) },
  });
  return { unlock, asked };
}

test('with the lock set a kept session opens locked, and answers nothing until the service knows the password', async () => {
  const bench = sessionFixture();
  await bench.open().begin();
  bench.settings.lockAfter = '15';
  const sessionManager = bench.open(true);
  await sessionManager.restore();
  expect(sessionManager.status.get()).toEqual(locked('start'));
  const asked = vi.fn(bench.service.ask);
  expect(await sessionManager.authorized(asked)).toEqual(failed({ code: 'session-locked' }));
  expect(asked).not.toHaveBeenCalled();
  expect(await sessionManager.whileOpen(() => Promise.resolve(success(1)))).toEqual(failed({ code: 'session-locked' }));
  expect(await sessionManager.beneathLock(bench.service.ask)).toEqual(success('figures'));

  const { unlock } = unlockOf(bench, sessionManager);
  expect(await unlock({ password: 'wrong' })).toEqual(failed({ code: 'password-wrong', triesLeft: 4 }));
  expect(sessionManager.status.get()).toEqual(locked('start'));
  expect(await unlock({ password: 'right' })).toMatchObject(success({ state: 'signed-in' }));
  expect(await sessionManager.authorized(bench.service.ask)).toEqual(success('figures'));
});

test('an answer that is under way when the lock falls is not given', async () => {
  const bench = sessionFixture();
  const sessionManager = bench.open();
  await sessionManager.begin();
  const answer = deferred<Result<string>>();
  const asking = sessionManager.authorized(() => answer.promise);
  sessionManager.lock('idle');
  answer.resolve(success('figures'));
  expect(await asking).toEqual(failed({ code: 'session-locked' }));
});

test.each(['service-unreachable', 'service-timeout', 'password-throttled'] as const)(
  'answered %s it stays locked, and signing out is still possible',
  async (code) => {
    const bench = sessionFixture();
    const sessionManager = bench.open();
    await sessionManager.begin();
    sessionManager.lock('asked');
    const { unlock } = unlockOf(bench, sessionManager, () => ({ code }));
    expect(await unlock({ password: 'right' })).toEqual(failed({ code }));
    expect(sessionManager.status.get()).toEqual(locked('asked'));
    expect(await sessionManager.signOut()).toEqual({ state: 'signed-out', because: null });
    expect(bench.file.content).toBeNull();
    // The next person is not met by the lock of the one before.
    await sessionManager.begin();
    expect(sessionManager.status.get().state).toBe('signed-in');
  },
);

test('a lock that was asked for outlives the end of the program', async () => {
  const bench = sessionFixture();
  const before = bench.open();
  await before.begin();
  before.lock('asked');
  await vi.waitFor(() => expect(bench.file.content?.lockAtStart).toBe(true));
  const after = bench.open(true);
  await after.restore();
  expect(after.status.get()).toEqual(locked('start'));
  const { unlock } = unlockOf(bench, after);
  await unlock({ password: 'right' });
  await vi.waitFor(() => expect(bench.file.content?.lockAtStart).toBe(false));
});

test('settings that were lost or changed by hand do not take the lock away', async () => {
  const bench = sessionFixture();
  bench.settings.lockAfter = '5';
  await bench.open().begin();
  bench.settings.lockAfter = 'never';
  const sessionManager = bench.open(true);
  await sessionManager.restore();
  expect(sessionManager.status.get()).toEqual(locked('start'));
});

test('setting the lock while signed in is told to the next start at once', async () => {
  const bench = sessionFixture();
  const sessionManager = bench.open();
  await sessionManager.begin();
  expect(bench.file.content?.lockAtStart).toBe(false);
  bench.settings.lockAfter = '30';
  sessionManager.lockSet();
  await vi.waitFor(() => expect(bench.file.content?.lockAtStart).toBe(true));
  expect(sessionManager.status.get().state).toBe('signed-in');
});

test('without a password and without Touch ID there is no lock', async () => {
  const bench = sessionFixture();
  bench.settings.lockAfter = '5';
  const sessionManager = bench.open();
  await sessionManager.begin('own', false);
  expect(sessionManager.lock('asked').state).toBe('signed-in');
  const next = bench.open(true);
  await next.restore();
  expect(next.status.get().state).toBe('signed-in');
});

test('somebody else’s computer is never locked: there the session ends', async () => {
  const sessionManager = sessionFixture().open();
  await sessionManager.begin('shared');
  expect(sessionManager.lock('asked').state).toBe('signed-in');
});

test('the system’s question opens it', async () => {
  const bench = sessionFixture();
  bench.settings.touchId = true;
  const sessionManager = bench.open();
  await sessionManager.begin('own', false);
  expect(sessionManager.lock('asked')).toEqual(locked('asked', ['system']));
  const { unlock, asked } = unlockOf(bench, sessionManager);
  expect(await unlock({})).toMatchObject(success({ state: 'signed-in' }));
  expect(asked).toEqual([]);
});

test('where the system cannot ask, nothing opens by its question', async () => {
  const bench = sessionFixture();
  const sessionManager = bench.open();
  await sessionManager.begin();
  sessionManager.lock('asked');
  expect(await unlockOf(bench, sessionManager).unlock({})).toEqual(failed({ code: 'request-refused' }));
  expect(sessionManager.status.get()).toEqual(locked('asked'));
});

test('the system’s question turned away is no error', async () => {
  const bench = sessionFixture();
  bench.settings.touchId = true;
  const sessionManager = bench.open();
  await sessionManager.begin();
  sessionManager.lock('asked');
  const unlock = createUnlock({
    sessionManager,
    call: fakeCall().call,
    system: { canAsk: () => true, ask: () => Promise.resolve(false) },
  });
  expect(await unlock({})).toEqual(success(locked('asked', ['system', 'password'])));
});

test('a password that turns out not to be there is no way to unlock; without another one there is no lock', async () => {
  const bench = sessionFixture();
  const sessionManager = bench.open();
  await sessionManager.begin('own', null);
  expect(sessionManager.lock('idle')).toEqual(locked('idle'));
  const { unlock } = unlockOf(bench, sessionManager, () => ({ code: 'password-missing' }));
  expect(await unlock({ password: 'x' })).toMatchObject(success({ state: 'signed-in' }));

  bench.settings.touchId = true;
  const mac = bench.open();
  await mac.begin('own', null);
  mac.lock('asked');
  expect(await unlockOf(bench, mac, () => ({ code: 'password-missing' })).unlock({ password: 'x' })).toEqual(
    failed({ code: 'password-missing' }),
  );
  expect(mac.status.get()).toEqual(locked('asked', ['system']));
});

test('an unlocking opens no other person’s session', async () => {
  const bench = sessionFixture();
  const sessionManager = bench.open();
  await sessionManager.begin();
  sessionManager.lock('asked');
  const answer = deferred<Result<null>>();
  const fake = fakeCall();
  fake.answer(sessions.unlock, () => answer.promise);
  const unlock = createUnlock({
    sessionManager,
    call: fake.call,
    system: { canAsk: () => false, ask: () => Promise.resolve(false) },
  });
  const unlocking = unlock({ password: 'right' });
  await sessionManager.signOut();
  answer.resolve(success(null));
  expect((await unlocking).ok).toBe(false);
  expect(sessionManager.status.get()).toEqual({ state: 'signed-out', because: null });
});

test('unlocking what is open asks nothing', async () => {
  const bench = sessionFixture();
  const sessionManager = bench.open();
  await sessionManager.begin();
  const { unlock, asked } = unlockOf(bench, sessionManager);
  expect(await unlock({ password: 'x' })).toMatchObject(success({ state: 'signed-in' }));
  expect(asked).toEqual([]);
});

test('the service ending the session while locked leaves nothing', async () => {
  const bench = sessionFixture();
  const sessionManager = bench.open();
  await sessionManager.begin();
  sessionManager.lock('idle');
  sessionManager.ended('session-ended');
  expect(sessionManager.status.get()).toEqual({ state: 'signed-out', because: 'session-ended' });
  expect(sessionManager.programLock.because()).toBeNull();
  expect(bench.file.content).toBeNull();
});
