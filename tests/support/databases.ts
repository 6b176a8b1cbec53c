import { randomBytes } from 'node:crypto';
import { copyFile, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { describe, inject } from 'vitest';
import { databaseUrl } from './postgres.ts';

/** Address of a database, as the service accepts it. */
export type TestAddress =
  | { readonly kind: 'sqlite'; readonly file: string; readonly synchronous: 'full' | 'off' }
  | { readonly kind: 'postgres'; readonly url: string };

export interface TestDatabase {
  readonly address: TestAddress;
  /** Removes the database. Close every connection first. */
  remove(): Promise<void>;
}

/** The database kinds that every test of the service runs on. Both are required: a missing one is a failure. */
export const databaseKinds = ['sqlite', 'postgres'] as const;
export type DatabaseKind = (typeof databaseKinds)[number];

/** One connection per test file for `create database` and `drop database`. */
let server: pg.Pool | undefined;

async function onServer(statement: string): Promise<void> {
  if (server === undefined) {
    server = new pg.Pool({ connectionString: inject('postgresUrl'), max: 1, allowExitOnIdle: true });
    // The server stops at the end of the run, when no test needs the connection any more.
    server.on('error', () => undefined);
  }
  await server.query(statement);
}

async function sqliteDatabase(template: string | null): Promise<TestDatabase> {
  const folder = await mkdtemp(join(tmpdir(), 'plus-cabinet-sqlite-'));
  const file = join(folder, 'operator.sqlite');
  if (template !== null) await copyFile(template, file);
  return {
    address: { kind: 'sqlite', file, synchronous: 'off' },
    remove: () => rm(folder, { recursive: true, force: true }),
  };
}

async function postgresDatabase(template: string): Promise<TestDatabase> {
  const name = `test_${randomBytes(8).toString('hex')}`;
  // Copying the files is twice as fast as the default, which writes every page to the write-ahead log.
  await onServer(`create database ${name} template ${template} strategy file_copy`);
  return {
    address: { kind: 'postgres', url: databaseUrl(inject('postgresUrl'), name) },
    remove: () => onServer(`drop database ${name} with (force)`),
  };
}

/**
 * A database of the test's own with every migration done and no rows: a copy of the run's template. A SQLite file in a
 * folder of its own, or a database on the run's PostgreSQL.
 */
export function freshDatabase(kind: DatabaseKind): Promise<TestDatabase> {
  return kind === 'sqlite' ? sqliteDatabase(inject('sqliteTemplate')) : postgresDatabase(inject('postgresTemplate'));
}

/** A database without any table, for tests of the migrations. On SQLite the file does not exist yet. */
export function emptyDatabase(kind: DatabaseKind): Promise<TestDatabase> {
  return kind === 'sqlite' ? sqliteDatabase(null) : postgresDatabase('template0');
}

/** Runs the same tests on each database. */
export function describeOnDatabases(title: string, tests: (kind: DatabaseKind) => void): void {
  describe.each(databaseKinds)(`${title} (%s)`, tests);
}
