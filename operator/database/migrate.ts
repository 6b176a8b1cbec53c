import type { Kysely } from 'kysely';
import { Migrator } from 'kysely/migration';
import { rethrowStorage, StorageFailure } from './errors.ts';
import { migrations } from './migrations/index.ts';
import type { Database } from './schema.ts';

/** Kysely's own table of migrations done. */
type MigrationTables = Record<'kysely_migration', { name: string; timestamp: string }>;

async function migrationsDone(db: Kysely<Database>): Promise<string[]> {
  const tables = await db.introspection.getTables({ withInternalKyselyTables: true });
  if (!tables.some((table) => table.name === 'kysely_migration')) return [];
  const own = db.$extendTables<MigrationTables>();
  const rows = await own.selectFrom('kysely_migration').select('name').orderBy('name').execute();
  return rows.map((row) => row.name);
}

/**
 * Brings the database to this version; does nothing when it is there already.
 * Errors: `StorageFailure` with `database-newer` (left untouched), `database-damaged` or `storage-full`.
 * @returns the names of the migrations that were done now
 */
export async function migrateToLatest(db: Kysely<Database>): Promise<string[]> {
  try {
    const unknown = (await migrationsDone(db)).filter((name) => !(name in migrations));
    if (unknown.length > 0) {
      throw new StorageFailure(
        'database-newer',
        `The database knows migrations that this version does not: ${unknown.join(', ')}.`,
      );
    }
    const migrator = new Migrator({ db, provider: { getMigrations: () => Promise.resolve(migrations) } });
    const { error, results } = await migrator.migrateToLatest();
    if (error !== undefined)
      throw error instanceof Error ? error : new Error('The migration failed.', { cause: error });
    return (results ?? []).map((result) => result.migrationName);
  } catch (error) {
    return rethrowStorage(error);
  }
}
