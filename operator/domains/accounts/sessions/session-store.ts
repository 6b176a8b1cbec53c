import type { Kysely, Selectable } from 'kysely';
import type { AccountRules } from '#protocol/api/profile.ts';
import type { TokenGrant } from '#protocol/api/sessions.ts';
import { instantOf } from '../../../platform/clock/zone.ts';
import type { Database } from '../../../platform/database/schema.ts';
import { ProblemError } from '../../../platform/http/problem-error.ts';
import { readAccount } from '../accounts.ts';
import { idleMs, type SessionLife } from './rules.ts';
import type { SessionsTable } from '../tables.ts';
import { newToken, sha256 } from '../../../platform/crypto/tokens.ts';

export type SessionRow = Selectable<SessionsTable>;

/** The row in the terms of the rules. */
export function lifeOf(
  row: Pick<SessionRow, 'computer' | 'expires_at' | 'last_used_at' | 'ended_at' | 'ended_because'>,
): SessionLife {
  return {
    computer: row.computer,
    expiresAt: row.expires_at,
    lastUsedAt: row.last_used_at,
    ended: row.ended_at !== null,
    endedByIdling: row.ended_because === 'idle',
  };
}

/**
 * Reads a session and keeps others from changing it until the transaction ends. An update that changes nothing
 * locks on both databases (SQLite has no `for update`).
 */
export async function lockSession(trx: Kysely<Database>, sessionId: string): Promise<SessionRow | undefined> {
  return trx
    .updateTable('sessions')
    .set((eb) => ({ generation: eb.ref('generation') }))
    .where('id', '=', sessionId)
    .returningAll()
    .executeTakeFirst();
}

/** A pair given out once; only hashes of it are stored. */
export interface TokenPair {
  readonly accessToken: string;
  readonly accessExpiresAt: number;
  readonly refreshToken: string;
}

/** Makes the token pair of a session's generation. */
export async function issuePair(
  trx: Kysely<Database>,
  session: { id: string; expires_at: number },
  pair: { generation: number; parentGeneration: number | null },
  now: number,
  rules: AccountRules,
): Promise<TokenPair> {
  const accessToken = newToken();
  const refreshToken = newToken();
  const accessExpiresAt = Math.min(now + rules.accessTokenMs, session.expires_at);
  await trx
    .insertInto('access_tokens')
    .values({
      token_hash: sha256(accessToken),
      session_id: session.id,
      generation: pair.generation,
      expires_at: accessExpiresAt,
    })
    .execute();
  await trx
    .insertInto('refresh_tokens')
    .values({
      token_hash: sha256(refreshToken),
      session_id: session.id,
      generation: pair.generation,
      parent_generation: pair.parentGeneration,
      replaced_at: null,
    })
    .execute();
  return { accessToken, accessExpiresAt, refreshToken };
}

/** The answer to a sign-in and to a refresh. */
export async function grantOf(
  db: Kysely<Database>,
  session: Pick<SessionRow, 'id' | 'account_id' | 'computer' | 'expires_at'>,
  pair: TokenPair,
  rules: AccountRules,
): Promise<TokenGrant> {
  const account = await readAccount(db, session.account_id);
  if (!account) throw new ProblemError('session-ended');
  return {
    accessToken: pair.accessToken,
    accessExpiresAt: instantOf(pair.accessExpiresAt),
    refreshToken: pair.refreshToken,
    session: {
      id: session.id,
      computer: session.computer,
      expiresAt: instantOf(session.expires_at),
      idleMs: idleMs(session.computer, rules),
    },
    account,
  };
}
