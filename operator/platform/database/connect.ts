import { Kysely } from 'kysely';
import { rethrowStorage } from './errors.ts';
import { postgresDialect } from './postgres-dialect.ts';
import type { Database } from './schema.ts';
import { sqliteDialect, type SqliteSynchronous } from './sqlite-dialect.ts';

/** A SQLite database file. */
export interface SqliteAddress {
  readonly kind: 'sqlite';
  readonly file: string;
  /**
   * Default `full`: a committed transaction survives a power failure. `off` skips disk flushes, for tests that neither
   * kill the service nor simulate power loss; no command-line option sets it.
   */
  readonly synchronous?: SqliteSynchronous;
}

export type DatabaseAddress = SqliteAddress | { readonly kind: 'postgres'; readonly url: string };
export type DialectName = DatabaseAddress['kind'];

/** An open database. `db` queues its own transactions; `dialect` is for the few places that depend on the database. */
export interface OpenDatabase {
  readonly db: Kysely<Database>;
  readonly dialect: DialectName;
  close(): Promise<void>;
}

/**
 * Opens the database; creates a missing SQLite file. Does not run migrations (see `migrate.ts`).
 *
 * @param onIdleError called when an idle PostgreSQL connection breaks
 * @throws `StorageFailure` (`database-damaged`, `storage-full`), or the driver's error
 */
export async function openDatabase(
  address: DatabaseAddress,
  onIdleError: (error: Error) => void = () => undefined,
): Promise<OpenDatabase> {
  const dialect =
    address.kind === 'sqlite'
      ? sqliteDialect(address.file, address.synchronous)
      : postgresDialect(address.url, onIdleError);
  const db = new Kysely<Database>({ dialect });
  try {
    // The first query opens the file or connection: fail here, not in the middle of later work.
    await db.selectNoFrom((eb) => eb.lit(1).as('one')).execute();
  } catch (error) {
    await db.destroy();
    rethrowStorage(error);
  }
  return { db, dialect: address.kind, close: () => db.destroy() };
}
