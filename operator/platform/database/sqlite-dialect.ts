import { mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import Libsql from 'libsql';
import { SqliteAdapter, SqliteIntrospector, SqliteQueryCompiler, type Dialect } from 'kysely';
import { SqliteDriver } from './sqlite-driver.ts';

class Adapter extends SqliteAdapter {
  /** SQLite can; a migration cut off halfway is then undone whole. */
  override get supportsTransactionalDdl(): boolean {
    return true;
  }
}

/** When SQLite flushes to the disk: `full` at every commit, `off` never (tests only). */
export type SqliteSynchronous = 'full' | 'off';

/** Opens the file, made when missing, with the settings that money needs. */
export function openSqlite(file: string, synchronous: SqliteSynchronous = 'full'): InstanceType<typeof Libsql> {
  mkdirSync(dirname(file), { recursive: true });
  const database = new Libsql(file);
  try {
    database.pragma('journal_mode = WAL');
    // FULL: a commit that was answered is on the disk, also when the power goes.
    database.pragma(`synchronous = ${synchronous}`);
    database.pragma('foreign_keys = ON');
    // Waiting for another process is the driver's business, which does not block the thread meanwhile.
    database.pragma('busy_timeout = 0');
    // 16 MiB of pages (negative: KiB) rather than 2.
    database.pragma('cache_size = -16384');
    return database;
  } catch (error) {
    database.close();
    throw error;
  }
}

/** Kysely over one SQLite file. */
export function sqliteDialect(file: string, synchronous?: SqliteSynchronous): Dialect {
  return {
    createAdapter: () => new Adapter(),
    createDriver: () => new SqliteDriver(() => openSqlite(file, synchronous)),
    createIntrospector: (db) => new SqliteIntrospector(db),
    createQueryCompiler: () => new SqliteQueryCompiler(),
  };
}
