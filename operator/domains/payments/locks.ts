import { createHash } from 'node:crypto';
import { sql, type Transaction } from 'kysely';
import { dialectOf } from '../../platform/database/dialect.ts';
import { lockedIn } from '../../platform/database/locks.ts';
import type { Database } from '../../platform/database/schema.ts';
import type { PaymentTable } from './tables.ts';

/** Namespace of this advisory lock; unique in the database. */
const payersLock = 0x9a7_e25;

/**
 * Serializes the creation of payments per payer (an account or a phone), so that of two concurrent ones the second sees the
 * first. Take it before any other lock.
 */
export async function lockPayer(trx: Transaction<Database>, name: string): Promise<void> {
  // SQLite has a single writer.
  if (dialectOf(trx) !== 'postgres') return;
  const key = createHash('sha256').update(name).digest().readInt32BE(0);
  await sql`select pg_advisory_xact_lock(${sql.lit(payersLock)}, ${sql.lit(key)})`.execute(trx);
}

/**
 * Reads and locks a payment until the transaction ends; undefined: there is none. Locks its payer's account first, in the same
 * order as the deletion of an account, to avoid deadlocks.
 */
export async function lockPayment(trx: Transaction<Database>, id: string): Promise<PaymentTable | undefined> {
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
