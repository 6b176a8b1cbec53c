import { mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import Libsql from 'libsql';
import { SqliteAdapter, SqliteIntrospector, SqliteQueryCompiler, type Dialect } from 'kysely';
import { SqliteDriver } from './sqlite-driver.ts';

class Adapter extends SqliteAdapter {
  /** SQLite supports it: an interrupted migration is rolled back completely. */
  override get supportsTransactionalDdl(): boolean {
    return true;
  }
}

/** Disk flush mode of SQLite: `full` at every commit, `off` never (tests only). */
export type SqliteSynchronous = 'full' | 'off';

/** Opens the file, creating it when missing, with settings that make commits durable. */
export function openSqlite(file: string, synchronous: SqliteSynchronous = 'full'): InstanceType<typeof Libsql> {
  mkdirSync(dirname(file), { recursive: true });
  const database = new Libsql(file);
  try {
    database.pragma('journal_mode = WAL');
    // FULL: a committed transaction survives a power failure.
    database.pragma(`synchronous = ${synchronous}`);
    database.pragma('foreign_keys = ON');
    // The driver waits for locks itself, without blocking the thread.
    database.pragma('busy_timeout = 0');
    // Page cache of 16 MiB (negative values are KiB) instead of the default 2 MiB.
    database.pragma('cache_size = -16384');
    return database;
  } catch (error) {
    database.close();
    throw error;
  }
}

/** Kysely dialect for one SQLite file. */
export function sqliteDialect(file: string, synchronous?: SqliteSynchronous): Dialect {
  return {
    createAdapter: () => new Adapter(),
    createDriver: () => new SqliteDriver(() => openSqlite(file, synchronous)),
    createIntrospector: (db) => new SqliteIntrospector(db),
    createQueryCompiler: () => new SqliteQueryCompiler(),
  };
}
