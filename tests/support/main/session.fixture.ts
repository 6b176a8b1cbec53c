import { sessions } from '#protocol/api/sign-in.ts';
import type { Failure } from '#protocol/errors/problem.ts';
import { failed, success, type Result } from '#protocol/errors/problem.ts';
import type { TokenGrant } from '#protocol/api/sessions.ts';
import type { LockAfter } from '#protocol/ipc/state.ts';
import type { Computer } from '#protocol/primitives.ts';
import type { Log } from '../../../electron/main/logging/log.ts';
import type { Call } from '../../../electron/main/operator/call.ts';
import { fakeCall } from './fake-call.ts';
import { createProgramLock, type ProgramLock } from '../../../electron/main/session/program-lock.ts';
import type { Opened, SealedValue } from '../../../electron/main/storage/sealed-value.ts';
import { createSessionFile } from '../../../electron/main/session/session-file.ts';
import { createSessionManager, type SessionManager } from '../../../electron/main/session/session-manager.ts';
import { createSignOutQueue, type SignOutQueue } from '../../../electron/main/session/sign-out-queue.ts';
import type { PendingSignOut, StoredSession } from '../../../electron/main/session/stored-session.ts';

export const quietLog: Log = { info: () => undefined, warn: () => undefined, error: () => undefined };

/** Clock and timers that tests advance by hand. */
export interface FakeTime {
  readonly now: () => number;
  readonly later: (ms: number, run: () => void) => () => void;
  /** Advances the time and runs the timers that are due, in order. */
  readonly pass: (ms: number) => void;
  /** Advances the clock without running timers. */
  readonly jump: (ms: number) => void;
}

export function fakeTime(): FakeTime {
  let now = 0;
  let planned: readonly { readonly at: number; readonly run: () => void }[] = [];
  return {
    now: () => now,
    later(ms, run): () => void {
      const item = { at: now + ms, run };
      planned = [...planned, item];
      return () => {
        planned = planned.filter((other) => other !== item);
      };
    },
    pass(ms): void {
      const until = now + ms;
      for (;;) {
        const next = planned.filter((item) => item.at <= until).sort((a, b) => a.at - b.at)[0];
        if (!next) break;
        planned = planned.filter((item) => item !== next);
        now = Math.max(now, next.at);
        next.run();
      }
      now = until;
    },
    jump(ms): void {
      now += ms;
    },
  };
}

/** The `n`th tokens of the service. */
export function grantOf(n: number, computer: Computer = 'own'): TokenGrant {
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

/** A file that survives a crash of the session manager. */
export interface MemoryFile<T> extends SealedValue<T> {
  content: T | null;
  fail: Error | null;
  writes: number;
}

export function memoryFile<T>(): MemoryFile<T> {
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

/** Token rotation as the client sees it: the previous refresh token is accepted once more. */
export interface FakeService {
  readonly call: Call;
  readonly refresh: (refreshToken: string) => Promise<Result<TokenGrant>>;
  /** Tokens of a new sign-in. */
  readonly grant: () => TokenGrant;
  readonly refreshes: string[];
  readonly ended: string[];
  readonly ask: (token: string) => Promise<Result<string>>;
  readonly expire: () => void;
  refuse: Failure | null;
  down: boolean;
  onRefresh: () => Promise<void>;
  computer: Computer;
}

export function fakeService(): FakeService {
  let current = 0;
  let valid = true;
  const unreachable: Failure = { code: 'service-unreachable' };
  const fake = fakeCall();
  const grant = (): TokenGrant => {
    current += 1;
    valid = true;
    return grantOf(current, service.computer);
  };
  const service: FakeService = {
    refreshes: [],
    ended: [],
    refuse: null,
    down: false,
    computer: 'own',
    onRefresh: () => Promise.resolve(),
    expire: () => {
      valid = false;
    },
    grant,
    ask: (token) => {
      if (service.down) return Promise.resolve(failed(unreachable));
      const good = valid && token === `access-${current}`;
      return Promise.resolve(good ? success('figures') : failed({ code: 'session-expired' }));
    },
    call: fake.call,
    refresh: async (token) => {
      service.refreshes.push(token);
      await service.onRefresh();
      if (service.refuse) return failed(service.refuse);
      if (token !== `refresh-${current}` && token !== `refresh-${current - 1}`)
        return failed({ code: 'session-ended' });
      return success(grant());
    },
  };
  fake.answer(sessions.refresh, ({ refreshToken }) => service.refresh(refreshToken));
  fake.answer(sessions.end, (_input, { accessToken }) => {
    if (service.down) return failed(unreachable);
    service.ended.push(String(accessToken));
    return success(null);
  });
  return service;
}

/** A session manager with its dependencies; `open` starts a new run of the program on the same files. */
export interface SessionFixture {
  readonly service: FakeService;
  readonly file: MemoryFile<StoredSession>;
  readonly outs: MemoryFile<PendingSignOut[]>;
  readonly notices: string[];
  readonly left: () => number;
  readonly queue: SignOutQueue;
  readonly settings: { lockAfter: LockAfter; touchId: boolean };
  readonly time: FakeTime;
  readonly open: (expectKept?: boolean) => SessionRun;
}

/** One run of the program. */
export interface SessionRun extends SessionManager {
  readonly programLock: ProgramLock;
  /** Starts a new session, as a successful sign-in does. */
  readonly begin: (computer?: Computer, hasPassword?: boolean | null) => Promise<TokenGrant>;
}

export function sessionFixture(options: { readonly canKeep?: boolean } = {}): SessionFixture {
  const service = fakeService();
  const file = memoryFile<StoredSession>();
  const outs = memoryFile<PendingSignOut[]>();
  const notices: string[] = [];
  const settings: SessionFixture['settings'] = { lockAfter: 'never', touchId: false };
  const time = fakeTime();
  let left = 0;
  const queue = createSignOutQueue({ call: service.call, file: outs, service: 'embedded', log: quietLog });
  const notice = (code: string): void => {
    notices.push(code);
  };
  const open = (expectKept = false): SessionRun => {
    const programLock = createProgramLock({
      lockAfter: () => settings.lockAfter,
      systemCanAsk: () => settings.touchId,
    });
    const sessionManager = createSessionManager({
      call: service.call,
      file: createSessionFile({ file, notice, log: quietLog }),
      queue,
      lock: programLock,
      canKeep: () => Promise.resolve(options.canKeep ?? true),
      service: 'embedded',
      notice,
      log: quietLog,
      expectKept,
      now: time.now,
      later: time.later,
      onLeft: () => {
        left += 1;
      },
    });
    return {
      ...sessionManager,
      programLock,
      async begin(computer = 'own', hasPassword = true): Promise<TokenGrant> {
        service.computer = computer;
        const grant = service.grant();
        await sessionManager.adopt(grant, { computer, hasPassword });
        return grant;
      },
    };
  };
  return { service, file, outs, notices, left: () => left, queue, settings, time, open };
}
