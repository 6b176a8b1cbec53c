import { readdirSync } from 'node:fs';
import path from 'node:path';
import Database from 'libsql';

/** Path of the service's SQLite file in its folder (not the payment system's file next to it). */
export function databaseFile(folder: string): string {
  const name = readdirSync(folder).find((entry) => /\.sqlite$/.test(entry) && !entry.startsWith('payment-provider'));
  if (name === undefined) throw new Error(`No database in ${readdirSync(folder).join(', ')}`);
  return path.join(folder, name);
}

/** Marks the database as written by a later version of the service. */
export function ageFromTheFuture(folder: string): void {
  const database = new Database(databaseFile(folder));
  database
    .prepare('insert into kysely_migration (name, timestamp) values (?, ?)')
    .run('9999-of-a-later-version', '2031-01-01T00:00:00.000Z');
  database.close();
}

/** All rows of the database, by table, to check that nothing changed. */
export function contentOf(folder: string): Readonly<Record<string, unknown>> {
  const database = new Database(databaseFile(folder));
  const rows = (sql: string): unknown[] => database.prepare(sql).all();
  const tables = rows("select name from sqlite_master where type = 'table' order by name") as { name: string }[];
  const content = Object.fromEntries([
    ['schema', rows('select type, name, sql from sqlite_master order by type, name')],
    ...tables.map(({ name }) => [name, rows(`select * from "${name}"`)]),
  ]) as Record<string, unknown>;
  database.close();
  return content;
}
