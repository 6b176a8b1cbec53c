import { sql, type Kysely } from 'kysely';
import { Migrator, type Migration } from 'kysely/migration';
import { dialectOf } from './dialect.ts';
import { rethrowStorage, StorageFailure } from './errors.ts';
import type { Database } from './schema.ts';

/** Migrations by name; they run in the order of their names. */
export type Migrations = Readonly<Record<string, Migration>>;

/** Kysely's own table of applied migrations. */
type MigrationTables = Record<'kysely_migration', { name: string; timestamp: string }>;

/** Names of applied migrations. Reads Kysely's table directly: reading all table definitions slows down every start. */
async function appliedMigrations(db: Kysely<Database>): Promise<string[]> {
  const { rows: tables } =
    dialectOf(db) === 'sqlite'
      ? await sql`select 1 from sqlite_master where type = 'table' and name = 'kysely_migration'`.execute(db)
      : await sql`select 1 where to_regclass('kysely_migration') is not null`.execute(db);
  if (tables.length === 0) return [];
  const own = db.$extendTables<MigrationTables>();
  const rows = await own.selectFrom('kysely_migration').select('name').orderBy('name').execute();
  return rows.map((row) => row.name);
}

/**
 * Runs `work` with SQLite foreign keys off: recreating a table would otherwise delete the rows that reference it. The
 * keys are checked before they are switched on again, so that a faulty migration fails here.
 */
async function withoutForeignKeys<T>(db: Kysely<Database>, work: () => Promise<T>): Promise<T> {
  if (dialectOf(db) !== 'sqlite') return work();
  await sql`pragma foreign_keys = off`.execute(db);
  try {
    const result = await work();
    const { rows } = await sql`pragma foreign_key_check`.execute(db);
    if (rows.length > 0) throw new Error(`${rows.length} rows refer to nothing after the migration.`);
    return result;
  } finally {
    await sql`pragma foreign_keys = on`.execute(db);
  }
}

/**
 * Migrates the database to the current version; does nothing when it is up to date.
 *
 * @returns names of the migrations that ran
 * @throws `StorageFailure`: `database-newer` (database not changed), `database-damaged` or `storage-full`
 */
export async function migrateToLatest(db: Kysely<Database>, migrations: Migrations): Promise<string[]> {
  try {
    const done = await appliedMigrations(db);
    const unknown = done.filter((name) => !(name in migrations));
    if (unknown.length > 0) {
      throw new StorageFailure(
        'database-newer',
        `The database knows migrations that this version does not: ${unknown.join(', ')}.`,
      );
    }
    if (done.length === Object.keys(migrations).length) return [];
    const migrator = new Migrator({ db, provider: { getMigrations: () => Promise.resolve(migrations) } });
    const { error, results } = await withoutForeignKeys(db, () => migrator.migrateToLatest());
    if (error !== undefined)
      throw error instanceof Error ? error : new Error('The migration failed.', { cause: error });
    return (results ?? []).map((result) => result.migrationName);
  } catch (error) {
    return rethrowStorage(error);
  }
}
