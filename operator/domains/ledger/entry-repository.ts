import type { Transaction } from 'kysely';
import type { Entry } from '#protocol/api/overview.ts';
import { instantOf } from '../../platform/clock/zone.ts';
import type { Database } from '../../platform/database/schema.ts';

/**
 * The newest `count` lines of a contract's statement, newest first: one per transaction, with the balance after it.
 * @param balanceKopecks the current balance, read in the same database transaction
 */
export async function newestEntries(
  trx: Transaction<Database>,
  accountId: number,
  balanceKopecks: number,
  count: number,
): Promise<Entry[]> {
  const rows = await trx
    .selectFrom((eb) =>
      eb
        .selectFrom('ledger_entries')
        .select((e) => [
          'transaction_id',
          e.fn.sum<number>('amount_kopecks').as('amount'),
          e.fn.count<number>('package_id').as('packages'),
        ])
        .where('account_id', '=', accountId)
        .groupBy('transaction_id')
        .orderBy('transaction_id', 'desc')
        .limit(count)
        .as('newest'),
    )
    .innerJoin('ledger_transactions as t', 't.id', 'newest.transaction_id')
    .select(['t.id', 't.kind', 't.at', 't.day', 't.method', 'newest.amount', 'newest.packages'])
    .orderBy('t.id', 'desc')
    .execute();
  let after = balanceKopecks;
  return rows.map((row) => {
    const balanceAfterKopecks = after;
    after -= row.amount;
    return {
      id: String(row.id),
      kind: row.kind,
      at: instantOf(row.at),
      day: row.day,
      amountKopecks: row.amount,
      balanceAfterKopecks,
      packages: row.packages > 0 ? row.packages : null,
      method: row.method,
    };
  });
}
