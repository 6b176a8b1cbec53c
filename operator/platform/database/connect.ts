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
   * `full` unless given: an answered commit survives a power failure. `off` skips the disk flushes and is for tests
   * that neither kill the service nor cut its power; no command-line option sets it.
   */
  readonly synchronous?: SqliteSynchronous;
}

export type DatabaseAddress = SqliteAddress | { readonly kind: 'postgres'; readonly url: string };
export type DialectName = DatabaseAddress['kind'];

/** An open database. `db` queues its own transactions; `dialect` is for the few places that must know. */
export interface OpenDatabase {
  readonly db: Kysely<Database>;
  readonly dialect: DialectName;
  close(): Promise<void>;
}

/**
 * Opens the database; a SQLite file is made when missing. Does not migrate (`migrate.ts`).
 * Errors: `StorageFailure` (`database-damaged`, `storage-full`), or the system's own.
 * @param onIdleError told when an idle connection to PostgreSQL breaks
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
    // The first use opens the file or the connection; better here than in the middle of something.
    await db.selectNoFrom((eb) => eb.lit(1).as('one')).execute();
  } catch (error) {
    await db.destroy();
    rethrowStorage(error);
  }
  return { db, dialect: address.kind, close: () => db.destroy() };
}
