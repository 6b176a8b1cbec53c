import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { demoSubscribers as demoSubscribersSchema } from '#protocol/api/demo.ts';
import { describeOnDatabases, freshDatabase } from '#tests/databases.ts';
import { audit } from '../../domains/audit/audit.ts';
import { addDays, daysInMonth, dayOfMonth } from '../../platform/clock/days.ts';
import { readOverview } from '../../domains/overview/index.ts';
import { noAccount, openTestCore, type TestCore } from '#tests/operator/test-database.ts';
import { demoContracts, footballEnds } from './demo-contracts.ts';
import { demoSubscribers } from './demo-subscribers.ts';
import { readDemoSubscribers } from './guard.ts';
import { seedDemo, type CreateAccount } from './seed-demo.ts';
import { seedLarge } from './seed-large.ts';

describeOnDatabases('the demo data', (kind) => {
  let test: TestCore;
  beforeEach(async () => {
    test = await openTestCore(await freshDatabase(kind));
  });
  afterEach(() => test.close());

  it('has 12 packages, 240 channels, 24 months of history, and accounts for its subscribers', async () => {
    const made: Parameters<CreateAccount>[1][] = [];
    await seedDemo(test.core, {
      createAccount: (_, account) => {
        made.push(account);
        return Promise.resolve('');
      },
    });
    const { db } = test.core;
    expect(await db.selectFrom('packages').select('kind').execute()).toHaveLength(12);
    const channels = await db.selectFrom('channels').select('name').execute();
    expect(new Set(channels.map((channel) => channel.name)).size).toBe(240);
    const span = await db
      .selectFrom('ledger_transactions')
      .select((eb) => [eb.fn.min('day').as('first'), eb.fn.max('day').as('last'), eb.fn.max('at').as('newest')])
      .executeTakeFirstOrThrow();
    expect(span).toMatchObject({ first: '2024-11-01', last: '2026-11-22' });
    expect(span.newest).toBeLessThan(test.core.clock.now());
    expect(made.map((account) => [account.email, account.contracts.length])).toEqual([
      ['marina.sokolova@example.ru', 1],
      ['ilya.gromov@example.ru', 1],
      ['vera.lapina@example.ru', 2],
    ]);
    expect(demoSubscribersSchema.parse({ subscribers: await readDemoSubscribers(db) }).subscribers).toEqual(
      demoSubscribers,
    );
  });

  it('has no negative past balance except that of the blocked contract', async () => {
    await seedDemo(test.core, { createAccount: noAccount });
    const rows = await test.core.db
      .selectFrom('ledger_entries as e')
      .innerJoin('ledger_accounts as a', 'a.id', 'e.account_id')
      .select(['a.contract_number as number', 'e.transaction_id as id', 'e.amount_kopecks as amount'])
      .where('a.kind', '=', 'contract')
      .orderBy('e.id')
      .execute();
    const balances = new Map<string, number>();
    const below = new Set<string>();
    for (const [index, { number, id, amount }] of rows.entries()) {
      const balance = (balances.get(number ?? '') ?? 0) + amount;
      balances.set(number ?? '', balance);
      if (rows[index + 1]?.id !== id && balance < 0) below.add(`${number ?? ''} ${balance}`);
    }
    expect([...below]).toEqual([`${demoContracts.blocked} -8560`]);
  });

  it('is written to an empty database only, once, and never in production', async () => {
    const { core } = test;
    await expect(seedDemo(core, { createAccount: noAccount, production: true })).rejects.toMatchObject({
      reason: 'production',
    });
    expect(await readDemoSubscribers(core.db)).toBeNull();
    expect(await seedDemo(core, { createAccount: noAccount })).toBeGreaterThan(7_000);
    expect(await seedDemo(core, { createAccount: noAccount })).toBeNull();
  });

  it('does not change a database with other data', async () => {
    const { core } = test;
    await core.db
      .insertInto('packages')
      .values({ id: 'own', kind: 'base', name_ru: 'a', name_en: 'a', name_sv: 'a', monthly_kopecks: 1 })
      .execute();
    await expect(seedDemo(core, { createAccount: noAccount })).rejects.toMatchObject({ reason: 'not-empty' });
    expect(await core.db.selectFrom('contracts').selectAll().execute()).toEqual([]);
  });

  it('is rolled back when creating an account fails', async () => {
    const createAccount = (): Promise<string> => Promise.reject(new Error('no accounts today'));
    await expect(seedDemo(test.core, { createAccount })).rejects.toThrow('no accounts today');
    expect(await seedDemo(test.core, { createAccount: noAccount })).toBeGreaterThan(0);
  });

  it('grows to the requested size with a consistent ledger', async () => {
    const { core } = test;
    await seedDemo(core, { createAccount: noAccount, channels: 500 });
    const steps: number[] = [];
    const large = await seedLarge(core, {
      entries: 5_000,
      months: 3,
      onProgress: ({ entries }) => steps.push(entries),
    });
    expect(large.entries).toBeGreaterThanOrEqual(5_000);
    expect(large.entries).toBeLessThan(6_000);
    expect(steps.at(-1)).toBe(large.entries);
    const more = await seedLarge(core, { contracts: 7, months: 0 });
    expect(more).toEqual({ contracts: 7, entries: 14 });
    expect(await core.db.selectFrom('channels').select('id').execute()).toHaveLength(500);
    expect((await audit(core)).findings).toEqual([]);
  });
});

describe('on every day and hour', () => {
  it('football ends with the month, or with the next when this one is nearly over', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 3_000 }), (number) => {
        const today = addDays('2024-01-01', number);
        const end = footballEnds(today);
        expect(dayOfMonth(end)).toBe(daysInMonth(end));
        expect(end >= addDays(today, 3)).toBe(true);
      }),
    );
  });

  it.each([
    '2026-01-01T00:00:20+03:00',
    '2026-02-28T23:59:00+03:00',
    '2026-03-31T12:00:00+03:00',
    '2028-02-29T09:00:00+03:00',
  ])('the three subscribers are what they are said to be: %s', async (start) => {
    const test = await openTestCore(await freshDatabase('sqlite'), Date.parse(start));
    try {
      const { core } = test;
      await seedDemo(core, { createAccount: noAccount });
      const healthy = await readOverview(core, demoContracts.healthy, null);
      expect(healthy.balanceKopecks).toBe(73_740);
      expect(healthy.entries[0]?.kind).toBe('top-up');
      expect(Date.parse(healthy.entries[0]?.at ?? '')).toBeLessThanOrEqual(core.clock.now());
      expect(healthy.reception).toMatchObject({ state: 'on' });
      const runningOut = await readOverview(core, demoContracts.runningOut, null);
      expect(runningOut.reception).toMatchObject({ state: 'on', daysLeft: 1 });
      const blocked = await readOverview(core, demoContracts.blocked, null);
      expect(blocked.reception).toMatchObject({ state: 'blocked', missingKopecks: 8_560, backOnKopecks: 8_600 });
      expect((await readOverview(core, demoContracts.dacha, null)).reception).toMatchObject({ state: 'on' });
      expect((await audit(core)).findings).toEqual([]);
    } finally {
      await test.close();
    }
  });
});
