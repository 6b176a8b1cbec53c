import fc from 'fast-check';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { describeOnDatabases, freshDatabase } from '#tests/databases.ts';
import type { PromiseTerms } from '#protocol/api/promises.ts';
import { outcomes, refusal, refusalCode } from '#tests/operator/session-fixture.ts';
import { audit } from '../audit/audit.ts';
import { billThroughToday } from '../billing/daily-job.ts';
import { writeTestContracts, type TestContract } from '#tests/operator/billing-fixture.ts';
import { topUp } from '../billing/top-up.ts';
import { readContractBilling } from '../contracts/billing-state-repository.ts';
import type { BillingState } from '../contracts/billing-rules.ts';
import type { Core } from '../../platform/lifecycle/core.ts';
import { openTestCore, type TestCore } from '#tests/operator/test-database.ts';
import { inSnapshot, inTransaction } from '../../platform/database/unit-of-work.ts';
import { demoPackages } from '../../outside/seed/catalogue-data.ts';
import { writeCatalogue } from '../../outside/seed/write.ts';
import { readPromiseTerms, takePromise, type PromiseTaking } from './promises.ts';

const dayMs = 86_400_000;
const number = '1000000001';
const trio = [
  { id: 'base-optimum', endsInDays: null },
  { id: 'cinema-hall', endsInDays: null },
  { id: 'football-1-3', endsInDays: 8 },
];
const dayKopecks = 3_327;
const key = (name: string): string => name.padEnd(16, '-');

async function stateOf(core: Core, contractNumber = number): Promise<BillingState> {
  return inSnapshot(core, async (trx) => {
    const found = await readContractBilling(trx, contractNumber, core.clock.today(), false);
    if (found === null) throw new Error(`No contract ${contractNumber}.`);
    return found.state;
  });
}

async function eventsOf(core: Core): Promise<unknown[]> {
  const rows = await core.db.selectFrom('events').selectAll().orderBy('id').execute();
  return rows.map((row) => ({ type: row.type, ...(JSON.parse(row.data) as object) }));
}

/** Lines of a contract's statement: a movement each. */
async function movements(core: Core): Promise<unknown[]> {
  return core.db
    .selectFrom('ledger_entries as e')
    .innerJoin('ledger_transactions as t', 't.id', 'e.transaction_id')
    .innerJoin('ledger_accounts as a', 'a.id', 'e.account_id')
    .select((eb) => ['t.kind', eb.fn.sum<number>('e.amount_kopecks').as('kopecks')])
    .where('a.contract_number', '=', number)
    .groupBy(['t.id', 't.kind'])
    .orderBy('t.id')
    .execute();
}

async function daysLater(core: Core, days: number): Promise<void> {
  for (let day = 0; day < days; day += 1) {
    await core.clock.advance(dayMs);
    await billThroughToday(core);
  }
}

describeOnDatabases('a promised payment', (kind) => {
  let test: TestCore;
  let core: Core;
  beforeEach(async () => {
    test = await openTestCore(await freshDatabase(kind));
    ({ core } = test);
    await inTransaction(core, ({ trx }) => writeCatalogue(trx, 0));
  });
  afterEach(() => test.close());

  async function pay(amountKopecks: number, name: string, contractNumber = number): Promise<void> {
    await topUp(core, { contractNumber, amountKopecks, method: 'cash-desk', idempotencyKey: `test-${name}` });
  }
  /** A contract that once paid a rouble. */
  async function write(contract: Omit<TestContract, 'number'>): Promise<void> {
    await writeTestContracts(core, [{ number, ...contract, balanceKopecks: contract.balanceKopecks - 100 }]);
    await pay(100, 'once');
    await core.db.deleteFrom('events').execute();
  }
  const writeBlocked = (): Promise<void> => write({ balanceKopecks: -8_560, status: 'blocked', packages: trio });
  const taking = (name: string, part: Partial<PromiseTaking> = {}): PromiseTaking => ({
    accountId: 'vera',
    contractNumber: number,
    amountKopecks: 25_200,
    dueOn: '2026-11-27',
    key: key(name),
    ...part,
  });
  /** Takes whatever is offered. */
  async function takeOffer(name: string, of: Core = core, contractNumber = number): Promise<PromiseTerms> {
    const { offer, reasons } = await readPromiseTerms(of, contractNumber);
    if (offer === null) throw new Error(`There are reasons: ${JSON.stringify(reasons)}`);
    const { amountKopecks, dueOn } = offer;
    return takePromise(of, taking(name, { contractNumber, amountKopecks, dueOn }));
  }
  const numbersOf = async (): Promise<number[]> =>
    (await readPromiseTerms(core, number)).reasons.map((reason) => reason.number);

  it('is what was offered, and brings reception back at once', async () => {
    await writeBlocked();
    const { offer, reasons, running } = await readPromiseTerms(core, number);
    expect([reasons, running]).toEqual([[], null]);
    expect(offer).toMatchObject({ amountKopecks: 25_200, feeKopecks: 0, dueOn: '2026-11-27', lastDay: '2026-11-26' });
    const terms = await takePromise(core, taking('first'));
    expect(terms).toMatchObject({
      running: { amountKopecks: 25_200, dueOn: '2026-11-27', takenAt: '2026-11-22T06:45:00.000Z' },
      offer: null,
      reasons: [
        { number: 11, liftsOn: '2026-11-27', amountKopecks: 25_200 },
        { number: 12, liftsOn: '2026-12-22' },
      ],
    });
    expect(await readPromiseTerms(core, number)).toEqual(terms);
    const balanceKopecks = 25_200 - 8_560 - dayKopecks;
    expect(await stateOf(core)).toMatchObject({
      status: 'active',
      balanceKopecks,
      promise: { outstandingKopecks: 25_200, dueOn: '2026-11-27' },
    });
    expect(await eventsOf(core)).toEqual([
      { type: 'promise-taken', amountKopecks: 25_200, dueOn: '2026-11-27', lastDay: '2026-11-26' },
      { type: 'reception-restored', balanceKopecks, lastDay: '2026-11-26' },
    ]);
    expect(await movements(core)).toEqual([
      { kind: 'opening', kopecks: -8_660 },
      { kind: 'top-up', kopecks: 100 },
      { kind: 'promise', kopecks: 25_200 },
      { kind: 'restore-charge', kopecks: -dayKopecks },
    ]);
    expect((await audit(core)).findings).toEqual([]);
  });

  it('before reception goes off keeps it on, and charges nothing twice', async () => {
    await write({ balanceKopecks: 3_400, packages: trio });
    await takeOffer('first');
    expect(await eventsOf(core)).toEqual([
      { type: 'promise-taken', amountKopecks: 10_000, dueOn: '2026-11-27', lastDay: '2026-11-26' },
    ]);
    await daysLater(core, 4);
    expect(await stateOf(core)).toMatchObject({ status: 'active', balanceKopecks: 13_400 - 4 * dayKopecks });
  });

  it('paid in time is repaid first, and its day takes nothing', async () => {
    await writeBlocked();
    await takeOffer('first');
    await daysLater(core, 2);
    await core.db.deleteFrom('events').execute();
    const balance = 25_200 - 8_560 - 3 * dayKopecks;
    await pay(10_000, 'a part');
    expect(await stateOf(core)).toMatchObject({
      balanceKopecks: balance,
      promise: { outstandingKopecks: 15_200, dueOn: '2026-11-27' },
    });
    expect((await readPromiseTerms(core, number)).running).toMatchObject({ amountKopecks: 15_200 });
    await pay(40_000, 'the rest');
    expect(await stateOf(core)).toMatchObject({ balanceKopecks: balance + 24_800, promise: null });
    expect(await eventsOf(core)).toEqual([
      { type: 'top-up-credited', amountKopecks: 10_000, balanceKopecks: balance + 10_000 },
      { type: 'promise-returned', amountKopecks: 10_000, balanceKopecks: balance },
      { type: 'top-up-credited', amountKopecks: 40_000, balanceKopecks: balance + 40_000 },
      { type: 'promise-returned', amountKopecks: 15_200, balanceKopecks: balance + 24_800 },
    ]);
    await daysLater(core, 5);
    expect(await stateOf(core)).toMatchObject({
      status: 'active',
      balanceKopecks: balance + 24_800 - 5 * dayKopecks,
    });
    const { status, repaid_kopecks: repaid } = await core.db
      .selectFrom('promises')
      .selectAll()
      .executeTakeFirstOrThrow();
    expect([status, repaid]).toEqual(['repaid', 25_200]);
    expect((await audit(core)).findings).toEqual([]);
  });

  it('unpaid is taken back on its day, which switches reception off; another waits for the debt and the month', async () => {
    await writeBlocked();
    await takeOffer('first');
    await daysLater(core, 4);
    expect((await stateOf(core)).status).toBe('active');
    await core.db.deleteFrom('events').execute();
    await daysLater(core, 1);
    expect(await eventsOf(core)).toEqual([
      { type: 'promise-returned', amountKopecks: 25_200, balanceKopecks: 5 - 25_200 },
      { type: 'reception-blocked', missingKopecks: 25_195 },
    ]);
    expect(await stateOf(core)).toMatchObject({ status: 'blocked', balanceKopecks: 5 - 25_200, promise: null });
    expect((await readPromiseTerms(core, number)).reasons).toMatchObject([
      { number: 12, liftsOn: '2026-12-22', amountKopecks: 25_195, action: 'top-up' },
    ]);
    // The month is over, the debt is not.
    await daysLater(core, 25);
    expect(core.clock.today()).toBe('2026-12-22');
    expect((await readPromiseTerms(core, number)).reasons).toMatchObject([
      { number: 12, liftsOn: null, amountKopecks: 25_195, action: 'top-up' },
    ]);
    expect((await refusal(takePromise(core, taking('again', { dueOn: '2026-12-27' })))).facts.reasons).toMatchObject([
      { number: 12 },
    ]);
    await pay(25_200, 'the debt');
    await daysLater(core, 1);
    expect(await numbersOf()).toEqual([]);
    await takeOffer('again');
    expect(await core.db.selectFrom('promises').select('status').orderBy('id').execute()).toEqual([
      { status: 'returned' },
      { status: 'running' },
    ]);
  });

  it('can be taken again after thirty days when the first was paid', async () => {
    await writeBlocked();
    await takeOffer('first');
    await pay(25_200, 'the promise');
    await daysLater(core, 29);
    expect(await numbersOf()).toEqual([12]);
    await daysLater(core, 1);
    expect(await numbersOf()).toEqual([]);
    await takeOffer('second');
    expect((await stateOf(core)).status).toBe('active');
  });

  it.each<[number, Omit<TestContract, 'number'>, 'paid' | 'never paid']>([
    [13, { balanceKopecks: -8_560, status: 'blocked', packages: trio }, 'never paid'],
    [14, { balanceKopecks: 500, status: 'suspended', packages: trio }, 'paid'],
    [15, { balanceKopecks: -83_400, status: 'blocked', packages: trio }, 'paid'],
    [16, { balanceKopecks: 73_740, packages: trio }, 'paid'],
    [41, { balanceKopecks: 0, status: 'closed', packages: trio }, 'paid'],
  ])('is refused for reason %i, and nothing moves', async (reason, contract, paid) => {
    await (paid === 'paid' ? write(contract) : writeTestContracts(core, [{ number, ...contract }]));
    expect((await readPromiseTerms(core, number)).offer).toBeNull();
    expect(await numbersOf()).toEqual([reason]);
    const before = await stateOf(core);
    const { code, facts } = await refusal(takePromise(core, taking('first')));
    expect(code).toBe('promise-refused');
    expect(facts.reasons?.map((one) => one.number)).toEqual([reason]);
    expect(await stateOf(core)).toEqual(before);
    expect(await core.db.selectFrom('promises').selectAll().execute()).toEqual([]);
    expect((await eventsOf(core)).map((event) => (event as { type: string }).type)).not.toContain('promise-taken');
  });

  it('that is another one by now is refused, and nothing moves', async () => {
    await writeBlocked();
    for (const [name, part] of Object.entries({
      amount: { amountKopecks: 25_100 },
      more: { amountKopecks: 100_000 },
      day: { dueOn: '2026-11-28' },
    })) {
      expect(await refusalCode(takePromise(core, taking(name, part)))).toBe('promise-changed');
    }
    // Midnight came between looking and taking: its day is another one, and so is what is missing.
    await daysLater(core, 1);
    expect(await refusalCode(takePromise(core, taking('late')))).toBe('promise-changed');
    expect(await core.db.selectFrom('promises').selectAll().execute()).toEqual([]);
    // The same key tries again with what is offered now: the refused one did nothing.
    await takeOffer('late');
    expect((await stateOf(core)).status).toBe('active');
  });

  it('is given once a key, with the same answer, however late and to however many at once', async () => {
    await writeBlocked();
    const others = [core, await test.another()];
    const all = await Promise.all(
      Array.from({ length: 10 }, (_, index) =>
        takePromise(others[index % 2] ?? core, taking('first')).then(
          (terms) => terms,
          () => null,
        ),
      ),
    );
    const answer = await takePromise(core, taking('first'));
    for (const one of all) if (one !== null) expect(one).toEqual(answer);
    expect(all.filter((one) => one !== null).length).toBeGreaterThan(0);
    await pay(90_000, 'more than all');
    expect(await takePromise(core, taking('first'))).toEqual(answer);
    expect(await refusalCode(takePromise(core, taking('first', { amountKopecks: 25_300 })))).toBe(
      'idempotency-key-reused',
    );
    expect(await refusalCode(takePromise(core, taking('none', { key: undefined })))).toBe('idempotency-key-missing');
    expect(await core.db.selectFrom('promises').selectAll().execute()).toHaveLength(1);
    expect((await movements(core)).filter((line) => (line as { kind: string }).kind === 'promise')).toHaveLength(1);
  });

  it('of two at once under two keys is one, and the other is refused', async () => {
    await writeBlocked();
    const other = await test.another();
    const both = await outcomes([
      takePromise(core, taking('one')),
      takePromise(other, taking('two')),
      takePromise(core, taking('three')),
    ]);
    expect(both.sort()).toEqual(['good', 'promise-refused', 'promise-refused']);
    expect(await core.db.selectFrom('promises').selectAll().execute()).toHaveLength(1);
    expect((await stateOf(core)).balanceKopecks).toBe(25_200 - 8_560 - dayKopecks);
  });

  it('is refused for a contract that does not exist', async () => {
    await expect(readPromiseTerms(core, '9999999999')).rejects.toThrow('contract-not-found');
    await expect(takePromise(core, taking('first', { contractNumber: '9999999999' }))).rejects.toThrow(
      'contract-not-found',
    );
  });

  it('with a fee is one movement, and the fee the operator’s at once', async () => {
    await writeBlocked();
    const profile = { ...core.profile, promises: { ...core.profile.promises, feeKopecks: 3_000 } };
    const paid = { ...core, profile };
    await takeOffer('first', paid);
    expect(await movements(core)).toEqual([
      { kind: 'opening', kopecks: -8_660 },
      { kind: 'top-up', kopecks: 100 },
      { kind: 'promise', kopecks: 25_200 },
      { kind: 'restore-charge', kopecks: -dayKopecks },
    ]);
    expect(await stateOf(core)).toMatchObject({
      balanceKopecks: 25_200 - 8_560 - dayKopecks,
      promise: { outstandingKopecks: 28_200 },
    });
    const { taken, revenue } = await core.db
      .selectFrom('ledger_entries as e')
      .innerJoin('ledger_transactions as t', 't.id', 'e.transaction_id')
      .innerJoin('ledger_accounts as a', 'a.id', 'e.account_id')
      .select((eb) => [
        eb.fn.sum<number>('e.amount_kopecks').filterWhere('a.kind', '=', 'promises').as('taken'),
        eb.fn.sum<number>('e.amount_kopecks').filterWhere('a.kind', '=', 'revenue').as('revenue'),
      ])
      .where('t.kind', '=', 'promise')
      .executeTakeFirstOrThrow();
    expect([taken, revenue]).toEqual([-28_200, 3_000]);
    expect((await audit(core)).findings).toEqual([]);
  });

  const anyContract = fc.record({
    balanceKopecks: fc.integer({ min: -60_000, max: 30_000 }),
    packages: fc.uniqueArray(
      fc.record({
        id: fc.constantFrom(...demoPackages.map((item) => item.id)),
        endsInDays: fc.option(fc.integer({ min: 0, max: 9 })),
      }),
      { selector: (item) => item.id, minLength: 1, maxLength: 3 },
    ),
  });

  it('is foretold as it then happens, day by day', async () => {
    let next = 5_000_000_000;
    let taken = 0;
    await fc.assert(
      fc.asyncProperty(fc.array(anyContract, { minLength: 12, maxLength: 16 }), async (drawn) => {
        const contracts = drawn.map((contract) => ({ ...contract, number: String((next += 1)) }));
        await writeTestContracts(
          core,
          contracts.map(({ balanceKopecks, ...contract }) => ({
            ...contract,
            balanceKopecks: balanceKopecks - 100,
            status: balanceKopecks < 0 ? ('blocked' as const) : ('active' as const),
          })),
        );
        const foretold = new Map<string, NonNullable<PromiseTerms['offer']>['points']>();
        for (const contract of contracts) {
          await pay(100, `once-${contract.number}`, contract.number);
          const { offer, reasons } = await readPromiseTerms(core, contract.number);
          expect(offer === null).toBe(reasons.length > 0);
          if (offer === null) continue;
          const { running } = await takeOffer(`p-${contract.number}`, core, contract.number);
          expect(running).toMatchObject({ amountKopecks: offer.amountKopecks, dueOn: offer.dueOn });
          foretold.set(contract.number, offer.points);
          taken += 1;
        }
        for (let ahead = 0; ahead <= 10; ahead += 1) {
          for (const [contractNumber, points] of foretold) {
            const { balanceKopecks, status } = await stateOf(core, contractNumber);
            const reception = status === 'active' ? 'on' : 'off';
            expect(points[ahead]).toMatchObject({ day: core.clock.today(), balanceKopecks, reception });
          }
          await daysLater(core, 1);
        }
        expect((await audit(core)).findings).toEqual([]);
      }),
      { numRuns: 2 },
    );
    expect(taken).toBeGreaterThan(5);
  }, 60_000);
});
