import { afterEach, beforeEach, expect, it } from 'vitest';
import { describeOnDatabases, emptyDatabase, type TestDatabase } from '#tests/databases.ts';
import { openDatabase, type OpenDatabase } from './connect.ts';
import { migrateToLatest } from './migrate.ts';
import { migrations } from '../../migrations/index.ts';

describeOnDatabases('migrations', (kind) => {
  let database: TestDatabase;
  let open: OpenDatabase;
  beforeEach(async () => {
    database = await emptyDatabase(kind);
    open = await openDatabase(database.address);
  });
  afterEach(async () => {
    await open.close();
    await database.remove();
  });

  it('migrate an empty database to the current version and do nothing on the second run', async () => {
    expect(await migrateToLatest(open.db, migrations)).toEqual(expect.arrayContaining(['0001-core', '0002-accounts']));
    expect(await migrateToLatest(open.db, migrations)).toEqual([]);
  });

  it('refuse a database of a newer version without changing it', async () => {
    await migrateToLatest(open.db, migrations);
    const own = open.db.$extendTables<Record<'kysely_migration', { name: string; timestamp: string }>>();
    await own
      .insertInto('kysely_migration')
      .values({ name: '9999-from-the-future', timestamp: '2030-01-01T00:00:00.000Z' })
      .execute();
    await expect(migrateToLatest(open.db, migrations)).rejects.toMatchObject({ code: 'database-newer' });
    expect(await own.selectFrom('kysely_migration').select('name').execute()).toContainEqual({
      name: '9999-from-the-future',
    });
  });

  it.each(['ledger_transactions', 'ledger_entries', 'charges'] as const)('let nobody change %s', async (table) => {
    await migrateToLatest(open.db, migrations);
    const { db } = open;
    await db
      .insertInto('contracts')
      .values({
        number: '1000000001',
        surname: 'A',
        first_name: 'B',
        patronymic: null,
        address: 'C',
        signed_on: '2026-01-01',
        status: 'active',
        status_since: 0,
        resumes_on: null,
        phone: null,
        email: null,
      })
      .execute();
    await db
      .insertInto('packages')
      .values({ id: 'p', kind: 'base', name_ru: 'p', name_en: 'p', name_sv: 'p', monthly_kopecks: 100 })
      .execute();
    const day = '2026-01-01';
    await db
      .insertInto('ledger_transactions')
      .values({ id: 1, kind: 'opening', at: 0, day, method: null, idempotency_key: null })
      .execute();
    await db
      .insertInto('ledger_entries')
      .values({ id: 1, transaction_id: 1, account_id: 1, amount_kopecks: 1, package_id: null })
      .execute();
    const charge = { day, contract_number: '1000000001', package_id: 'p', monthly_kopecks: 100, amount_kopecks: 3 };
    await db
      .insertInto('charges')
      .values({ ...charge, transaction_id: 1 })
      .execute();
    await expect(db.deleteFrom(table).execute()).rejects.toThrow('append-only');
    const change =
      table === 'ledger_transactions'
        ? db.updateTable(table).set({ kind: 'bonus' })
        : db.updateTable(table).set({ amount_kopecks: 2 });
    await expect(change.execute()).rejects.toThrow('append-only');
    expect(
      await db
        .selectFrom(table)
        .select((eb) => eb.fn.countAll<number>().as('n'))
        .execute(),
    ).toMatchObject([{ n: 1 }]);
  });
});
