import type { Failure } from '#protocol/errors/problem.ts';
import { failed, success, type Result } from '#protocol/errors/problem.ts';
import type { TokenGrant } from '#protocol/api/sessions.ts';
import type { LockAfter } from '#protocol/ipc/state.ts';
import type { Computer } from '#protocol/primitives.ts';
import type { Log } from '../../../electron/main/logging/log.ts';
import { createProgramLock, type ProgramLock } from '../../../electron/main/session/program-lock.ts';
import type { Opened, SealedValue } from '../../../electron/main/storage/sealed-value.ts';
import { createSessionFile } from '../../../electron/main/session/session-file.ts';
import { createSessionKeeper, type SessionKeeper } from '../../../electron/main/session/session-manager.ts';
import { createSignOutQueue, type SignOutQueue } from '../../../electron/main/session/sign-out-queue.ts';
import type { PendingSignOut, StoredSession } from '../../../electron/main/session/stored-session.ts';

export const quietLog: Log = { info: () => undefined, warn: () => undefined, error: () => undefined };

/** Fake clock for tests of timers. */
export interface FakeTime {
  readonly now: () => number;
  readonly later: (ms: number, run: () => void) => () => void;
  /** Advances the clock; runs due timers in order. */
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

/** The service's `n`th grant. */
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

/** The service's refresh token rotation as the client sees it: the previous token stays valid for a short time. */
export interface FakeService {
  readonly api: {
    refresh: (token: string) => Promise<Result<TokenGrant>>;
    endSession: (token: string) => Promise<Result<null>>;
  };
  /** A new session, as after a sign-in. */
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
    api: {
      refresh: async (token) => {
        service.refreshes.push(token);
        await service.onRefresh();
        if (service.refuse) return failed(service.refuse);
        if (token !== `refresh-${current}` && token !== `refresh-${current - 1}`)
          return failed({ code: 'session-ended' });
        return success(grant());
      },
      endSession: (token) => {
        if (service.down) return Promise.resolve(failed(unreachable));
        service.ended.push(token);
        return Promise.resolve(success(null));
      },
    },
  };
  return service;
}

/** A session manager with its dependencies; `open` simulates a restart of the program on the same files. */
export interface KeeperBench {
  readonly service: FakeService;
  readonly file: MemoryFile<StoredSession>;
  readonly outs: MemoryFile<PendingSignOut[]>;
  readonly notices: string[];
  readonly left: () => number;
  readonly queue: SignOutQueue;
  readonly settings: { lockAfter: LockAfter; touchId: boolean };
  readonly time: FakeTime;
  readonly open: (expectKept?: boolean) => KeeperRun;
}

/** One run of the program. */
export interface KeeperRun extends SessionKeeper {
  readonly programLock: ProgramLock;
  /** Accepts a new session of the service, as after a successful sign-in. */
  readonly begin: (computer?: Computer, hasPassword?: boolean | null) => Promise<TokenGrant>;
}

export function keeperBench(options: { readonly canKeep?: boolean } = {}): KeeperBench {
  const service = fakeService();
  const file = memoryFile<StoredSession>();
  const outs = memoryFile<PendingSignOut[]>();
  const notices: string[] = [];
  const settings: KeeperBench['settings'] = { lockAfter: 'never', touchId: false };
  const time = fakeTime();
  let left = 0;
  const queue = createSignOutQueue({ api: service.api, file: outs, service: 'embedded', log: quietLog });
  const notice = (code: string): void => {
    notices.push(code);
  };
  const open = (expectKept = false): KeeperRun => {
    const programLock = createProgramLock({
      lockAfter: () => settings.lockAfter,
      systemCanAsk: () => settings.touchId,
    });
    const keeper = createSessionKeeper({
      api: service.api,
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
      ...keeper,
      programLock,
      async begin(computer = 'own', hasPassword = true): Promise<TokenGrant> {
        service.computer = computer;
        const grant = service.grant();
        await keeper.adopt(grant, { computer, hasPassword });
        return grant;
      },
    };
  };
  return { service, file, outs, notices, left: () => left, queue, settings, time, open };
}
