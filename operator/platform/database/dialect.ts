import { PostgresAdapter, type Kysely } from 'kysely';
import type { DialectName } from './connect.ts';

/** Which database a connection or transaction speaks to. Kysely keeps it in its executor. */
export function dialectOf(db: Pick<Kysely<unknown>, 'getExecutor'>): DialectName {
  return db.getExecutor().adapter instanceof PostgresAdapter ? 'postgres' : 'sqlite';
}
