import { PostgresAdapter, type Kysely } from 'kysely';
import type { DialectName } from './connect.ts';

/** The dialect of a connection or transaction. Kysely keeps it in its executor. */
export function dialectOf(db: Pick<Kysely<unknown>, 'getExecutor'>): DialectName {
  return db.getExecutor().adapter instanceof PostgresAdapter ? 'postgres' : 'sqlite';
}
