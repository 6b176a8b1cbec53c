import type { Kysely, Selectable } from 'kysely';
import { dialectOf } from '../../platform/database/dialect.ts';
import { lockedIn } from '../../platform/database/locks.ts';
import type { Database } from '../../platform/database/schema.ts';
import type { AccountsTable } from './tables.ts';

/**
 * Reads an account and keeps everybody else who asks for this lock out until the transaction ends. Whoever opens or
 * ends sessions, or changes how one gets in, takes it *first*: so nobody slips in with a password that is being
 * changed, and nobody waits for each other in a ring.
 */
export async function lockAccount(
  trx: Kysely<Database>,
  accountId: string,
): Promise<Selectable<AccountsTable> | undefined> {
  const query = trx.selectFrom('accounts').selectAll().where('id', '=', accountId);
  return lockedIn(query, dialectOf(trx), 'accounts').executeTakeFirst();
}
