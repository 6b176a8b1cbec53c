import { expect, test, vi } from 'vitest';
import { failed, success, type Result } from '#protocol/errors/problem.ts';
import { accounts } from '#protocol/api/accounts.ts';
import type { OperatorProfile } from '#protocol/api/profile.ts';
import type { Account } from '#protocol/api/sessions.ts';
import { createIdleWatch, type IdleWatch } from './idle-watch.ts';
import { fakeCall } from '#tests/main/fake-call.ts';
import { fakeTime, sessionFixture, type SessionFixture, type SessionRun } from '#tests/main/session.fixture.ts';

const MINUTE = 60_000;

function setUp(): {
  bench: SessionFixture;
  sessionManager: SessionRun;
  idle: IdleWatch;
  pass: (ms: number) => void;
  warnings: unknown[];
  read: ReturnType<typeof vi.fn<() => Promise<Result<Account>>>>;
} {
  const bench = sessionFixture();
  const sessionManager = bench.open();
  const time = fakeTime();
  const warnings: unknown[] = [];
  const read = vi.fn<() => Promise<Result<Account>>>(() => Promise.resolve(failed({ code: 'service-unreachable' })));
  const fake = fakeCall();
  fake.answer(accounts.read, () => read());
  const idle = createIdleWatch({
    call: fake.call,
    sessionManager,
    lock: sessionManager.programLock,
    profile: () => Promise.resolve(success({ accounts: { idleWarningMs: MINUTE } } as OperatorProfile)),
    now: time.now,
    later: time.later,
    warn: (warning) => warnings.push(warning),
  });
  return { bench, sessionManager, idle, pass: time.pass, warnings, read };
}

test('somebody else’s computer: a minute’s warning, then the session is ended here and at the service', async () => {
  const { bench, sessionManager, idle, pass, warnings } = setUp();
  await sessionManager.begin('shared');
  pass(29 * MINUTE);
  expect(warnings).toEqual([{ endsInMs: MINUTE }]);
  idle.active();
  expect(warnings).toEqual([{ endsInMs: MINUTE }]);
  idle.stay();
  expect(warnings).toEqual([{ endsInMs: MINUTE }, null]);
  pass(29 * MINUTE);
  pass(MINUTE);
  expect(sessionManager.status.get()).toEqual({ state: 'signed-out', because: 'session-idle' });
  expect(warnings).toEqual([{ endsInMs: MINUTE }, null, { endsInMs: MINUTE }, null]);
  await vi.waitFor(() => expect(bench.service.ended).toEqual(['access-1']));
});

test('the service hears of a person who reads and asks nothing, so that it does not end them either', async () => {
  const { sessionManager, idle, pass, read } = setUp();
  const { account } = await sessionManager.begin('shared');
  read.mockResolvedValue(success({ ...account, name: 'Anna Maria' }));
  for (let minute = 0; minute < 40; minute += 1) {
    idle.active();
    pass(MINUTE);
  }
  expect(read.mock.calls.length).toBeGreaterThanOrEqual(39);
  expect(sessionManager.status.get().state).toBe('signed-in');
  await vi.waitFor(() => expect(sessionManager.current()?.account.name).toBe('Anna Maria'));
});

test('one’s own computer: no end, no questions to the service; the lock as it is set', async () => {
  const { bench, sessionManager, idle, pass, warnings, read } = setUp();
  await sessionManager.begin();
  pass(600 * MINUTE);
  expect(sessionManager.status.get().state).toBe('signed-in');
  bench.settings.lockAfter = '15';
  idle.follow();
  pass(14 * MINUTE);
  idle.active();
  pass(14 * MINUTE);
  expect(sessionManager.status.get().state).toBe('signed-in');
  pass(MINUTE);
  expect(sessionManager.status.get()).toMatchObject({ state: 'locked', because: 'idle' });
  pass(600 * MINUTE);
  sessionManager.unlocked();
  pass(14 * MINUTE);
  expect(sessionManager.status.get().state).toBe('signed-in');
  pass(MINUTE);
  expect(sessionManager.status.get().state).toBe('locked');
  expect(warnings).toEqual([]);
  expect(read).not.toHaveBeenCalled();
});

test('time asleep counts, also for the lock', async () => {
  const { bench, sessionManager, idle } = setUp();
  bench.settings.lockAfter = '30';
  await sessionManager.begin();
  idle.fallsAsleep();
  idle.active();
  idle.wakes(30 * MINUTE);
  expect(sessionManager.status.get()).toMatchObject({ state: 'locked', because: 'idle' });
});

test('the next person on the same computer begins anew', async () => {
  const { sessionManager, pass } = setUp();
  await sessionManager.begin('shared');
  pass(25 * MINUTE);
  await sessionManager.signOut();
  await sessionManager.begin('shared');
  pass(25 * MINUTE);
  expect(sessionManager.status.get().state).toBe('signed-in');
});
