import type { Kysely, Selectable } from 'kysely';
import type { Database } from '../../platform/database/schema.ts';
import { ProblemError } from '../../platform/http/problem-error.ts';
import { lockAccount } from './account-lock.ts';
import type { Caller } from '../../platform/http/caller.ts';
import type { AccountsTable } from './tables.ts';

/**
 * Holds the caller's account until the transaction ends, and looks once more whether the session still stands: between
 * the proof and the change its owner may have set a new password and so ended it.
 *
 * @throws `session-ended`
 */
export async function holdAccount(trx: Kysely<Database>, caller: Caller): Promise<Selectable<AccountsTable>> {
  const account = await lockAccount(trx, caller.accountId);
  const session = await trx
    .selectFrom('sessions')
    .select('id')
    .where('id', '=', caller.sessionId)
    .where('account_id', '=', caller.accountId)
    .where('ended_at', 'is', null)
    .executeTakeFirst();
  if (!account || !session) throw new ProblemError('session-ended');
  return account;
}
