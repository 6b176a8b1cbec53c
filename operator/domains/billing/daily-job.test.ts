import fc from 'fast-check';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { describeOnDatabases, freshDatabase } from '#tests/databases.ts';
import { audit } from '../audit/audit.ts';
import { addDays } from '../../platform/clock/days.ts';
import {
  readContractBilling,
  readContractBillings,
  type ContractBilling,
} from '../contracts/billing-state-repository.ts';
import type { Core } from '../../platform/lifecycle/core.ts';
import { openTestCore, type TestCore } from '#tests/operator/test-database.ts';
import { inSnapshot, inTransaction } from '../../platform/database/unit-of-work.ts';
import { afterTopUp, simulate } from '../forecast/rules.ts';
import { demoPackages } from '../../outside/seed/catalogue-data.ts';
import { writeCatalogue } from '../../outside/seed/write.ts';
import { billOneDay, billThroughToday } from './daily-job.ts';
import { writeTestContracts, type TestContract } from '#tests/operator/billing-fixture.ts';
import { IdempotencyKeyReused, topUp } from './top-up.ts';

const dayMs = 86_400_000;

function read(core: Core, number: string): Promise<ContractBilling> {
  return inSnapshot(core, async (trx) => {
    const found = await readContractBilling(trx, number, core.clock.today(), false);
    if (found === null) throw new Error(`No contract ${number}.`);
    return found;
  });
}

async function eventsOf(core: Core, number: string): Promise<unknown[]> {
  const rows = await core.db
    .selectFrom('events')
    .selectAll()
    .where('contract_number', '=', number)
    .orderBy('id')
    .execute();
  return rows.map((row) => ({ type: row.type, ...(JSON.parse(row.data) as object) }));
}

async function openBilling(kind: 'sqlite' | 'postgres'): Promise<TestCore> {
  const test = await openTestCore(await freshDatabase(kind));
  await inTransaction(test.core, ({ trx }) => writeCatalogue(trx, 0));
  return test;
}

const trio = [
  { id: 'base-optimum', endsInDays: null },
  { id: 'cinema-hall', endsInDays: null },
  { id: 'football-1-3', endsInDays: 8 },
];

describeOnDatabases('the daily job', (kind) => {
  let test: TestCore;
  let core: Core;
  beforeEach(async () => {
    test = await openBilling(kind);
    ({ core } = test);
  });
  afterEach(() => test.close());

  it('charges each active contract at 00:00, publishes events and wakes subscribers', async () => {
    await writeTestContracts(core, [{ number: '1000000001', balanceKopecks: 73_740, packages: trio }]);
    let woken = 0;
    core.events.subscribe(() => (woken += 1));
    await core.clock.advance(dayMs);
    expect(await billThroughToday(core)).toEqual(['2026-11-23']);
    expect(await eventsOf(core, '1000000001')).toEqual([
      { type: 'daily-charged', day: '2026-11-23', amountKopecks: 3_327, balanceKopecks: 70_413 },
    ]);
    expect(woken).toBe(1);
    expect(await billThroughToday(core)).toEqual([]);
  });

  it('catches up on missed days in order, each at its own price', async () => {
    await writeTestContracts(core, [{ number: '1000000001', balanceKopecks: 73_740, packages: trio }]);
    await core.clock.advance(10 * dayMs);
    const days = await billThroughToday(core);
    expect(days).toEqual(Array.from({ length: 10 }, (_, index) => addDays('2026-11-23', index)));
    const { state } = await read(core, '1000000001');
    expect(state.balanceKopecks).toBe(73_740 - 8 * 3_327 - 2 * 2_251);
  });

  it('warns once at 3 days and once at 1 day left, then blocks without a charge', async () => {
    // Enough for four more days and a few kopecks.
    await writeTestContracts(core, [{ number: '1000000001', balanceKopecks: 4 * 3_327 + 5, packages: trio }]);
    for (let day = 0; day < 7; day += 1) {
      await core.clock.advance(dayMs);
      await billThroughToday(core);
    }
    const events = (await eventsOf(core, '1000000001')) as { type: string }[];
    expect(events.filter((event) => event.type !== 'daily-charged')).toEqual([
      { type: 'reception-warning', daysLeft: 3, lastDay: '2026-11-26', balanceKopecks: 3 * 3_327 + 5 },
      { type: 'reception-warning', daysLeft: 1, lastDay: '2026-11-26', balanceKopecks: 3_327 + 5 },
      { type: 'reception-blocked', missingKopecks: 3_322 },
    ]);
    expect(events.filter((event) => event.type === 'daily-charged')).toHaveLength(5);
    expect((await read(core, '1000000001')).state).toMatchObject({ status: 'blocked', balanceKopecks: -3_322 });
  });

  it('takes back a due promise first and blocks contracts that then owe money', async () => {
    const promise = { amountKopecks: 8_600, dueInDays: 1 };
    await writeTestContracts(core, [{ number: '1000000001', balanceKopecks: 40, packages: trio, promise }]);
    await core.clock.advance(dayMs);
    await billThroughToday(core);
    expect(await eventsOf(core, '1000000001')).toEqual([
      { type: 'promise-returned', amountKopecks: 8_600, balanceKopecks: -8_560 },
      { type: 'reception-blocked', missingKopecks: 8_560 },
    ]);
    const { status } = await core.db.selectFrom('promises').select('status').executeTakeFirstOrThrow();
    expect(status).toBe('returned');
  });

  it('charges once when several instances run concurrently', async () => {
    const numbers = Array.from({ length: 23 }, (_, index) => String(1_000_000_000 + index));
    await writeTestContracts(
      core,
      numbers.map((number) => ({ number, balanceKopecks: 50_000, packages: trio })),
    );
    const others = [await test.another(), await test.another()];
    await core.clock.advance(3 * dayMs);
    for (const other of others) await other.clock.reload();
    const runs = [core, ...others, core].map(async (each) => {
      for (const day of ['2026-11-23', '2026-11-24', '2026-11-25']) await billOneDay(each, day, 5);
    });
    await Promise.all(runs);
    const rows = await core.db
      .selectFrom('charges')
      .select((eb) => ['contract_number', eb.fn.countAll<number>().as('count')])
      .groupBy('contract_number')
      .execute();
    expect(rows).toHaveLength(numbers.length);
    expect(rows.every((row) => row.count === 9)).toBe(true);
    const charged = await core.db.selectFrom('events').select('id').where('type', '=', 'daily-charged').execute();
    expect(charged).toHaveLength(3 * numbers.length);
    expect((await audit(core)).findings).toEqual([]);
  });
});

describeOnDatabases('a top-up', (kind) => {
  let test: TestCore;
  let core: Core;
  beforeEach(async () => {
    test = await openBilling(kind);
    ({ core } = test);
    await writeTestContracts(core, [
      { number: '1000000001', balanceKopecks: -8_560, status: 'blocked', packages: trio },
      { number: '1000000002', balanceKopecks: 100, packages: trio, promise: { amountKopecks: 5_000, dueInDays: 3 } },
    ]);
  });
  afterEach(() => test.close());
  const input = {
    contractNumber: '1000000001',
    amountKopecks: 8_600,
    method: 'cash-desk',
    idempotencyKey: 'key-0001',
  } as const;

  it('of the missing amount restores reception at once with the day’s charge; the next daily job checks again', async () => {
    const result = await topUp(core, input);
    expect(result.balanceKopecks).toBe(40 - 3_327);
    expect(await eventsOf(core, '1000000001')).toEqual([
      { type: 'top-up-credited', amountKopecks: 8_600, balanceKopecks: 40 },
      { type: 'reception-restored', balanceKopecks: 40 - 3_327, lastDay: '2026-11-22' },
    ]);
    expect(await read(core, '1000000001')).toMatchObject({ chargedKopecks: 3_327, state: { status: 'active' } });
    await core.clock.advance(dayMs);
    await billThroughToday(core);
    expect((await read(core, '1000000001')).state).toMatchObject({ status: 'blocked', balanceKopecks: 40 - 3_327 });
  });

  it('that is too small does not restore reception', async () => {
    await topUp(core, { ...input, amountKopecks: 8_559 });
    expect((await read(core, '1000000001')).state).toMatchObject({ status: 'blocked', balanceKopecks: -1 });
  });

  it('repays a running promise first', async () => {
    await topUp(core, { ...input, contractNumber: '1000000002', amountKopecks: 7_000 });
    expect((await read(core, '1000000002')).state).toMatchObject({ balanceKopecks: 2_100, promise: null });
    const { status, repaid_kopecks: repaid } = await core.db
      .selectFrom('promises')
      .selectAll()
      .executeTakeFirstOrThrow();
    expect([status, repaid]).toEqual(['repaid', 5_000]);
  });

  it('with the same key is credited once, also for ten concurrent calls on two instances', async () => {
    const other = await test.another();
    const results = await Promise.all(
      Array.from({ length: 10 }, (_, index) =>
        topUp(index % 2 === 0 ? core : other, { ...input, amountKopecks: 50_000 }),
      ),
    );
    expect(new Set(results.map((result) => result.entryId)).size).toBe(1);
    expect((await read(core, '1000000001')).state.balanceKopecks).toBe(50_000 - 8_560 - 3_327);
  });

  it('rejects a key used for another top-up, and an unknown contract', async () => {
    await topUp(core, input);
    await expect(topUp(core, { ...input, amountKopecks: 1_000 })).rejects.toThrow(IdempotencyKeyReused);
    await expect(
      topUp(core, { ...input, contractNumber: '9999999999', idempotencyKey: 'another-key' }),
    ).rejects.toThrow('contract-not-found');
  });
});

const contractIds = demoPackages.map((item) => item.id);
const anyContract = fc.record({
  balanceKopecks: fc.integer({ min: -20_000, max: 120_000 }),
  packages: fc.uniqueArray(
    fc.record({
      id: fc.constantFrom(...contractIds),
      endsInDays: fc.option(fc.integer({ min: 0, max: 40 })),
    }),
    { selector: (item) => item.id, minLength: 1, maxLength: 4 },
  ),
  kind: fc.constantFrom('active', 'active', 'promise', 'suspended'),
  promisedKopecks: fc.integer({ min: 10, max: 1_000 }).map((roubles) => roubles * 100),
  dueInDays: fc.integer({ min: 1, max: 5 }),
  topUpKopecks: fc.option(fc.integer({ min: 1_000, max: 60_000 })),
});

describe('the forecast matches the daily job', () => {
  describeOnDatabases('over 45 days', (kind) => {
    let test: TestCore;
    let next = 5_000_000_000;
    beforeAll(async () => {
      test = await openBilling(kind);
    });
    afterAll(() => test.close());

    it('in balance and reception of every day, with and without a top-up', async () => {
      const { core } = test;
      const { forecastDays, untilHorizonDays } = core.profile.billing;
      await fc.assert(
        fc.asyncProperty(fc.array(anyContract, { minLength: 10, maxLength: 16 }), async (drawn) => {
          const contracts = drawn.map((contract): TestContract & { topUpKopecks: number | null } => {
            next += 1;
            const { balanceKopecks, kind: case_, promisedKopecks, dueInDays } = contract;
            const promise = case_ === 'promise' ? { amountKopecks: promisedKopecks, dueInDays } : null;
            const status = case_ === 'suspended' ? 'suspended' : balanceKopecks < 0 && !promise ? 'blocked' : 'active';
            return { ...contract, number: String(next), status, promise };
          });
          await writeTestContracts(core, contracts);
          const foretold = new Map<string, ReturnType<typeof simulate>>();
          for (const { number, topUpKopecks } of contracts) {
            const { state, chargedKopecks } = await read(core, number);
            const start = { state, today: core.clock.today(), chargedTodayKopecks: chargedKopecks };
            const then = topUpKopecks === null ? start : afterTopUp(start, topUpKopecks);
            foretold.set(number, simulate(then, forecastDays, untilHorizonDays));
            if (topUpKopecks === null) continue;
            await topUp(core, {
              contractNumber: number,
              amountKopecks: topUpKopecks,
              method: 'sbp',
              idempotencyKey: `property-${number}`,
            });
          }
          for (let ahead = 0; ahead <= 45; ahead += 1) {
            const day = core.clock.today();
            const real = await inSnapshot(core, (trx) =>
              readContractBillings(trx, { after: String(Number(contracts[0]?.number) - 1), limit: 100 }, day, false),
            );
            expect(
              real.map(({ number, state: { balanceKopecks, status } }) => ({
                number,
                day,
                balanceKopecks,
                reception: status === 'active' ? 'on' : 'off',
              })),
            ).toEqual(
              contracts.map(({ number }) => {
                const point = foretold.get(number)?.points[ahead];
                const { balanceKopecks, reception } = point ?? {};
                return { number, day: point?.day, balanceKopecks, reception };
              }),
            );
            await core.clock.advance(dayMs);
            await billThroughToday(core);
          }
          expect((await audit(core)).findings).toEqual([]);
        }),
        { numRuns: 2 },
      );
    }, 60_000);
  });
});

const anyStep = fc.oneof(
  fc.record({ step: fc.constant('days' as const), count: fc.integer({ min: 1, max: 4 }) }),
  fc.record({
    step: fc.constant('top-up' as const),
    index: fc.integer({ min: 0, max: 3 }),
    amountKopecks: fc.integer({ min: 1_000, max: 90_000 }),
    key: fc.integer({ min: 0, max: 5 }),
  }),
);

describeOnDatabases('the ledger', (kind) => {
  let test: TestCore;
  let next = 6_000_000_000;
  beforeAll(async () => {
    test = await openBilling(kind);
  });
  afterAll(() => test.close());

  it('sums to zero and passes the audit after random operations', async () => {
    const { core } = test;
    await fc.assert(
      fc.asyncProperty(
        fc.array(anyContract, { minLength: 4, maxLength: 4 }),
        fc.array(anyStep, { maxLength: 12 }),
        async (drawn, steps) => {
          const numbers = drawn.map(() => String((next += 1)));
          await writeTestContracts(
            core,
            drawn.map(({ balanceKopecks, packages }, index) => ({
              number: numbers[index] ?? '',
              balanceKopecks,
              packages,
              status: balanceKopecks < 0 ? ('blocked' as const) : ('active' as const),
            })),
          );
          for (const step of steps) {
            if (step.step === 'days') {
              await core.clock.advance(step.count * dayMs);
              await billThroughToday(core);
              continue;
            }
            const number = numbers[step.index] ?? '';
            const repeated = topUp(core, {
              contractNumber: number,
              amountKopecks: step.amountKopecks,
              method: 'mobile',
              idempotencyKey: `${number}-${step.key}`,
            });
            await repeated.catch((error: unknown) => {
              if (!(error instanceof IdempotencyKeyReused)) throw error;
            });
          }
          expect((await audit(core)).findings).toEqual([]);
        },
      ),
      { numRuns: 8 },
    );
  }, 60_000);
});
