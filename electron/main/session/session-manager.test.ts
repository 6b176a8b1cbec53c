import { expect, test, vi } from 'vitest';
import { failed, success, type Result } from '#protocol/errors/problem.ts';
import { DiskFullError } from '../storage/atomic-file.ts';
import { deferred } from '../app/deferred.ts';
import { createSignOutQueue } from './sign-out-queue.ts';
import { CURSOR_EVERY_MS } from './session-manager.ts';
import { sessionFixture as setUp, quietLog as log } from '#tests/main/session.fixture.ts';

test('twenty questions on an expired token make one refresh', async () => {
  const { service, open } = setUp();
  const sessionManager = open();
  await sessionManager.begin();
  service.expire();
  const answers = await Promise.all(Array.from({ length: 20 }, () => sessionManager.authorized(service.ask)));
  expect(answers.every((answer) => answer.ok)).toBe(true);
  expect(service.refreshes).toEqual(['refresh-1']);
});

test('a new refresh token is on disk before it is used', async () => {
  const { service, file, open } = setUp();
  const sessionManager = open();
  await sessionManager.begin();
  service.expire();
  const used: { token: string; stored: string | undefined }[] = [];
  await sessionManager.authorized((token) => {
    used.push({ token, stored: file.content?.accessToken });
    return service.ask(token);
  });
  expect(used.at(-1)).toEqual({ token: 'access-2', stored: 'access-2' });
  expect(file.content?.refreshToken).toBe('refresh-2');
});

test('a crash between the answer and the store signs in again with the previous token', async () => {
  const { service, file, open } = setUp();
  const before = open();
  await before.begin();
  service.expire();
  // The service has rotated, the program died before anything was written.
  await service.refresh('refresh-1');
  service.expire();
  expect(file.content?.refreshToken).toBe('refresh-1');
  const after = open(true);
  expect(after.status.get().state).toBe('restoring');
  await after.restore();
  const answer = await after.authorized(service.ask);
  expect(answer).toEqual(success('figures'));
  expect(after.status.get().state).toBe('signed-in');
  expect(file.content?.refreshToken).toBe('refresh-3');
});

test.each(['session-ended', 'session-idle', 'session-expired'] as const)(
  'a refresh refused with %s signs out and leaves nothing',
  async (code) => {
    const { service, file, left, open } = setUp();
    const sessionManager = open();
    await sessionManager.begin();
    service.expire();
    service.refuse = { code };
    const answer = await sessionManager.authorized(service.ask);
    expect(answer.ok).toBe(false);
    expect(sessionManager.status.get()).toEqual({ state: 'signed-out', because: code });
    expect(file.content).toBeNull();
    expect(left()).toBe(1);
  },
);

test.each([
  'service-unreachable',
  'service-timeout',
  'service-unavailable',
  'service-failed',
  'too-many-requests',
  'service-answer-invalid',
  'not-found',
  'unexpected',
] as const)('a refresh that fails with %s stays signed in', async (code) => {
  const { service, file, open } = setUp();
  const sessionManager = open();
  await sessionManager.begin();
  service.expire();
  service.refuse = { code };
  const answer = await sessionManager.authorized(service.ask);
  expect(answer).toEqual(failed({ code }));
  expect(sessionManager.status.get().state).toBe('signed-in');
  expect(file.content?.refreshToken).toBe('refresh-1');
  service.refuse = null;
  expect((await sessionManager.authorized(service.ask)).ok).toBe(true);
});

test('signing out while a refresh is under way leaves no session behind', async () => {
  const { service, file, open, queue } = setUp();
  const sessionManager = open();
  await sessionManager.begin();
  service.expire();
  const gate = deferred<undefined>();
  service.onRefresh = () => gate.promise;
  const asking = sessionManager.authorized(service.ask);
  await vi.waitFor(() => expect(service.refreshes).toHaveLength(1));
  await sessionManager.signOut();
  service.onRefresh = () => Promise.resolve();
  gate.resolve(undefined);
  expect((await asking).ok).toBe(false);
  await queue.settled();
  expect(sessionManager.status.get()).toEqual({ state: 'signed-out', because: null });
  expect(file.content).toBeNull();
});

test('somebody else’s computer: nothing on disk, idling is limited, the end of the program ends it at the service', async () => {
  const { service, file, open } = setUp();
  const sessionManager = open();
  await sessionManager.begin('shared');
  expect(file.writes).toBe(0);
  expect(sessionManager.current()?.idleMs).toBe(1_800_000);
  expect(sessionManager.status.get()).toMatchObject({ state: 'signed-in', kept: false });
  await sessionManager.close(1_000);
  expect(service.ended).toEqual(['access-1']);
});

test('an own computer without a key store keeps the session in memory and says so', async () => {
  const { file, notices, open } = setUp({ canKeep: false });
  const sessionManager = open();
  await sessionManager.begin();
  expect(notices).toEqual(['session-memory-only']);
  expect(file.writes).toBe(0);
  expect(sessionManager.status.get()).toMatchObject({ state: 'signed-in', kept: false });
});

test('a full disk keeps the program going and never leaves an outdated token', async () => {
  const { service, file, notices, open } = setUp();
  const sessionManager = open();
  await sessionManager.begin();
  service.expire();
  file.fail = new DiskFullError('full');
  expect((await sessionManager.authorized(service.ask)).ok).toBe(true);
  expect(notices).toEqual(['profile-folder-full']);
  expect(file.content).toBeNull();
  expect(sessionManager.status.get()).toMatchObject({ state: 'signed-in', kept: false });
});

test('signing out without a line is told to the service by the next run', async () => {
  const { service, file, outs, open, queue } = setUp();
  const sessionManager = open();
  await sessionManager.begin();
  service.down = true;
  expect(await sessionManager.signOut()).toEqual({ state: 'signed-out', because: null });
  expect(file.content).toBeNull();
  expect(outs.content).toHaveLength(1);
  await queue.settled();
  service.down = false;
  const next = createSignOutQueue({ call: service.call, file: outs, service: 'embedded', log });
  await next.load();
  await next.flush();
  expect(service.ended).toEqual(['access-1']);
  expect(outs.content).toBeNull();
});

test('a session kept for another service is not shown to this one', async () => {
  const { service, file, open } = setUp();
  const sessionManager = open();
  await sessionManager.begin();
  file.content = { ...file.content!, service: 'https://other.example' };
  const next = open(true);
  await next.restore();
  expect(next.status.get()).toEqual({ state: 'signed-out', because: null });
  expect(await next.authorized(service.ask)).toEqual(failed({ code: 'session-ended' }));
});

test('a file that cannot be read is said and dropped', async () => {
  const { file, notices, left, open } = setUp();
  file.read = () => Promise.resolve({ kind: 'unreadable' });
  const sessionManager = open(true);
  await sessionManager.restore();
  expect(sessionManager.status.get()).toEqual({ state: 'signed-out', because: 'session-unreadable' });
  expect(notices).toEqual(['session-unreadable']);
  expect(left()).toBe(1);
});

test('the bookmark of events survives a restart and a refresh', async () => {
  const { service, open, time } = setUp();
  const sessionManager = open();
  await sessionManager.begin();
  sessionManager.setLastEventId('41');
  service.expire();
  const gate = deferred<undefined>();
  service.onRefresh = () => gate.promise;
  const asking = sessionManager.authorized(service.ask);
  sessionManager.setLastEventId('42');
  gate.resolve(undefined);
  await asking;
  time.pass(CURSOR_EVERY_MS);
  await sessionManager.close(1_000);
  const next = open(true);
  await next.restore();
  expect(next.lastEventId()).toBe('42');
});

test('many events are one write every few seconds, and the end of the program stores the last', async () => {
  const { file, open, time } = setUp();
  const sessionManager = open();
  await sessionManager.begin();
  const before = file.writes;
  for (let id = 1; id <= 50; id += 1) sessionManager.setLastEventId(String(id));
  // In the background: nothing was written while the events were reported.
  expect(file.writes).toBe(before);
  time.pass(0);
  await vi.waitFor(() => expect(file.writes).toBe(before + 1));
  for (let id = 51; id <= 100; id += 1) {
    sessionManager.setLastEventId(String(id));
    time.pass(CURSOR_EVERY_MS / 100);
  }
  expect(file.writes).toBe(before + 1);
  time.pass(CURSOR_EVERY_MS);
  await vi.waitFor(() => expect(file.content?.lastEventId).toBe('100'));
  expect(file.writes).toBe(before + 2);
  sessionManager.setLastEventId('101');
  await sessionManager.close(1_000);
  expect(file.content?.lastEventId).toBe('101');
  expect(sessionManager.lastEventId()).toBe('101');
});

test('a cursor that waits is not stored for a session that was left', async () => {
  const { file, open, time } = setUp();
  const sessionManager = open();
  await sessionManager.begin();
  sessionManager.setLastEventId('7');
  await sessionManager.signOut();
  time.pass(CURSOR_EVERY_MS);
  await sessionManager.close(1_000);
  expect(file.content).toBeNull();
});

test('somebody else’s computer is never written to, even when the service takes it for one’s own', async () => {
  const { service, file, open } = setUp();
  const sessionManager = open();
  service.computer = 'own';
  await sessionManager.adopt(service.grant(), { computer: 'shared', hasPassword: true });
  expect(file.writes).toBe(0);
  expect(sessionManager.current()?.kept).toBe(false);
});

test('a second sign-in ends the session before it at the service', async () => {
  const { service, file, open, queue } = setUp();
  const sessionManager = open();
  await sessionManager.begin();
  await sessionManager.begin();
  await queue.settled();
  expect(service.ended).toEqual(['access-1']);
  expect(file.content?.accessToken).toBe('access-2');
  expect(sessionManager.status.get().state).toBe('signed-in');
});

test('signing out while a granted session is being taken leaves none, here or there', async () => {
  const { service, file, open, queue } = setUp();
  const sessionManager = open();
  const writing = deferred<undefined>();
  const write = file.write.bind(file);
  file.write = async (value) => {
    await writing.promise;
    await write(value);
  };
  const beginning = sessionManager.begin();
  await Promise.resolve();
  await sessionManager.signOut();
  writing.resolve(undefined);
  await beginning;
  await queue.settled();
  expect(sessionManager.status.get()).toEqual({ state: 'signed-out', because: null });
  expect(file.content).toBeNull();
  expect(service.ended).toEqual(['access-1']);
});

test('an answer that comes after the session was left is nobody’s', async () => {
  const { service, open } = setUp();
  const sessionManager = open();
  await sessionManager.begin();
  const answer = deferred<Result<string>>();
  const asking = sessionManager.authorized(() => answer.promise);
  await sessionManager.signOut();
  await sessionManager.begin();
  answer.resolve(success('figures of the one before'));
  expect(await asking).toEqual(failed({ code: 'session-ended' }));
  expect(await sessionManager.authorized(service.ask)).toEqual(success('figures'));
});

test('a completed registration is shown and kept at once, and no refresh begun before brings back what was', async () => {
  const { service, file, open } = setUp();
  const sessionManager = open();
  const { account } = await sessionManager.begin();
  const more = { ...account, contracts: [...account.contracts, { number: '9999999999', label: 'dacha' }] };
  service.expire();
  const gate = deferred<undefined>();
  service.onRefresh = () => gate.promise;
  const asking = sessionManager.authorized(service.ask);
  await vi.waitFor(() => expect(service.refreshes).toHaveLength(1));
  sessionManager.accountChanged(more);
  expect(sessionManager.status.get()).toMatchObject({ state: 'signed-in', account: more });
  gate.resolve(undefined);
  await asking;
  expect(sessionManager.status.get()).toMatchObject({ state: 'signed-in', account: more });
  await vi.waitFor(() => expect(file.content).toMatchObject({ account: more, accessToken: 'access-2' }));
  sessionManager.accountChanged({ ...account, id: 'somebody-else' });
  expect(sessionManager.current()?.account).toEqual(more);
});

test('what ends the session by the person’s wish is no news when the service tells it first', async () => {
  const { service, file, open } = setUp();
  const sessionManager = open();
  await sessionManager.begin();
  const answer = await sessionManager.endBy(() => {
    sessionManager.ended('session-ended');
    return Promise.resolve(success(null));
  });
  expect(answer).toEqual(success({ state: 'signed-out', because: null }));
  expect(file.content).toBeNull();
  // The service ended it with the account: it is not told again.
  expect(service.ended).toEqual([]);
});

test('what would end the session and is refused leaves it', async () => {
  const { open } = setUp();
  const sessionManager = open();
  await sessionManager.begin();
  const refusal = { code: 'password-wrong', triesLeft: 3 } as const;
  expect(await sessionManager.endBy(() => Promise.resolve(failed(refusal)))).toEqual(failed(refusal));
  expect(sessionManager.status.get().state).toBe('signed-in');
  sessionManager.ended('session-ended');
  expect(sessionManager.status.get()).toEqual({ state: 'signed-out', because: 'session-ended' });
});
