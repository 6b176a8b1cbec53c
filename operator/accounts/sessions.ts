import type { SessionEndCode } from '#protocol/events/events.ts';
import type { Kysely } from 'kysely';
import type { AccountRules } from '#protocol/http/profile.ts';
import type { SignInRequest, TokenGrant } from '#protocol/http/sessions.ts';
import type { Clock } from '../clock/clock.ts';
import type { Database } from '../database/schema.ts';
import { ProblemError } from '../http/problem-error.ts';
import { createLines } from './one-at-a-time.ts';
import type { Passwords } from './passwords.ts';
import { refreshSession } from './refresh.ts';
import { normaliseEmail, sessionLifeMs, sessionStanding, type SessionStanding } from './rules.ts';
import { grantOf, issuePair, lifeOf } from './session-store.ts';
import type { SessionsTable } from './tables.ts';
import { forgetFailures, reserveTry, returnTry } from './throttle.ts';
import { newId, sha256 } from './tokens.ts';

/** Whoever makes a request: the account, by which session. */
export interface Caller {
  readonly accountId: string;
  readonly sessionId: string;
}

export type EndListener = (sessionId: string, code: SessionEndCode) => void;

/** Sign-in, rotation, use and end of sessions. Errors are `ProblemError`s of the named codes. */
export interface Sessions {
  /** @throws `sign-in-failed`, `sign-in-throttled`, `too-many-requests` */
  signIn(request: SignInRequest): Promise<TokenGrant>;
  /** @throws `session-ended`, `session-idle`, `session-expired` (its absolute life is over) */
  refresh(refreshToken: string): Promise<TokenGrant>;
  /**
   * Who holds the access token.
   *
   * @param activity whether the request is the person's doing; a stream is not
   * @throws `session-expired` (refresh heals it), `session-ended`, `session-idle`
   */
  authenticate(accessToken: string | null, activity: boolean): Promise<Caller>;
  /** Ends the session for all that hold its tokens; ended already: nothing happens. */
  end(sessionId: string, because: NonNullable<SessionsTable['ended_because']>): Promise<void>;
  /** How the sessions stand now, by id; unknown ones are `ended`. */
  standings(sessionIds: readonly string[]): Promise<Map<string, SessionStanding>>;
  /** Calls back when a session ends at this instance, with the code to say; returns how to stop that. */
  onEnd(listener: EndListener): () => void;
  /** Removes what nobody can use any more. */
  purge(): Promise<void>;
}

export interface SessionDeps {
  readonly db: Kysely<Database>;
  readonly clock: Clock;
  readonly rules: AccountRules;
  readonly passwords: Passwords;
}

/** Activity is noted once in this time, ms: a write a request would be waste. */
const ACTIVITY_GRAIN_MS = 1_000;
/** Ids asked for in one query. */
const IDS_A_QUERY = 500;

export function createSessions(deps: SessionDeps): Sessions {
  const { db, clock, rules, passwords } = deps;
  const inLine = createLines();
  const endListeners = new Set<EndListener>();

  async function verify(email: string, password: string): Promise<string> {
    const emailHash = sha256(email);
    const reserved = await reserveTry(db, emailHash, clock.now(), rules);
    const account = await db
      .selectFrom('accounts')
      .select(['id', 'password_hash'])
      .where('email', '=', email)
      .executeTakeFirst();
    let matches: boolean;
    try {
      matches = await passwords.matches(password, account?.password_hash ?? null);
    } catch (error) {
      await returnTry(db, emailHash);
      throw error;
    }
    if (account && matches) return account.id;
    const wait = reserved.waitMs > 0 ? { retryAfterMs: reserved.waitMs } : {};
    throw new ProblemError('sign-in-failed', { triesLeft: reserved.triesLeft, ...wait });
  }

  async function open(accountId: string, email: string, request: SignInRequest): Promise<TokenGrant> {
    return db.transaction().execute(async (trx) => {
      const now = clock.now();
      await forgetFailures(trx, sha256(email));
      const session = {
        id: newId(),
        account_id: accountId,
        computer: request.computer,
        device_name: request.device.name,
        device_platform: request.device.platform,
        created_at: now,
        expires_at: now + sessionLifeMs(request.computer, rules),
        last_used_at: now,
        ended_at: null,
        ended_because: null,
        generation: 1,
        generation_used: 0,
      } as const;
      await trx.insertInto('sessions').values(session).execute();
      const pair = await issuePair(trx, session, { generation: 1, parentGeneration: null }, now, rules);
      return grantOf(trx, session, pair, rules);
    });
  }

  async function end(sessionId: string, because: NonNullable<SessionsTable['ended_because']>): Promise<void> {
    await db
      .updateTable('sessions')
      .set({ ended_at: clock.now(), ended_because: because })
      .where('id', '=', sessionId)
      .where('ended_at', 'is', null)
      .execute();
    const code = because === 'idle' ? 'session-idle' : 'session-ended';
    for (const listener of endListeners) listener(sessionId, code);
  }

  async function authenticate(accessToken: string | null, activity: boolean): Promise<Caller> {
    // Without a token of our form there is nothing that a refresh could heal.
    if (accessToken === null) throw new ProblemError('session-ended');
    const tokenHash = sha256(accessToken);
    // The session may be refreshed between reading and noting; then it is looked at again.
    for (let round = 0; round < 5; round += 1) {
      const row = await db
        .selectFrom('access_tokens as token')
        .innerJoin('sessions as session', 'session.id', 'token.session_id')
        .selectAll('session')
        .select(['token.generation as token_generation', 'token.expires_at as token_expires_at'])
        .where('token.token_hash', '=', tokenHash)
        .executeTakeFirst();
      if (!row) throw new ProblemError('session-expired');
      const now = clock.now();
      const standing = sessionStanding(lifeOf(row), now, rules);
      if (standing === 'idle') {
        await end(row.id, 'idle');
        throw new ProblemError('session-idle');
      }
      if (standing === 'ended') throw new ProblemError('session-ended');
      if (standing === 'expired' || now >= row.token_expires_at) throw new ProblemError('session-expired');
      const firstUse = row.token_generation === row.generation && row.generation_used === 0;
      const noteActivity = activity && now - row.last_used_at >= ACTIVITY_GRAIN_MS;
      const caller = { accountId: row.account_id, sessionId: row.id };
      if (!firstUse && !noteActivity) return caller;
      const noted = await db
        .updateTable('sessions')
        .set({ ...(firstUse ? { generation_used: 1 } : {}), ...(noteActivity ? { last_used_at: now } : {}) })
        .where('id', '=', row.id)
        .where('generation', '=', row.generation)
        .where('ended_at', 'is', null)
        .executeTakeFirst();
      if (noted.numUpdatedRows > 0n) return caller;
    }
    throw new ProblemError('service-unavailable');
  }

  return {
    authenticate,
    end,
    signIn: (request) => {
      const email = normaliseEmail(request.email);
      return inLine(email, async () => open(await verify(email, request.password), email, request));
    },
    async refresh(refreshToken) {
      const outcome = await refreshSession({ db, clock, rules }, refreshToken);
      if (outcome.kind === 'granted') return outcome.grant;
      const { code, endedSessionId } = outcome;
      if (endedSessionId !== null) for (const listener of endListeners) listener(endedSessionId, code);
      throw new ProblemError(code);
    },
    async standings(sessionIds) {
      const now = clock.now();
      const found = new Map<string, SessionStanding>(sessionIds.map((id) => [id, 'ended']));
      for (let from = 0; from < sessionIds.length; from += IDS_A_QUERY) {
        const rows = await db
          .selectFrom('sessions')
          .select(['id', 'computer', 'expires_at', 'last_used_at', 'ended_at', 'ended_because'])
          .where('id', 'in', sessionIds.slice(from, from + IDS_A_QUERY))
          .execute();
        for (const row of rows) found.set(row.id, sessionStanding(lifeOf(row), now, rules));
      }
      return found;
    },
    onEnd(listener) {
      endListeners.add(listener);
      return () => endListeners.delete(listener);
    },
    async purge() {
      const now = clock.now();
      await db.deleteFrom('access_tokens').where('expires_at', '<', now).execute();
      // Kept for one life more, so that late users of their tokens hear what became of them.
      await db
        .deleteFrom('sessions')
        .where('expires_at', '<', now - rules.ownSessionMs)
        .execute();
      const forgotten = now - 24 * rules.signInLongestWaitMs;
      await db.deleteFrom('sign_in_failures').where('last_failed_at', '<', forgotten).execute();
    },
  };
}
