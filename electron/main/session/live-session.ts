import type { Account, TokenGrant } from '#protocol/api/sessions.ts';
import type { SessionStatus } from '#protocol/ipc/state.ts';
import type { Computer } from '#protocol/primitives.ts';
import type { ProgramLock } from './program-lock.ts';
import type { StoredSession } from './stored-session.ts';

/** The session in use, with its tokens: only the session manager holds it. */
export interface LiveSession {
  readonly grant: TokenGrant;
  /** Whether it is on disk and outlives the program's end. */
  readonly kept: boolean;
  readonly lastEventId: string | null;
  /** Whether the account has a password; null: not known yet. */
  readonly hasPassword: boolean | null;
}

/** What the rest of the program may know of the session. */
export interface CurrentSession {
  readonly id: string;
  readonly kept: boolean;
  readonly computer: Computer;
  readonly account: Account;
  readonly hasPassword: boolean | null;
  /** Idle time after which it is ended, ms; null: never. */
  readonly idleMs: number | null;
}

export function currentSession({ grant, kept, hasPassword }: LiveSession): CurrentSession {
  const { id, computer, idleMs } = grant.session;
  return { id, kept, computer, account: grant.account, hasPassword, idleMs };
}

/** What the page is told of it; of a locked one no more than whose it is. */
export function shownStatus({ grant, kept, hasPassword }: LiveSession, lock: ProgramLock): SessionStatus {
  const { account, session } = grant;
  const because = lock.because();
  if (because !== null) {
    return { state: 'locked', email: account.email, name: account.name, methods: lock.methods(hasPassword), because };
  }
  return { state: 'signed-in', computer: session.computer, account, expiresAt: session.expiresAt, kept };
}

/** It as it is written. */
export function toStored(
  { grant, lastEventId, hasPassword }: LiveSession,
  beside: Pick<StoredSession, 'service' | 'lockAtStart'>,
): StoredSession {
  return {
    version: 2,
    id: grant.session.id,
    expiresAt: grant.session.expiresAt,
    account: grant.account,
    refreshToken: grant.refreshToken,
    accessToken: grant.accessToken,
    lastEventId,
    hasPassword,
    ...beside,
  };
}

/** It as it was written: always of one's own computer. */
export function fromStored(stored: StoredSession): LiveSession {
  return {
    kept: true,
    lastEventId: stored.lastEventId,
    hasPassword: stored.hasPassword,
    grant: {
      accessToken: stored.accessToken,
      accessExpiresAt: stored.expiresAt,
      refreshToken: stored.refreshToken,
      session: { id: stored.id, computer: 'own', expiresAt: stored.expiresAt, idleMs: null },
      account: stored.account,
    },
  };
}
