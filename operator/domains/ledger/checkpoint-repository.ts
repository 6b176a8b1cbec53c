import type { Kysely } from 'kysely';
import type { Database } from '../../platform/database/schema.ts';
import type { LedgerCheckpointTable } from './tables.ts';

const emptyCheckpoint: Omit<LedgerCheckpointTable, 'account_id'> = {
  through_transaction_id: 0,
  through_day: '',
  entries: 0,
  lines: 0,
  balance_kopecks: 0,
  in_kopecks: 0,
  packages: '[]',
  earliest_day: null,
};

/** The newest checkpoint of an account at or before a transaction; an empty one (all sums 0) when there is none. */
export async function checkpointBefore(
  db: Kysely<Database>,
  accountId: number,
  through: number = Number.MAX_SAFE_INTEGER,
): Promise<LedgerCheckpointTable> {
  const found = await db
    .selectFrom('ledger_checkpoints')
    .selectAll()
    .where('account_id', '=', accountId)
    .where('through_transaction_id', '<=', through)
    .orderBy('through_transaction_id', 'desc')
    .limit(1)
    .executeTakeFirst();
  return found ?? { ...emptyCheckpoint, account_id: accountId };
}

/** Balance of an account right after a transaction, kopecks. */
export async function balanceThrough(db: Kysely<Database>, accountId: number, through: number): Promise<number> {
  const checkpoint = await checkpointBefore(db, accountId, through);
  const row = await db
    .selectFrom('ledger_entries')
    .select((eb) => eb.fn.sum<number | null>('amount_kopecks').as('sum'))
    .where('account_id', '=', accountId)
    .where('transaction_id', '>', checkpoint.through_transaction_id)
    .where('transaction_id', '<=', through)
    .executeTakeFirst();
  return checkpoint.balance_kopecks + (row?.sum ?? 0);
}
