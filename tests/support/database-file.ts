import { readdirSync } from 'node:fs';
import path from 'node:path';
import Database from 'libsql';

/** The service's SQLite file in its folder. */
export function databaseFile(folder: string): string {
  const name = readdirSync(folder).find((entry) => /\.(db|sqlite|sqlite3)$/.test(entry));
  if (name === undefined) throw new Error(`No database in ${readdirSync(folder).join(', ')}`);
  return path.join(folder, name);
}

/** Makes the database one that a later version of the service has written to. */
export function ageFromTheFuture(folder: string): void {
  const database = new Database(databaseFile(folder));
  database
    .prepare('insert into kysely_migration (name, timestamp) values (?, ?)')
    .run('9999-of-a-later-version', '2031-01-01T00:00:00.000Z');
  database.close();
}
