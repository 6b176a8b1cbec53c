import PQueue from 'p-queue';
import type { ErrorCode } from '#protocol/errors/catalogue.ts';
import { failed, success, type Result } from '#protocol/errors/problem.ts';
import type { Account, TokenGrant } from '#protocol/api/sessions.ts';
import type { SessionStatus } from '#protocol/ipc/state.ts';
import type { Computer } from '#protocol/primitives.ts';
import type { Log } from '../logging/log.ts';
import { createSignal, type Signal } from '../app/observable.ts';
import type { OperatorApi } from '../operator/api.ts';
import {
  currentSession,
  fromStored,
  shownStatus,
  toStored,
  type CurrentSession,
  type LiveSession,
} from './live-session.ts';
import type { LockReason, ProgramLock } from './program-lock.ts';
import type { SessionFile } from './session-file.ts';
import type { SignOutQueue } from './sign-out-queue.ts';
import type { StoredSession } from './stored-session.ts';
import { createTokenRenewal } from './token-renewal.ts';

/** What is known of a new session beside the service's grant. */
export interface Beginning {
  /** What the person chose; a session on somebody else's computer is never written. */
  readonly computer: Computer;
  /** Whether the account has a password; null: not known yet. */
  readonly hasPassword: boolean | null;
}

/** The session, held in main alone. */
export interface SessionKeeper {
  readonly status: Pick<Signal<SessionStatus>, 'get' | 'watch'>;
  /** Opens a kept session, once at the start. */
  restore(): Promise<void>;
  /** Takes a session into use that the service granted, whichever way led there; one before it is ended. */
  adopt(grant: TokenGrant, beginning: Beginning): Promise<SessionStatus>;
  /** A session was granted that nobody waits for any more: it is ended at the service. */
  decline(grant: TokenGrant): Promise<void>;
  /** Ends the session here at once and at the service as soon as it can be told. */
  signOut(because?: ErrorCode | null): Promise<SessionStatus>;
  /** The service said that the session is over; nothing is left to be told there. */
  ended(because: ErrorCode): void;
  /** Asks for something that ends the session at the service with it; then it is over here too, by the person's wish. */
  endBy(ask: (accessToken: string) => Promise<Result<null>>): Promise<Result<SessionStatus>>;
  /** Errors: `session-locked` while locked, also where the lock fell meanwhile. */
  whileOpen<T>(ask: () => Promise<Result<T>>): Promise<Result<T>>;
  /**
   * Asks with the access token for the person in front of the program; renews the token once when it is refused.
   * Errors: `session-ended` when signed out, those of `whileOpen`.
   */
  authorized<T>(ask: (accessToken: string) => Promise<Result<T>>): Promise<Result<T>>;
  /** The same for what the program itself needs whether locked or not; its answer is never shown while locked. */
  beneathLock<T>(ask: (accessToken: string) => Promise<Result<T>>): Promise<Result<T>>;
  /** Null when signed out. */
  current(): CurrentSession | null;
  /** Something about the account changed, as the service said in an answer. */
  accountChanged(account: Account): void;
  /** What an answer told about the ways into the account. */
  learned(facts: { readonly email: string | null; readonly hasPassword: boolean }): void;
  /** Locks on one's own computer, where it can be unlocked again; otherwise nothing happens. */
  lock(because: LockReason): SessionStatus;
  unlocked(): SessionStatus;
  /** The person set the lock anew: the next start is told. */
  lockSet(): void;
  lastEventId(): string | null;
  /**
   * Remembers how far events were reported. Where the session is kept it is stored in the background, every few seconds at
   * most: after a crash the events of that time are reported again.
   */
  setLastEventId(id: string): void;
  /** Bounded goodbye when the program ends: a session that is not kept ends at the service too. */
  close(boundMs: number): Promise<void>;
}

/** How a grant is taken into use, and what had been when it was asked for. */
interface Taking {
  readonly keep: boolean;
  readonly hasPassword: boolean | null;
  readonly since: number;
  readonly version: number;
}

/** The event cursor is stored this often at most. */
export const CURSOR_EVERY_MS = 3_000;

export function createSessionKeeper(ports: {
  readonly api: Pick<OperatorApi, 'refresh' | 'endSession'>;
  readonly file: SessionFile;
  readonly queue: SignOutQueue;
  readonly lock: ProgramLock;
  /** Whether there is a key store that deserves the name. */
  readonly canKeep: () => Promise<boolean>;
  /** Name of the service in use, see StoredSession. */
  readonly service: string;
  readonly notice: (code: ErrorCode) => void;
  readonly log: Log;
  /** A kept session may be there: shown as being restored from the first paint on. */
  readonly expectKept: boolean;
  /** Monotonic ms. */
  readonly now: () => number;
  /** Calls back after ms; returns how to cancel. */
  readonly later: (ms: number, run: () => void) => () => void;
  /** Told before the account of a person is left, so that nothing of theirs stays. */
  readonly onLeft: () => void;
}): SessionKeeper {
  const { file, lock } = ports;
  let live: LiveSession | null = null;
  const adoptions = new PQueue({ concurrency: 1 });
  /** Rises with each session left, so that what was begun for an earlier one is not finished for the next. */
  let generation = 0;
  /** Rises with each change of the account, so that a refresh begun before it does not bring back what was. */
  let accountVersion = 0;
  /** The person is ending the session at the service by something else: its end is no news. */
  let leaving = false;
  const status = createSignal<SessionStatus>(
    ports.expectKept ? { state: 'restoring' } : { state: 'signed-out', because: null },
  );

  const show = (): SessionStatus => {
    if (live !== null) status.set(shownStatus(live, lock));
    return status.get();
  };
  const contentOf = (session: LiveSession): StoredSession =>
    toStored(session, { service: ports.service, lockAtStart: lock.atStart() });
  let cancelCursor: (() => void) | null = null;
  let cursorSavedAt = Number.NEGATIVE_INFINITY;
  const saveCursor = (): void => {
    if (cancelCursor !== null) return;
    const wait = Math.max(0, cursorSavedAt + CURSOR_EVERY_MS - ports.now());
    cancelCursor = ports.later(wait, () => {
      cancelCursor = null;
      cursorSavedAt = ports.now();
      void rewrite();
    });
  };
  const rewrite = (): Promise<void> => file.rewrite(() => (live?.kept === true ? contentOf(live) : null));
  /**
   * Takes a grant into use: on disk first, so that a crash between never leaves a used token without its successor.
   * False: the session was left since `since`, and this one is not taken.
   */
  const take = (grant: TokenGrant, { keep, hasPassword, since, version }: Taking): Promise<boolean> => {
    const next = (kept: boolean): LiveSession => {
      if (live?.grant.session.id !== grant.session.id) return { grant, kept, lastEventId: null, hasPassword };
      const account = version === accountVersion ? grant.account : live.grant.account;
      return { ...live, grant: { ...grant, account }, kept };
    };
    return file.inTurn(async () => {
      if (since !== generation) return false;
      const kept = keep && (await file.store(contentOf(next(keep))));
      if (since !== generation) {
        // Signed out while it was being written.
        if (keep) file.remove();
        return false;
      }
      live = next(kept);
      show();
      return true;
    });
  };
  const leave = (because: ErrorCode | null): void => {
    generation += 1;
    cancelCursor?.();
    cancelCursor = null;
    live = null;
    renewal.forget();
    lock.open();
    file.remove();
    ports.onLeft();
    status.set({ state: 'signed-out', because: leaving && because === 'session-ended' ? null : because });
  };
  const renewal = createTokenRenewal({
    refresh: (refreshToken) => ports.api.refresh(refreshToken),
    tokens: () => (live === null ? null : { ...live.grant, sessionId: live.grant.session.id }),
    beforeRenewal: () => {
      const [since, version] = [generation, accountVersion];
      return async (grant) => {
        if (live !== null) await take(grant, { keep: live.kept, hasPassword: live.hasPassword, since, version });
      };
    },
    refused: (code) => {
      ports.log.info('session ended by the service', { code });
      leave(code);
    },
  });
  const endAtService = async ({ grant, kept }: Pick<LiveSession, 'grant' | 'kept'>): Promise<void> => {
    const { accessToken, refreshToken } = grant;
    await ports.queue.add({ service: ports.service, accessToken, refreshToken }, kept);
  };
  const beneathLock = async <T>(ask: (accessToken: string) => Promise<Result<T>>): Promise<Result<T>> => {
    const since = generation;
    const answer = await renewal.ask(ask);
    // What is left of a session that was left meanwhile is nobody's any more.
    return answer.ok && since !== generation ? failed({ code: 'session-ended' }) : answer;
  };
  const whileOpen: SessionKeeper['whileOpen'] = async (ask) => {
    if (lock.because() !== null) return failed({ code: 'session-locked' });
    const answer = await ask();
    return lock.because() === null ? answer : failed({ code: 'session-locked' });
  };
  const authorized: SessionKeeper['authorized'] = (ask) => whileOpen(() => beneathLock(ask));
  const change = (facts: Partial<Pick<LiveSession, 'grant' | 'hasPassword'>>): void => {
    if (live === null) return;
    live = { ...live, ...facts };
    if (lock.because() !== null && lock.methods(live.hasPassword).length === 0) lock.open();
    show();
    void rewrite();
  };

  return {
    status,
    async restore(): Promise<void> {
      const opened = await file.read();
      if (live !== null) return;
      if (opened.kind === 'value' && opened.value.service === ports.service) {
        const kept = opened.value;
        live = fromStored(kept);
        if (kept.lockAtStart || lock.atStart()) lock.fall('start', kept.hasPassword);
        show();
        return;
      }
      if (opened.kind === 'unreadable') {
        ports.notice('session-unreadable');
        ports.onLeft();
        status.set({ state: 'signed-out', because: 'session-unreadable' });
      } else if (status.get().state === 'restoring') {
        status.set({ state: 'signed-out', because: null });
      }
    },
    adopt(grant, { computer, hasPassword }): Promise<SessionStatus> {
      return adoptions.add(async (): Promise<SessionStatus> => {
        const previous = live;
        if (previous !== null) {
          leave(null);
          await endAtService(previous);
        }
        const [since, version] = [generation, accountVersion];
        const wanted = computer === 'own' && grant.session.computer === 'own';
        const keep = wanted && (await ports.canKeep());
        if (wanted && !keep) ports.notice('session-memory-only');
        // Signed out meanwhile: that counts for this session too.
        if (!(await take(grant, { keep, hasPassword, since, version }))) await endAtService({ grant, kept: false });
        return status.get();
      });
    },
    decline: (grant) => endAtService({ grant, kept: false }),
    async signOut(because = null): Promise<SessionStatus> {
      const left = live;
      leave(because);
      if (left !== null) await endAtService(left);
      return status.get();
    },
    ended(because): void {
      if (live !== null) leave(because);
    },
    async endBy(ask): Promise<Result<SessionStatus>> {
      const since = generation;
      leaving = true;
      try {
        const asked = { done: false };
        const answer = await authorized(async (accessToken) => {
          const given = await ask(accessToken);
          asked.done = given.ok;
          return given;
        });
        // The service may tell the end on the stream before it answers.
        if (!answer.ok && !asked.done) return answer;
        if (since === generation) leave(null);
        return success(status.get());
      } finally {
        leaving = false;
      }
    },
    whileOpen,
    authorized,
    beneathLock,
    current: () => (live === null ? null : currentSession(live)),
    accountChanged(account): void {
      if (live === null || account.id !== live.grant.account.id) return;
      accountVersion += 1;
      if (JSON.stringify(account) !== JSON.stringify(live.grant.account)) change({ grant: { ...live.grant, account } });
    },
    learned({ email, hasPassword }): void {
      if (live === null) return;
      const { account } = live.grant;
      if (account.email === email && live.hasPassword === hasPassword) return;
      accountVersion += 1;
      change({ hasPassword, grant: { ...live.grant, account: { ...account, email } } });
    },
    lock(because): SessionStatus {
      if (live?.grant.session.computer === 'own' && lock.fall(because, live.hasPassword)) {
        show();
        void rewrite();
      }
      return status.get();
    },
    unlocked(): SessionStatus {
      if (live !== null && lock.because() !== null) {
        lock.open();
        show();
        void rewrite();
      }
      return status.get();
    },
    lockSet: () => void rewrite(),
    lastEventId: () => live?.lastEventId ?? null,
    setLastEventId(id): void {
      if (live === null || live.lastEventId === id) return;
      live = { ...live, lastEventId: id };
      if (live.kept) saveCursor();
    },
    async close(boundMs): Promise<void> {
      const left = live;
      if (cancelCursor !== null) {
        cancelCursor();
        void rewrite();
      }
      const told: Promise<unknown>[] = [ports.queue.settled()];
      if (left !== null && !left.kept) {
        leave(null);
        told.push(ports.api.endSession(left.grant.accessToken, boundMs));
      }
      const bound = new Promise((resolve) => setTimeout(resolve, boundMs));
      await Promise.race([Promise.all([...told, file.settled()]), bound]);
    },
  };
}
