import type { SessionEndCode } from '#protocol/events/events.ts';
import type { Kysely } from 'kysely';
import type { AccountRules } from '#protocol/api/profile.ts';
import type { TokenGrant } from '#protocol/api/sessions.ts';
import type { Clock } from '../../../platform/clock/clock.ts';
import type { Database } from '../../../platform/database/schema.ts';
import { judgeRefresh, sessionStanding } from './rules.ts';
import { grantOf, issuePair, lifeOf, lockSession, type SessionRow } from './session-store.ts';
import { sha256 } from '../../../platform/crypto/tokens.ts';

export type RefreshOutcome =
  | { readonly kind: 'granted'; readonly grant: TokenGrant }
  | {
      readonly kind: 'refused';
      /** `session-expired` here is final: the session's hours or days are over. */
      readonly code: SessionEndCode;
      /** Set when the session was ended by this very request. */
      readonly endedSessionId: string | null;
    };

interface RefreshDeps {
  readonly db: Kysely<Database>;
  readonly clock: Clock;
  readonly rules: AccountRules;
}

async function endLocked(
  trx: Kysely<Database>,
  session: SessionRow,
  because: 'idle' | 'token-reused',
  now: number,
): Promise<RefreshOutcome> {
  await trx
    .updateTable('sessions')
    .set({ ended_at: now, ended_because: because })
    .where('id', '=', session.id)
    .execute();
  return {
    kind: 'refused',
    code: because === 'idle' ? 'session-idle' : 'session-ended',
    endedSessionId: session.id,
  };
}

/**
 * Exchanges a refresh token for a new pair, or says why not. All of it happens in one transaction that holds the
 * session's row, so that requests made at once, also at several instances, are judged one after another; a refusal
 * that ends the session is committed, therefore it is returned, not thrown.
 *
 * A lost answer: the client asks again with the same token and gets another pair, as long as nobody used the first
 * (`judgeRefresh`). The withdrawn pair's refresh token stays known: should somebody hold it after all, its use
 * shows that two do, and ends the session.
 */
export async function refreshSession(deps: RefreshDeps, refreshToken: string): Promise<RefreshOutcome> {
  const { db, clock, rules } = deps;
  const tokenHash = sha256(refreshToken);
  const unknown: RefreshOutcome = { kind: 'refused', code: 'session-ended', endedSessionId: null };
  const presented = await db
    .selectFrom('refresh_tokens')
    .select('session_id')
    .where('token_hash', '=', tokenHash)
    .executeTakeFirst();
  if (!presented) return unknown;
  return db.transaction().execute(async (trx): Promise<RefreshOutcome> => {
    const session = await lockSession(trx, presented.session_id);
    if (!session) return unknown;
    const now = clock.now();
    const standing = sessionStanding(lifeOf(session), now, rules);
    if (standing === 'ended') return unknown;
    if (standing === 'expired') return { kind: 'refused', code: 'session-expired', endedSessionId: null };
    if (standing === 'idle') {
      if (session.ended_at === null) return endLocked(trx, session, 'idle', now);
      return { kind: 'refused', code: 'session-idle', endedSessionId: null };
    }
    const rows = await trx
      .selectFrom('refresh_tokens')
      .select(['token_hash', 'generation', 'parent_generation', 'replaced_at'])
      .where('session_id', '=', session.id)
      .where((eb) => eb.or([eb('token_hash', '=', tokenHash), eb('generation', '=', session.generation)]))
      .execute();
    const token = rows.find((row) => row.token_hash === tokenHash);
    const current = rows.find((row) => row.generation === session.generation);
    if (!token || !current) return unknown;
    const verdict = judgeRefresh(
      {
        generation: token.generation,
        replacedAt: token.replaced_at,
        current: {
          generation: current.generation,
          parentGeneration: current.parent_generation,
          used: session.generation_used === 1,
        },
      },
      now,
      rules,
    );
    if (verdict === 'reuse') return endLocked(trx, session, 'token-reused', now);
    if (verdict === 'reissue') {
      const { generation } = current;
      await trx
        .deleteFrom('access_tokens')
        .where('session_id', '=', session.id)
        .where('generation', '=', generation)
        .execute();
    } else {
      await trx.updateTable('refresh_tokens').set({ replaced_at: now }).where('token_hash', '=', tokenHash).execute();
    }
    await trx.deleteFrom('access_tokens').where('session_id', '=', session.id).where('expires_at', '<=', now).execute();
    const generation = session.generation + 1;
    await trx.updateTable('sessions').set({ generation, generation_used: 0 }).where('id', '=', session.id).execute();
    const pair = await issuePair(trx, session, { generation, parentGeneration: token.generation }, now, rules);
    return { kind: 'granted', grant: await grantOf(trx, session, pair, rules) };
  });
}
