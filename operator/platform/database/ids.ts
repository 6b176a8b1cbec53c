import { sql, type Transaction } from 'kysely';
import { firstContractAccountId } from '../../domains/ledger/accounts.ts';
import { dialectOf } from './dialect.ts';
import type { Database } from './schema.ts';

export type NumberedTable = 'ledger_accounts' | 'ledger_transactions' | 'ledger_entries' | 'promises' | 'events';

/**
 * Reserves `count` ids of a table, rising, to be inserted in this transaction. Bulk inserts need to know the ids
 * of transactions before their entries. On SQLite the one writer reads the largest; on PostgreSQL a sequence.
 */
export async function reserveIds(trx: Transaction<Database>, table: NumberedTable, count: number): Promise<number[]> {
  if (count === 0) return [];
  if (dialectOf(trx) === 'postgres') {
    const { rows } = await sql<{ id: number }>`
      select nextval(${sql.lit(`${table}_ids`)}) as id from generate_series(1, ${count})`.execute(trx);
    return rows.map((row) => row.id);
  }
  const row = await trx
    .selectFrom(table)
    .select((eb) => eb.fn.max<number | null>('id').as('id'))
    .executeTakeFirst();
  const first = Math.max((row?.id ?? 0) + 1, table === 'ledger_accounts' ? firstContractAccountId : 1);
  return Array.from({ length: count }, (_, index) => first + index);
}
