import type { Transaction } from 'kysely';
import { reserveIds } from '../../platform/database/ids.ts';
import type { Database } from '../../platform/database/schema.ts';
import type { PromiseTable } from './tables.ts';

type Trx = Transaction<Database>;

/** The latest promise of a contract; undefined: it never took one. */
export async function newestPromise(trx: Trx, contractNumber: string): Promise<PromiseTable | undefined> {
  return trx
    .selectFrom('promises')
    .selectAll()
    .where('contract_number', '=', contractNumber)
    .orderBy('id', 'desc')
    .limit(1)
    .executeTakeFirst();
}

/** Stores a promise that runs from now on. */
export async function insertPromise(
  trx: Trx,
  promise: Pick<PromiseTable, 'contract_number' | 'amount_kopecks' | 'taken_at' | 'due_on'>,
): Promise<void> {
  const [id = 0] = await reserveIds(trx, 'promises', 1);
  await trx
    .insertInto('promises')
    .values({ id, ...promise, repaid_kopecks: 0, status: 'running' })
    .execute();
}

/** Whether the contract was charged for a day (`YYYY-MM-DD`). */
export async function wasCharged(trx: Trx, contractNumber: string, day: string): Promise<boolean> {
  const row = await trx
    .selectFrom('charges')
    .select('day')
    .where('contract_number', '=', contractNumber)
    .where('day', '=', day)
    .limit(1)
    .executeTakeFirst();
  return row !== undefined;
}

/** Whether the ledger account was ever topped up. */
export async function wasEverPaid(trx: Trx, accountId: number): Promise<boolean> {
  const row = await trx
    .selectFrom('ledger_entries as e')
    .innerJoin('ledger_transactions as t', 't.id', 'e.transaction_id')
    .select('t.id')
    .where('e.account_id', '=', accountId)
    .where('t.kind', '=', 'top-up')
    .limit(1)
    .executeTakeFirst();
  return row !== undefined;
}
