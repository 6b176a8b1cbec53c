import { randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { describe, inject } from 'vitest';

/** Address of a database as the service takes it. */
export type TestAddress =
  { readonly kind: 'sqlite'; readonly file: string } | { readonly kind: 'postgres'; readonly url: string };

export interface TestDatabase {
  readonly address: TestAddress;
  /** Removes it. Close every connection first. */
  remove(): Promise<void>;
}

/** The databases that every test of the service runs on. Both, always: a missing one is a failure. */
export const databaseKinds = ['sqlite', 'postgres'] as const;
export type DatabaseKind = (typeof databaseKinds)[number];

async function onServer(statement: string): Promise<void> {
  const client = new pg.Client({ connectionString: inject('postgresUrl') });
  await client.connect();
  try {
    await client.query(statement);
  } finally {
    await client.end();
  }
}

/** A new, empty database: a file in a folder of its own, or a database on the run's PostgreSQL. */
export async function freshDatabase(kind: DatabaseKind): Promise<TestDatabase> {
  if (kind === 'sqlite') {
    const folder = await mkdtemp(join(tmpdir(), 'plus-cabinet-sqlite-'));
    return {
      address: { kind, file: join(folder, 'operator.sqlite') },
      remove: () => rm(folder, { recursive: true, force: true }),
    };
  }
  const name = `test_${randomBytes(8).toString('hex')}`;
  await onServer(`create database ${name}`);
  const url = new URL(inject('postgresUrl'));
  url.pathname = `/${name}`;
  return { address: { kind, url: url.href }, remove: () => onServer(`drop database ${name} with (force)`) };
}

/** Runs the same tests on each database. */
export function describeOnDatabases(title: string, tests: (kind: DatabaseKind) => void): void {
  describe.each(databaseKinds)(`${title} (%s)`, tests);
}
