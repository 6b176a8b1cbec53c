import type { SelectQueryBuilder } from 'kysely';
import type { DialectName } from './connect.ts';

/**
 * Adds `FOR UPDATE` on PostgreSQL: locks the selected rows until the transaction ends. SQLite does not need it: a
 * writing transaction holds the only write lock from its start.
 */
export function lockedIn<DB, TB extends keyof DB, O>(
  query: SelectQueryBuilder<DB, TB, O>,
  dialect: DialectName,
  table: TB & string,
): SelectQueryBuilder<DB, TB, O> {
  return dialect === 'postgres' ? query.forUpdate(table) : query;
}
