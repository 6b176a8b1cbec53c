import type { Kysely } from 'kysely';
import type { AccountRules } from '#protocol/api/profile.ts';
import type { SignInAnswer, SignInRequest, TokenGrant } from '#protocol/api/sessions.ts';
import type { Clock } from '../../../platform/clock/clock.ts';
import type { Database } from '../../../platform/database/schema.ts';
import { ProblemError } from '../../../platform/http/problem-error.ts';
import type { Caller } from '../../../platform/http/caller.ts';
import { authenticate } from './authenticate.ts';
import { createPasswordStep, type WithPassword } from '../passwords/password-step.ts';
import type { Passwords } from '../passwords/passwords.ts';
import { purgeSessions } from './purge.ts';
import { refreshSession } from './refresh.ts';
import type { SessionStanding } from '../../../platform/http/caller.ts';
import { sessionStanding } from './rules.ts';
import { createSessionEnds, type EndListener, type EndReason } from './session-ends.ts';
import { beginIn, type SignInPlace } from './session-opening.ts';
import { lifeOf } from './session-store.ts';

export type { Caller };

/** Sign-in, rotation, use and end of sessions. Errors are `ProblemError`s of the named codes. */
export interface Sessions {
  /**
   * By e-mail and password: a grant, or the question for the second step.
   *
   * @throws `sign-in-failed`, `sign-in-throttled`, `too-many-requests`
   */
  signIn(request: SignInRequest): Promise<SignInAnswer>;
  /** The first step by e-mail and password, for other ways in that ask for one. */
  readonly withPassword: WithPassword;
  /**
   * What follows any right first step: a grant, or the question for the second step where the account has one.
   *
   * @param trx the transaction of the first step; without it a transaction of its own
   * @throws `sign-in-failed` when the account is gone
   */
  begin(accountId: string, place: SignInPlace, trx?: Kysely<Database>): Promise<SignInAnswer>;
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
  end(sessionId: string, because: EndReason): Promise<void>;
  /** Ends the sessions of an account, but for one if named, and every sign-in that is half-way. */
  endAll(accountId: string, exceptSessionId: string | null, because: EndReason): Promise<void>;
  /**
   * The same within a transaction of the caller's.
   *
   * @returns tells the listeners; to be called after the commit
   */
  endAllIn(
    trx: Kysely<Database>,
    accountId: string,
    exceptSessionId: string | null,
    because: EndReason,
  ): Promise<() => void>;
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

/** Ids asked for in one query. */
const IDS_A_QUERY = 500;

export function createSessions(deps: SessionDeps): Sessions {
  const { db, clock, rules } = deps;
  const withPassword = createPasswordStep(deps);
  const ends = createSessionEnds(deps);
  const useDeps = { db, clock, rules, endIdle: (id: string) => ends.end(id, 'idle') };

  return {
    ...ends,
    withPassword,
    signIn: ({ email, password, ...place }) =>
      withPassword(email, password, (trx, accountId) => beginIn(trx, accountId, place, clock.now(), rules)),
    begin(accountId, place, trx) {
      const begin = (within: Kysely<Database>): Promise<SignInAnswer> =>
        beginIn(within, accountId, place, clock.now(), rules);
      return trx ? begin(trx) : db.transaction().execute(begin);
    },
    authenticate: (accessToken, activity) => authenticate(useDeps, accessToken, activity),
    async refresh(refreshToken) {
      const outcome = await refreshSession({ db, clock, rules }, refreshToken);
      if (outcome.kind === 'granted') return outcome.grant;
      const { code, endedSessionId } = outcome;
      if (endedSessionId !== null) ends.tell(endedSessionId, code);
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
    purge: () => purgeSessions(db, clock.now(), rules),
  };
}
