import { randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { migrations } from '../../operator/migrations/index.ts';
import { openDatabase, type DatabaseAddress } from '../../operator/platform/database/connect.ts';
import { migrateToLatest } from '../../operator/platform/database/migrate.ts';
import { databaseUrl } from './postgres.ts';

/** Migrated databases without rows that tests copy instead of running every migration themselves. */
export interface DatabaseTemplates {
  /** Name of a database on the PostgreSQL server. */
  readonly postgres: string;
  /** Path of a SQLite file. */
  readonly sqlite: string;
  remove(): Promise<void>;
}

async function onServer(url: string, statement: string): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    await client.query(statement);
  } finally {
    await client.end();
  }
}

/** Closes the database again: PostgreSQL copies only databases without connections. */
async function migrate(address: DatabaseAddress): Promise<void> {
  const database = await openDatabase(address);
  try {
    await migrateToLatest(database.db, migrations);
  } finally {
    await database.close();
  }
}

/** @param url address of a PostgreSQL whose user may create databases */
export async function createTemplates(url: string): Promise<DatabaseTemplates> {
  const folder = await mkdtemp(join(tmpdir(), 'plus-cabinet-template-'));
  const sqlite = join(folder, 'template.sqlite');
  const postgres = `template_${randomBytes(8).toString('hex')}`;
  const remove = async (): Promise<void> => {
    await onServer(url, `drop database if exists ${postgres}`);
    await rm(folder, { recursive: true, force: true });
  };
  try {
    await migrate({ kind: 'sqlite', file: sqlite, synchronous: 'off' });
    await onServer(url, `create database ${postgres}`);
    await migrate({ kind: 'postgres', url: databaseUrl(url, postgres) });
  } catch (error) {
    await remove();
    throw error;
  }
  return { postgres, sqlite, remove };
}
