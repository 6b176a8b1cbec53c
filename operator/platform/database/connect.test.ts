import { randomBytes } from 'node:crypto';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { sql, type Kysely } from 'kysely';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { describeOnDatabases, emptyDatabase, freshDatabase, type TestDatabase } from '#tests/databases.ts';
import { openDatabase, type OpenDatabase } from './connect.ts';
import { storageFailureCode } from './errors.ts';
import { migrateToLatest } from './migrate.ts';
import { migrations } from '../../migrations/index.ts';
import type { Database } from './schema.ts';

describeOnDatabases('an open database', (kind) => {
  let database: TestDatabase;
  const open: OpenDatabase[] = [];
  let db: Kysely<Database>;
  beforeEach(async () => {
    database = await freshDatabase(kind);
    const first = await openDatabase(database.address);
    open.push(first);
    ({ db } = first);
    await migrateToLatest(db, migrations);
  });
  afterEach(async () => {
    for (const one of open.splice(0)) await one.close();
    await database.remove();
  });

  it('keeps integers exact, including timestamps and sums', async () => {
    const value = 9_007_199_254_740_991;
    await db.insertInto('service_state').values({ key: 'a', value: 'x' }).execute();
    await db
      .insertInto('ledger_transactions')
      .values(
        [1, 2].map((id) => ({ id, kind: 'bonus' as const, at: value, day: 'd', method: null, idempotency_key: null })),
      )
      .execute();
    const row = await db
      .selectFrom('ledger_transactions')
      .select((eb) => ['at', eb.fn.sum<number>('id').as('sum'), eb.fn.countAll<number>().as('count')])
      .groupBy('at')
      .executeTakeFirstOrThrow();
    expect(row).toEqual({ at: value, sum: 3, count: 2 });
  });

  it('queues transactions within a process and across two connections and loses none', async () => {
    const second = await openDatabase(database.address);
    open.push(second);
    await db.insertInto('service_state').values({ key: 'n', value: '0' }).execute();
    const add = (on: Kysely<Database>): Promise<void> =>
      on.transaction().execute(async (trx) => {
        // Write first, so that PostgreSQL locks the row before it is read.
        await trx
          .updateTable('service_state')
          .set((eb) => ({ value: eb.ref('value') }))
          .where('key', '=', 'n')
          .execute();
        const { value } = await trx
          .selectFrom('service_state')
          .select('value')
          .where('key', '=', 'n')
          .executeTakeFirstOrThrow();
        await trx
          .updateTable('service_state')
          .set({ value: String(Number(value) + 1) })
          .where('key', '=', 'n')
          .execute();
      });
    await Promise.all(Array.from({ length: 40 }, (_, index) => add(index % 2 === 0 ? db : second.db)));
    expect(await db.selectFrom('service_state').select('value').where('key', '=', 'n').executeTakeFirst()).toEqual({
      value: '40',
    });
  });

  it('rolls back a failed transaction and keeps working', async () => {
    const failing = db.transaction().execute(async (trx) => {
      await trx.insertInto('service_state').values({ key: 'a', value: '1' }).execute();
      throw new Error('not so');
    });
    await expect(failing).rejects.toThrow('not so');
    expect(await db.selectFrom('service_state').selectAll().execute()).toEqual([]);
  });

  it('rejects queries after close', async () => {
    await open.splice(0)[0]?.close();
    await expect(db.selectFrom('service_state').selectAll().execute()).rejects.toThrow();
  });
});

describe('a SQLite file', () => {
  let database: TestDatabase;
  let file: string;
  beforeEach(async () => {
    database = await emptyDatabase('sqlite');
    file = database.address.kind === 'sqlite' ? database.address.file : '';
    await mkdir(dirname(file), { recursive: true });
  });
  afterEach(() => database.remove());

  it.each([
    ['to the disk at every commit (FULL) by default', undefined, 2],
    ['never (OFF) when a test asks for it', 'off', 0],
  ] as const)('is flushed %s', async (_title, synchronous, expected) => {
    const open = await openDatabase({ kind: 'sqlite', file, ...(synchronous && { synchronous }) });
    try {
      const { rows } = await sql<{ synchronous: number }>`pragma synchronous`.execute(open.db);
      expect(rows).toEqual([{ synchronous: expected }]);
    } finally {
      await open.close();
    }
  });

  it('reports a file that is not a database as damaged and does not change it', async () => {
    const bytes = randomBytes(8_192);
    await writeFile(file, bytes);
    await expect(openDatabase(database.address)).rejects.toMatchObject({ code: 'database-damaged' });
    expect(await readFile(file)).toEqual(bytes);
  });

  it('reports a corrupted file as damaged', async () => {
    const first = await openDatabase(database.address);
    await migrateToLatest(first.db, migrations);
    await first.close();
    const bytes = await readFile(file);
    bytes.fill(0xaa, 4_096);
    await writeFile(file, bytes);
    const again = async (): Promise<void> => {
      const second = await openDatabase(database.address);
      try {
        await migrateToLatest(second.db, migrations);
      } finally {
        await second.close();
      }
    };
    await expect(again()).rejects.toMatchObject({ code: 'database-damaged' });
  });

  it('reports a full disk, keeps existing data and recovers when space is available', async () => {
    const { db, close } = await openDatabase(database.address).then((one) => ({ ...one, close: () => one.close() }));
    try {
      await migrateToLatest(db, migrations);
      await sql`pragma max_page_count = 60`.execute(db);
      const write = (key: string): Promise<unknown> =>
        db.transaction().execute((trx) =>
          trx
            .insertInto('service_state')
            .values({ key, value: 'x'.repeat(900_000) })
            .execute(),
        );
      const error: unknown = await write('large').then(
        () => null,
        (reason: unknown) => reason,
      );
      expect(storageFailureCode(error)).toBe('storage-full');
      expect(await db.selectFrom('service_state').selectAll().execute()).toEqual([]);
      await sql`pragma max_page_count = 100000`.execute(db);
      await write('large');
      expect(await db.selectFrom('service_state').select('key').execute()).toEqual([{ key: 'large' }]);
    } finally {
      await close();
    }
  });
});
