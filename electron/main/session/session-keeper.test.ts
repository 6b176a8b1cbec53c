import { expect, test, vi } from 'vitest';
import type { Failure } from '#protocol/errors/problem.ts';
import { failed, success, type Result } from '#protocol/errors/problem.ts';
import type { TokenGrant } from '#protocol/http/sessions.ts';
import { DiskFullError } from '../files/atomic-file.ts';
import { deferred } from '../app/deferred.ts';
import { createSessionKeeper, type SessionKeeper } from './session-keeper.ts';
import type { Opened, SealedFile } from './sealed-file.ts';
import { createSignOutQueue } from './sign-out-queue.ts';
import type { PendingSignOut, StoredSession } from './stored-session.ts';

const log = { info: vi.fn(), warn: vi.fn(), error: vi.fn() };

function grantOf(n: number, computer: 'own' | 'shared' = 'own'): TokenGrant {
  return {
    accessToken: `access-${n}`,
    accessExpiresAt: '2026-11-22T10:10:00Z',
    refreshToken: `refresh-${n}`,
    session: {
      id: 's1',
      computer,
      expiresAt: '2026-12-22T10:00:00Z',
      idleMs: computer === 'shared' ? 1_800_000 : null,
    },
    account: { id: 'a1', email: 'anna@example.org', name: 'Anna', contracts: [{ number: '1234567890', label: null }] },
  };
}

/** A file that survives a crash of the keeper. */
function memoryFile<T>(): SealedFile<T> & { content: T | null; fail: Error | null; writes: number } {
  return {
    content: null,
    fail: null,
    writes: 0,
    read(): Promise<Opened<T>> {
      return Promise.resolve(this.content === null ? { kind: 'none' } : { kind: 'value', value: this.content });
    },
    write(value): Promise<void> {
      if (this.fail) return Promise.reject(this.fail);
      this.writes += 1;
      this.content = value;
      return Promise.resolve();
    },
    remove(): void {
      this.content = null;
    },
  };
}

/** The service's rotation as far as the client sees it: the previous token is good again for a short while. */
function fakeService(): {
  api: {
    signIn: () => Promise<Result<TokenGrant>>;
    refresh: (token: string) => Promise<Result<TokenGrant>>;
    endSession: (token: string) => Promise<Result<null>>;
  };
  refreshes: string[];
  ended: string[];
  ask: (token: string) => Promise<Result<string>>;
  expire: () => void;
  refuse: Failure | null;
  down: boolean;
  onRefresh: () => Promise<void>;
  computer: 'own' | 'shared';
} {
  let current = 0;
  let valid = true;
  const unreachable: Failure = { code: 'service-unreachable' };
  const service = {
    refreshes: [] as string[],
    ended: [] as string[],
    refuse: null as Failure | null,
    down: false,
    computer: 'own' as 'own' | 'shared',
    onRefresh: (): Promise<void> => Promise.resolve(),
    expire: (): void => {
      valid = false;
    },
    ask: (token: string): Promise<Result<string>> => {
      if (service.down) return Promise.resolve(failed(unreachable));
      const good = valid && token === `access-${current}`;
      return Promise.resolve(good ? success('figures') : failed({ code: 'session-expired' }));
    },
    api: {
      signIn: (): Promise<Result<TokenGrant>> => {
        current += 1;
        valid = true;
        return Promise.resolve(success(grantOf(current, service.computer)));
      },
      refresh: async (token: string): Promise<Result<TokenGrant>> => {
        service.refreshes.push(token);
        await service.onRefresh();
        if (service.refuse) return failed(service.refuse);
        if (token !== `refresh-${current}` && token !== `refresh-${current - 1}`)
          return failed({ code: 'session-ended' });
        current += 1;
        valid = true;
        return success(grantOf(current, service.computer));
      },
      endSession: (token: string): Promise<Result<null>> => {
        if (service.down) return Promise.resolve(failed(unreachable));
        service.ended.push(token);
        return Promise.resolve(success(null));
      },
    },
  };
  return service;
}

function setUp(options: { canKeep?: boolean } = {}): {
  service: ReturnType<typeof fakeService>;
  file: ReturnType<typeof memoryFile<StoredSession>>;
  outs: ReturnType<typeof memoryFile<PendingSignOut[]>>;
  notices: string[];
  left: () => number;
  open: (expectKept?: boolean) => SessionKeeper;
  queue: ReturnType<typeof createSignOutQueue>;
} {
  const service = fakeService();
  const file = memoryFile<StoredSession>();
  const outs = memoryFile<PendingSignOut[]>();
  const notices: string[] = [];
  let left = 0;
  const queue = createSignOutQueue({ api: service.api, file: outs, service: 'embedded', log });
  const open = (expectKept = false): SessionKeeper =>
    createSessionKeeper({
      api: service.api,
      file,
      queue,
      canKeep: () => Promise.resolve(options.canKeep ?? true),
      service: 'embedded',
      device: { name: 'test', platform: 'linux' },
      notice: (code) => notices.push(code),
      log,
      expectKept,
      onLeft: () => {
        left += 1;
      },
    });
  return { service, file, outs, notices, left: () => left, open, queue };
}

const person = { email: 'anna@example.org', password: 'secret', computer: 'own' } as const;

test('twenty questions on an expired token make one refresh', async () => {
  const { service, open } = setUp();
  const keeper = open();
  await keeper.signIn(person);
  service.expire();
  const answers = await Promise.all(Array.from({ length: 20 }, () => keeper.authorized(service.ask)));
  expect(answers.every((answer) => answer.ok)).toBe(true);
  expect(service.refreshes).toEqual(['refresh-1']);
});

test('a new refresh token is on disk before it is used', async () => {
  const { service, file, open } = setUp();
  const keeper = open();
  await keeper.signIn(person);
  service.expire();
  const used: { token: string; stored: string | undefined }[] = [];
  await keeper.authorized((token) => {
    used.push({ token, stored: file.content?.accessToken });
    return service.ask(token);
  });
  expect(used.at(-1)).toEqual({ token: 'access-2', stored: 'access-2' });
  expect(file.content?.refreshToken).toBe('refresh-2');
});

test('a crash between the answer and the store signs in again with the previous token', async () => {
  const { service, file, open } = setUp();
  const before = open();
  await before.signIn(person);
  service.expire();
  // The service has rotated, the program died before anything was written.
  await service.api.refresh('refresh-1');
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
    const keeper = open();
    await keeper.signIn(person);
    service.expire();
    service.refuse = { code };
    const answer = await keeper.authorized(service.ask);
    expect(answer.ok).toBe(false);
    expect(keeper.status.get()).toEqual({ state: 'signed-out', because: code });
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
  const keeper = open();
  await keeper.signIn(person);
  service.expire();
  service.refuse = { code };
  const answer = await keeper.authorized(service.ask);
  expect(answer).toEqual(failed({ code }));
  expect(keeper.status.get().state).toBe('signed-in');
  expect(file.content?.refreshToken).toBe('refresh-1');
  service.refuse = null;
  expect((await keeper.authorized(service.ask)).ok).toBe(true);
});

test('signing out while a refresh is under way leaves no session behind', async () => {
  const { service, file, open, queue } = setUp();
  const keeper = open();
  await keeper.signIn(person);
  service.expire();
  const gate = deferred<undefined>();
  service.onRefresh = () => gate.promise;
  const asking = keeper.authorized(service.ask);
  await vi.waitFor(() => expect(service.refreshes).toHaveLength(1));
  await keeper.signOut();
  service.onRefresh = () => Promise.resolve();
  gate.resolve(undefined);
  expect((await asking).ok).toBe(false);
  await queue.settled();
  expect(keeper.status.get()).toEqual({ state: 'signed-out', because: null });
  expect(file.content).toBeNull();
});

test('somebody else’s computer: nothing on disk, idling is limited, the end of the program ends it at the service', async () => {
  const { service, file, open } = setUp();
  service.computer = 'shared';
  const keeper = open();
  await keeper.signIn({ ...person, computer: 'shared' });
  expect(file.writes).toBe(0);
  expect(keeper.idleMs()).toBe(1_800_000);
  expect(keeper.status.get()).toMatchObject({ state: 'signed-in', kept: false });
  await keeper.close(1_000);
  expect(service.ended).toEqual(['access-1']);
});

test('an own computer without a key store keeps the session in memory and says so', async () => {
  const { file, notices, open } = setUp({ canKeep: false });
  const keeper = open();
  await keeper.signIn(person);
  expect(notices).toEqual(['session-memory-only']);
  expect(file.writes).toBe(0);
  expect(keeper.status.get()).toMatchObject({ state: 'signed-in', kept: false });
});

test('a full disk keeps the program going and never leaves an outdated token', async () => {
  const { service, file, notices, open } = setUp();
  const keeper = open();
  await keeper.signIn(person);
  service.expire();
  file.fail = new DiskFullError('full');
  expect((await keeper.authorized(service.ask)).ok).toBe(true);
  expect(notices).toEqual(['profile-folder-full']);
  expect(file.content).toBeNull();
  expect(keeper.status.get()).toMatchObject({ state: 'signed-in', kept: false });
});

test('signing out without a line is told to the service by the next run', async () => {
  const { service, file, outs, open, queue } = setUp();
  const keeper = open();
  await keeper.signIn(person);
  service.down = true;
  expect(await keeper.signOut()).toEqual({ state: 'signed-out', because: null });
  expect(file.content).toBeNull();
  expect(outs.content).toHaveLength(1);
  await queue.settled();
  service.down = false;
  const next = createSignOutQueue({ api: service.api, file: outs, service: 'embedded', log });
  await next.load();
  await next.flush();
  expect(service.ended).toEqual(['access-1']);
  expect(outs.content).toBeNull();
});

test('a session kept for another service is not shown to this one', async () => {
  const { service, file, open } = setUp();
  const keeper = open();
  await keeper.signIn(person);
  file.content = { ...file.content!, service: 'https://other.example' };
  const next = open(true);
  await next.restore();
  expect(next.status.get()).toEqual({ state: 'signed-out', because: null });
  expect(await next.authorized(service.ask)).toEqual(failed({ code: 'session-ended' }));
});

test('a file that cannot be read is said and dropped', async () => {
  const { file, notices, left, open } = setUp();
  file.read = () => Promise.resolve({ kind: 'unreadable' });
  const keeper = open(true);
  await keeper.restore();
  expect(keeper.status.get()).toEqual({ state: 'signed-out', because: 'session-unreadable' });
  expect(notices).toEqual(['session-unreadable']);
  expect(left()).toBe(1);
});

test('the bookmark of events survives a restart and a refresh', async () => {
  const { service, open } = setUp();
  const keeper = open();
  await keeper.signIn(person);
  await keeper.setLastEventId('41');
  service.expire();
  const gate = deferred<undefined>();
  service.onRefresh = () => gate.promise;
  const asking = keeper.authorized(service.ask);
  const marking = keeper.setLastEventId('42');
  gate.resolve(undefined);
  await Promise.all([asking, marking]);
  const next = open(true);
  await next.restore();
  expect(next.lastEventId()).toBe('42');
});
