import { sql, type Transaction } from 'kysely';
import { dialectOf } from './dialect.ts';
import type { Database } from './schema.ts';

/** Tables with a numeric id; on PostgreSQL each needs a sequence `<table>_ids`. */
export type NumberedTable = { [T in keyof Database]: Database[T] extends { id: number } ? T : never }[keyof Database];

/**
 * Reserves `count` ascending ids of a table for inserts in this transaction. Bulk inserts need the ids of transactions
 * before they insert the entries. SQLite has a single writer, which reads the largest id; PostgreSQL uses a sequence.
 *
 * @param firstId id of the first row that was not created by a migration
 */
export async function reserveIds(
  trx: Transaction<Database>,
  table: NumberedTable,
  count: number,
  firstId = 1,
): Promise<number[]> {
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
  const first = Math.max((row?.id ?? 0) + 1, firstId);
  return Array.from({ length: count }, (_, index) => first + index);
}
