import type { SelectQueryBuilder } from 'kysely';
import type { DialectName } from './connect.ts';

/**
 * Locks the selected rows until the transaction ends (PostgreSQL). SQLite has no such clause and needs none: a
 * writing transaction there holds the only write lock from its beginning.
 */
export function lockedIn<DB, TB extends keyof DB, O>(
  query: SelectQueryBuilder<DB, TB, O>,
  dialect: DialectName,
  table: TB & string,
): SelectQueryBuilder<DB, TB, O> {
  return dialect === 'postgres' ? query.forUpdate(table) : query;
}
