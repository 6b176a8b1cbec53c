import type { Kysely } from 'kysely';
import type { AccountRules } from '#protocol/api/profile.ts';
import type { Clock } from '../../../platform/clock/clock.ts';
import type { Database } from '../../../platform/database/schema.ts';
import { ProblemError } from '../../../platform/http/problem-error.ts';
import type { Caller } from '../../../platform/http/caller.ts';
import { sessionStanding } from './rules.ts';
import { lifeOf } from './session-store.ts';
import { sha256 } from '../../../platform/crypto/tokens.ts';

interface AuthenticateDeps {
  readonly db: Kysely<Database>;
  readonly clock: Clock;
  readonly rules: AccountRules;
  /** Ends a session that is found to have idled. */
  readonly endIdle: (sessionId: string) => Promise<void>;
}

/** Activity is noted once in this time, ms: a write a request would be waste. */
const ACTIVITY_GRAIN_MS = 1_000;

/**
 * Who holds the access token, and that they are active; see `Sessions.authenticate`.
 *
 * @throws `session-expired`, `session-ended`, `session-idle`, `service-unavailable`
 */
export async function authenticate(
  deps: AuthenticateDeps,
  accessToken: string | null,
  activity: boolean,
): Promise<Caller> {
  const { db, clock, rules } = deps;
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
      await deps.endIdle(row.id);
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
