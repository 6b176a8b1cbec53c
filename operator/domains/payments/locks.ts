import { createHash } from 'node:crypto';
import { sql, type Transaction } from 'kysely';
import { dialectOf } from '../../platform/database/dialect.ts';
import { lockedIn } from '../../platform/database/locks.ts';
import type { Database } from '../../platform/database/schema.ts';
import type { PaymentTable } from './tables.ts';

/** Any number that no other use of advisory locks in this database has. */
const payersLock = 0x9a7_e25;

/**
 * Lets one payment at a time be begun for a name (an account, a phone), so that of two at once one sees the other. To be
 * taken before anything else is locked.
 */
export async function lockPayer(trx: Transaction<Database>, name: string): Promise<void> {
  // SQLite's one writer is lock enough.
  if (dialectOf(trx) !== 'postgres') return;
  const key = createHash('sha256').update(name).digest().readInt32BE(0);
  await sql`select pg_advisory_xact_lock(${sql.lit(payersLock)}, ${sql.lit(key)})`.execute(trx);
}

/**
 * A payment, held until the transaction ends; undefined: there is none. Its payer's account is held first (against its
 * deletion, which takes the account before its payments), so that nobody waits for each other in a ring.
 */
export async function holdPayment(trx: Transaction<Database>, id: string): Promise<PaymentTable | undefined> {
  const dialect = dialectOf(trx);
  if (dialect === 'postgres') {
    await trx
      .selectFrom('accounts')
      .select('accounts.id')
      .where('accounts.id', '=', (eb) => eb.selectFrom('payments').select('account_id').where('id', '=', id).limit(1))
      .forKeyShare()
      .execute();
  }
  return lockedIn(trx.selectFrom('payments').selectAll().where('id', '=', id), dialect, 'payments').executeTakeFirst();
}
