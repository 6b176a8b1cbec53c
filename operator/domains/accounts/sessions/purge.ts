import type { Kysely } from 'kysely';
import type { AccountRules } from '#protocol/api/profile.ts';
import type { Database } from '../../../platform/database/schema.ts';

/** Removes sessions, tokens, half-way sign-ins and failures that nobody can use any more. */
export async function purgeSessions(db: Kysely<Database>, now: number, rules: AccountRules): Promise<void> {
  await db.deleteFrom('access_tokens').where('expires_at', '<', now).execute();
  // Kept for one life more, so that late users of their tokens hear what became of them.
  await db
    .deleteFrom('sessions')
    .where('expires_at', '<', now - rules.ownSessionMs)
    .execute();
  await db.deleteFrom('sign_in_challenges').where('expires_at', '<=', now).execute();
  await db.deleteFrom('two_step').where('confirmed_at', 'is', null).where('setup_expires_at', '<=', now).execute();
  const forgotten = now - 24 * rules.signInLongestWaitMs;
  await db.deleteFrom('sign_in_failures').where('last_failed_at', '<', forgotten).execute();
}
