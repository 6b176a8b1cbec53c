import PQueue from 'p-queue';
import type { ErrorCode } from '#protocol/errors/catalogue.ts';
import { failed, success, type Result } from '#protocol/errors/problem.ts';
import type { Account, TokenGrant } from '#protocol/api/sessions.ts';
import type { SessionStatus } from '#protocol/ipc/state.ts';
import type { Computer } from '#protocol/primitives.ts';
import type { Log } from '../logging/log.ts';
import { createObservable, type Observable } from '../app/observable.ts';
import type { Call } from '../operator/call.ts';
import {
  currentSession,
  fromStored,
  shownStatus,
  toStored,
  type CurrentSession,
  type LiveSession,
} from './live-session.ts';
import type { LockReason, ProgramLock } from './program-lock.ts';
import { endSession, refreshTokens } from './session-calls.ts';
import type { SessionFile } from './session-file.ts';
import type { SignOutQueue } from './sign-out-queue.ts';
import type { StoredSession } from './stored-session.ts';
import { createTokenRenewal } from './token-renewal.ts';

/** What is known of a new session beside its tokens. */
export interface NewSession {
  /** What the person chose; a session on somebody else's computer is never stored. */
  readonly computer: Computer;
  /** Whether the account has a password; null: not known yet. */
  readonly hasPassword: boolean | null;
}

/** The session of this program: its tokens, their renewal, its storage and its end. Only the main process holds it. */
export interface SessionManager {
  readonly status: Pick<Observable<SessionStatus>, 'get' | 'watch'>;
  /** Opens the stored session; called once at start-up. */
  restore(): Promise<void>;
  /** Starts using the tokens of a sign-in. A session that is open is ended first. */
  adopt(grant: TokenGrant, facts: NewSession): Promise<SessionStatus>;
  /** Ends the session of a sign-in that was cancelled meanwhile, at the service. */
  decline(grant: TokenGrant): Promise<void>;
  /** Ends the session here at once and at the service as soon as it can be reached. */
  signOut(because?: ErrorCode | null): Promise<SessionStatus>;
  /** The service reported the end of the session; nothing is sent to it. */
  ended(because: ErrorCode): void;
  /** Sends a request that also ends the session at the service (deleting the account); then it ends here, without a reason. */
  endBy(send: (accessToken: string) => Promise<Result<null>>): Promise<Result<SessionStatus>>;
  /** Runs work while unlocked. Errors: `session-locked`, also when the program was locked meanwhile. */
  whileOpen<T>(work: () => Promise<Result<T>>): Promise<Result<T>>;
  /**
   * Sends a request with the access token while unlocked; renews the token once when it is refused.
   * Errors: `session-ended` when signed out, those of `whileOpen`.
   */
  authorized<T>(send: (accessToken: string) => Promise<Result<T>>): Promise<Result<T>>;
  /** As `authorized`, also while locked: for what the program itself needs. The answer must not be shown while locked. */
  beneathLock<T>(send: (accessToken: string) => Promise<Result<T>>): Promise<Result<T>>;
  /** Null when signed out. */
  current(): CurrentSession | null;
  /** Takes over the account from an answer of the service. */
  accountChanged(account: Account): void;
  /** Takes over what an answer says about the ways to sign in. */
  learned(facts: { readonly email: string | null; readonly hasPassword: boolean }): void;
  /** Locks on the person's own computer if it can be unlocked again; otherwise does nothing. */
  lock(because: LockReason): SessionStatus;
  unlocked(): SessionStatus;
  /** The lock setting changed: stores it for the next start. */
  lockSet(): void;
  lastEventId(): string | null;
  /**
   * Sets the id of the last reported event. For a stored session it is written in the background, every few seconds at most:
   * after a crash the events of that time are reported again.
   */
  setLastEventId(id: string): void;
  /** Called when the program ends; takes at most `boundMs`. A session that is not stored is ended at the service. */
  close(boundMs: number): Promise<void>;
}

/** How tokens are taken into use, and the counters when they were requested. */
interface TakeOptions {
  readonly keep: boolean;
  readonly hasPassword: boolean | null;
  readonly since: number;
  readonly version: number;
}

/** The event cursor is stored this often at most. */
export const CURSOR_EVERY_MS = 3_000;

/** Creates the session manager, signed out or, with `expectKept`, restoring. */
export function createSessionManager(ports: {
  readonly call: Call;
  readonly file: SessionFile;
  readonly queue: SignOutQueue;
  readonly lock: ProgramLock;
  /** Whether the system has a real key store (not `basic_text`). */
  readonly canKeep: () => Promise<boolean>;
  /** Name of the service in use, see StoredSession. */
  readonly service: string;
  readonly notice: (code: ErrorCode) => void;
  readonly log: Log;
  /** A session may be stored: the status begins as `restoring`. */
  readonly expectKept: boolean;
  /** Monotonic ms. */
  readonly now: () => number;
  /** Calls back after ms; returns how to cancel. */
  readonly later: (ms: number, run: () => void) => () => void;
  /** Called before a session ends, to clear data of its account. */
  readonly onLeft: () => void;
}): SessionManager {
  const { file, lock } = ports;
  let live: LiveSession | null = null;
  const adoptions = new PQueue({ concurrency: 1 });
  /** Increases with the end of each session: work started for an earlier one is discarded. */
  let generation = 0;
  /** Increases with each change of the account: a refresh started before it does not restore older data. */
  let accountVersion = 0;
  /** A request that ends the session at the service is in flight: its end needs no reason. */
  let leaving = false;
  const status = createObservable<SessionStatus>(
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
   * Starts using tokens. They are stored first, so that a crash in between never leaves a used refresh token without its
   * successor. False: the session ended since `since`, and the tokens are not used.
   */
  const take = (grant: TokenGrant, { keep, hasPassword, since, version }: TakeOptions): Promise<boolean> => {
    const next = (kept: boolean): LiveSession => {
      if (live?.grant.session.id !== grant.session.id) return { grant, kept, lastEventId: null, hasPassword };
      const account = version === accountVersion ? grant.account : live.grant.account;
      return { ...live, grant: { ...grant, account }, kept };
    };
    return file.inTurn(async () => {
      if (since !== generation) return false;
      const kept = keep && (await file.store(contentOf(next(keep))));
      if (since !== generation) {
        // Signed out while the file was written.
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
    refresh: (refreshToken) => refreshTokens(ports.call, refreshToken),
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
  const beneathLock = async <T>(send: (accessToken: string) => Promise<Result<T>>): Promise<Result<T>> => {
    const since = generation;
    const answer = await renewal.send(send);
    // The session ended meanwhile: its answer must not reach the next one.
    return answer.ok && since !== generation ? failed({ code: 'session-ended' }) : answer;
  };
  const whileOpen: SessionManager['whileOpen'] = async (work) => {
    if (lock.because() !== null) return failed({ code: 'session-locked' });
    const answer = await work();
    return lock.because() === null ? answer : failed({ code: 'session-locked' });
  };
  const authorized: SessionManager['authorized'] = (send) => whileOpen(() => beneathLock(send));
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
        // Signed out meanwhile: this session must end too.
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
    async endBy(send): Promise<Result<SessionStatus>> {
      const since = generation;
      leaving = true;
      try {
        const sent = { done: false };
        const answer = await authorized(async (accessToken) => {
          const response = await send(accessToken);
          sent.done = response.ok;
          return response;
        });
        // The event stream may report the end before the answer arrives.
        if (!answer.ok && !sent.done) return answer;
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
      const pending: Promise<unknown>[] = [ports.queue.settled()];
      if (left !== null && !left.kept) {
        leave(null);
        pending.push(endSession(ports.call, left.grant.accessToken, boundMs));
      }
      const bound = new Promise((resolve) => setTimeout(resolve, boundMs));
      await Promise.race([Promise.all([...pending, file.settled()]), bound]);
    },
  };
}
