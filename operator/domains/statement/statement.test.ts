import fc from 'fast-check';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { describeOnDatabases, freshDatabase } from '#tests/databases.ts';
import type { StatementEntry, StatementPage, StatementQuery } from '#protocol/api/statement.ts';
import { audit } from '../audit/audit.ts';
import { writeTestContracts } from '#tests/operator/billing-fixture.ts';
import { addDays } from '../../platform/clock/days.ts';
import { UnknownContract } from '../contracts/unknown-contract.ts';
import type { Core } from '../../platform/lifecycle/core.ts';
import { openTestCore, type TestCore } from '#tests/operator/test-database.ts';
import { inTransaction } from '../../platform/database/unit-of-work.ts';
import { ProblemError } from '../../platform/http/problem-error.ts';
import { writeCatalogue } from '../../outside/seed/write.ts';
import { readSpending } from './spending.ts';
import { readStatement } from './statement.ts';
import {
  ask,
  firstDay,
  ledgerAccount,
  movements,
  post,
  summarise,
  type Movement,
} from '../../../tests/support/operator/statement-fixture.ts';

const most = 40;
const everySmall = fc.constantFrom(1, 3, 7, 1000);
const runs = { numRuns: 25 };

/** Effect of a movement on the balance, kopecks. */
function amountOf(movement: Movement): number {
  switch (movement.kind) {
    case 'daily-charge':
      return -movement.charges.reduce((sum, [, amount]) => sum + amount, 0);
    case 'promise-return':
      return -movement.amountKopecks;
    case 'top-up':
    case 'promise':
    case 'bonus':
      return movement.amountKopecks;
  }
}

/** Expected statement lines, newest first. */
function expectedLines(list: readonly Movement[]): { movement: Movement; amount: number; after: number }[] {
  let after = 0;
  return list
    .map((movement) => {
      const amount = amountOf(movement);
      after += amount;
      return { movement, amount, after };
    })
    .reverse();
}

const brief = ({ kind, day, amountKopecks, balanceAfterKopecks }: StatementEntry): unknown[] => [
  kind,
  day,
  amountKopecks,
  balanceAfterKopecks,
];
const briefOf = ({ movement, amount, after }: ReturnType<typeof expectedLines>[number]): unknown[] => [
  movement.kind,
  movement.day,
  amount,
  after,
];

/** Arbitrary period around the days of the movements, bounded or unbounded at either end. */
const period = fc
  .tuple(fc.option(fc.integer({ min: -3, max: 50 })), fc.option(fc.integer({ min: 0, max: 30 })))
  .map(([start, length]) => ({
    ...(start === null ? {} : { from: addDays(firstDay, start) }),
    ...(length === null ? {} : { to: addDays(firstDay, (start ?? 0) + length) }),
  }));

describeOnDatabases('statement', (kind) => {
  let test: TestCore;
  let core: Core;
  let next = 4_000_000_000;

  beforeAll(async () => {
    test = await openTestCore(await freshDatabase(kind));
    ({ core } = test);
    await inTransaction(core, ({ trx }) => writeCatalogue(trx, 0));
  });
  afterAll(() => test.close());

  /** Creates a contract with an empty account and posts the given movements. */
  async function contractWith(list: readonly Movement[], every = 3): Promise<string> {
    next += 1;
    const number = String(next);
    await writeTestContracts(core, [{ number, balanceKopecks: 0, packages: [] }]);
    // In two parts, so that some entries are after the last checkpoint.
    const part = Math.ceil((list.length * 2) / 3);
    await post(core, number, list.slice(0, part));
    await summarise(core, number, every);
    await post(core, number, list.slice(part));
    return number;
  }

  const page = (number: string, query: Partial<StatementQuery> = {}): Promise<StatementPage> =>
    readStatement(core, number, ask(query), 'nobody');

  /** Reads all pages; `between` runs before each page but the first. */
  async function allPages(
    number: string,
    query: Partial<StatementQuery>,
    between: () => Promise<void> = () => Promise.resolve(),
  ): Promise<StatementEntry[]> {
    const entries: StatementEntry[] = [];
    let cursor: string | undefined;
    for (;;) {
      const one = await page(number, { ...query, ...(cursor === undefined ? {} : { cursor }) });
      expect(one.totals === null).toBe(cursor !== undefined);
      expect(one.packages === null).toBe(cursor !== undefined);
      expect(one.entries.length).toBeLessThanOrEqual(query.limit ?? 50);
      entries.push(...one.entries);
      if (one.nextCursor === null) return entries;
      cursor = one.nextCursor;
      await between();
    }
  }

  it('lists every movement of the period, newest first, with the running balance', async () => {
    await fc.assert(
      fc.asyncProperty(movements(most), period, everySmall, async (list, days, every) => {
        const number = await contractWith(list, every);
        const wanted = expectedLines(list).filter(
          ({ movement: { day } }) => day >= (days.from ?? '') && day <= (days.to ?? '9999'),
        );
        const { entries, totals } = await page(number, { ...days, limit: 200 });
        expect(entries.map(brief)).toEqual(wanted.map(briefOf));
        const sum = (some: typeof wanted): number => some.reduce((total, { amount }) => total + amount, 0);
        const before = expectedLines(list).filter(({ movement: { day } }) => day < (days.from ?? ''));
        expect(totals).toEqual({
          openingKopecks: sum(before),
          inKopecks: sum(wanted.filter(({ amount }) => amount > 0)),
          outKopecks: 0 - sum(wanted.filter(({ amount }) => amount < 0)),
          closingKopecks: sum(before) + sum(wanted),
          count: wanted.length,
        });
      }),
      runs,
    );
  });

  it('pages of any size join without gaps, also while transactions are posted', async () => {
    await fc.assert(
      fc.asyncProperty(
        movements(most),
        period,
        fc.integer({ min: 1, max: 9 }),
        fc.boolean(),
        async (list, days, limit, filtered) => {
          const number = await contractWith(list);
          const query = { ...days, ...(filtered ? { kind: 'payments' as const } : {}) };
          const whole = (await page(number, { ...query, limit: 200 })).entries;
          const joined = await allPages(number, { ...query, limit }, async () => {
            const late = {
              kind: 'top-up',
              method: 'sbp',
              day: list[0]?.day ?? firstDay,
              amountKopecks: 5_000,
            } as const;
            await post(core, number, [late]);
            await summarise(core, number, 2);
          });
          expect(joined).toEqual(whole);
        },
      ),
      runs,
    );
  });

  it('filters do not change lines; the count matches the filtered lines', async () => {
    const filters = fc.oneof(
      fc.record({
        kind: fc.constantFrom('charges' as const, 'payments' as const, 'promises' as const, 'other' as const),
      }),
      fc.record({ packageId: fc.constantFrom('base-optimum', 'playroom', 'nothing-known') }),
      fc.record({ method: fc.constantFrom('sbp', 'wallet', 'qiwi') }),
      fc.record({ search: fc.constantFrom('1', '00', 'кинозал', 'Cinema', 'СБП', 'terminal', 'zzz', '9,') }),
    );
    await fc.assert(
      fc.asyncProperty(movements(most), filters, period, async (list, filter, days) => {
        const number = await contractWith(list);
        const all = await page(number, { ...days, limit: 200 });
        const some = await page(number, { ...days, ...filter, limit: 200 });
        const known = new Map(all.entries.map((entry) => [entry.id, entry]));
        expect(some.entries).toEqual(all.entries.filter(({ id }) => some.entries.some((entry) => entry.id === id)));
        for (const entry of some.entries) expect(entry).toEqual(known.get(entry.id));
        expect(some.totals).toEqual({ ...all.totals, count: some.entries.length });
        expect(some.packages).toEqual(all.packages);
      }),
      runs,
    );
  });

  it('assigns each line to exactly one kind', async () => {
    await fc.assert(
      fc.asyncProperty(movements(most), async (list) => {
        const number = await contractWith(list);
        const ids: string[] = [];
        for (const one of ['charges', 'payments', 'promises', 'other'] as const) {
          ids.push(...(await page(number, { kind: one, limit: 200 })).entries.map(({ id }) => id));
        }
        const all = await page(number, { limit: 200 });
        expect(ids.sort()).toEqual(all.entries.map(({ id }) => id).sort());
      }),
      { numRuns: 10 },
    );
  });

  const charge = (day: string, ...charges: (readonly [string, number])[]): Movement => ({
    kind: 'daily-charge',
    day,
    charges,
  });
  const topUp = (day: string, amountKopecks: number, method: 'sbp' | 'wallet' | 'cash-desk' = 'sbp'): Movement => ({
    kind: 'top-up',
    day,
    method,
    amountKopecks,
  });

  it('searches by amounts, packages and payment methods in each language', async () => {
    const number = await contractWith([
      topUp('2026-10-01', 69_800),
      topUp('2026-10-02', 169_850, 'cash-desk'),
      charge('2026-10-03', ['base-optimum', 1_330], ['cinema-hall', 997]),
      topUp('2026-10-04', 12_345_678, 'wallet'),
      charge('2026-10-05', ['playroom', 400]),
    ]);
    const found = async (search: string): Promise<number[]> =>
      (await page(number, { search })).entries.map(({ amountKopecks }) => amountKopecks);
    expect(await found('698')).toEqual([169_850, 69_800]);
    for (const exact of ['698,00', '698.00', '+698,00 ₽', '698,00 руб.', '６９８，００']) {
      expect(await found(exact)).toEqual([69_800]);
    }
    for (const grouped of ['1 698,5', '1\u00a0698.50', '1,698.50', '1698,50']) {
      expect(await found(grouped)).toEqual([169_850]);
    }
    for (const grouped of ['123 456,78', '123,456.78', '123456']) expect(await found(grouped)).toEqual([12_345_678]);
    // The charge of a single package within the daily charge also matches.
    expect(await found('9,97')).toEqual([-2_327]);
    expect(await found('-23,27')).toEqual([-2_327]);
    for (const cinema of ['кинозал', 'КИНОЗАЛ', 'cinema h', 'Biosalong']) expect(await found(cinema)).toEqual([-2_327]);
    for (const desk of ['касса', 'Cash desk', ' kassa ']) expect(await found(desk)).toEqual([169_850]);
    for (const wallet of ['электронный кошелёк', 'ЭЛЕКТРОННЫЙ КОШЕЛЕК', 'wallet', 'plånbok']) {
      expect(await found(wallet)).toEqual([12_345_678]);
    }
    for (const nothing of ['zzz', '%', '_', "'", '698,001', '1e3', '()']) expect(await found(nothing)).toEqual([]);
    expect(await found('   ')).toHaveLength(5);
  });

  it('shows a payment to its payer, an SMS payment to every viewer of the contract, and other people’s cards to nobody', async () => {
    const days = ['2026-10-01', '2026-10-02', '2026-10-03'];
    const number = await contractWith(days.map((day) => topUp(day, 10_000)));
    const ids = (await page(number)).entries.map(({ id }) => Number(id)).reverse();
    const create = { email: 'payer@example.test', name: 'Payer', password_hash: null, created_at: 0 };
    const payerId = `payer-${number}`;
    await core.db
      .insertInto('accounts')
      .values({ ...create, email: `${number}@example.test`, id: payerId })
      .execute();
    const origins = ['online', 'sms', 'online'] as const;
    for (const [index, origin] of origins.entries()) {
      await core.db
        .insertInto('payments')
        .values({
          id: `pay-${number}-${index}`,
          account_id: index === 0 ? payerId : null,
          contract_number: number,
          payee: number,
          method: origin === 'sms' ? 'mobile' : 'yoomoney',
          origin,
          amount_kopecks: 10_000,
          fee_kopecks: 0,
          status: 'succeeded',
          stage: null,
          decline_reason: null,
          language: 'ru',
          phone: null,
          linked_card_id: null,
          link_card: 0,
          created_at: 0,
          expires_at: null,
          settled_at: 0,
          asked_at: 0,
          order_id: null,
          order_version: 0,
          page_url: null,
          sbp_payload: null,
          card_mask: '•• 4242',
          transaction_id: ids[index] ?? 0,
          refund_transaction_id: null,
          key_hash: `key-${number}-${index}`,
        })
        .execute();
    }
    const seenBy = async (asker: string): Promise<(string | undefined)[]> =>
      (await readStatement(core, number, ask(), asker)).entries.map(({ payment }) => payment?.id).reverse();
    expect(await seenBy(payerId)).toEqual([`pay-${number}-0`, `pay-${number}-1`, undefined]);
    expect(await seenBy('somebody')).toEqual([undefined, `pay-${number}-1`, undefined]);
    // The payment method is visible to all viewers of the contract, so filters and search use it.
    for (const query of [{ method: 'yoomoney' }, { search: 'ЮMoney' }]) {
      expect((await page(number, query)).entries).toHaveLength(2);
    }
  });

  it('lists all packages ever charged regardless of the period, base packages first', async () => {
    const number = await contractWith([
      charge('2026-03-01', ['cinema-hall', 900]),
      charge('2026-03-02', ['base-optimum', 1_300]),
      charge('2026-09-01', ['playroom', 400]),
      topUp('2026-09-02', 100),
    ]);
    const { packages } = await page(number, { from: '2026-09-02' });
    expect(packages?.[0]?.id).toBe('base-optimum');
    expect(packages?.map(({ id }) => id).sort()).toEqual(['base-optimum', 'cinema-hall', 'playroom']);
  });

  it('aggregates spending by month and package', async () => {
    await fc.assert(
      fc.asyncProperty(movements(most), everySmall, async (list, every) => {
        const number = await contractWith(list, every);
        const from = addDays(firstDay, -5);
        const to = addDays(firstDay, 20);
        const { months } = await readSpending(core, number, { from, to });
        const expected = new Map<string, number>();
        for (const movement of list) {
          if (movement.kind !== 'daily-charge' || movement.day < from || movement.day > to) continue;
          for (const [id, amount] of movement.charges) {
            const key = `${movement.day.slice(0, 7)}-01 ${id}`;
            expected.set(key, (expected.get(key) ?? 0) + amount);
          }
        }
        const told = months.flatMap(({ month, packages }) =>
          packages.map(({ packageId, amountKopecks }) => [`${month} ${packageId}`, amountKopecks] as const),
        );
        expect(new Map(told)).toEqual(expected);
        expect(months.map(({ month }) => month)).toEqual(months.map(({ month }) => month).sort());
        for (const { totalKopecks, packages } of months) {
          expect(packages.reduce((sum, { amountKopecks }) => sum + amountKopecks, 0)).toBe(totalKopecks);
        }
      }),
      runs,
    );
  });

  it('refuses an invalid cursor and an unknown contract', async () => {
    const number = await contractWith([topUp('2026-10-01', 100)]);
    for (const cursor of ['older', '-1', '1.5', '9'.repeat(20), '', ' 7']) {
      await expect(page(number, { cursor })).rejects.toThrow(ProblemError);
    }
    expect((await page(number, { cursor: '9'.repeat(15) })).entries).toHaveLength(1);
    await expect(page('1999999999')).rejects.toThrow(UnknownContract);
  });

  it('creates checkpoints that pass the audit; the audit finds a wrong one', async () => {
    const clean = (await audit(core)).findings.filter((finding) => finding.includes('checkpoint'));
    expect(clean).toEqual([]);
    const number = await contractWith(
      [topUp('2026-10-01', 100), topUp('2026-10-02', 200), topUp('2026-10-03', 300)],
      1,
    );
    const accountId = await ledgerAccount(core, number);
    for (const change of [{ balance_kopecks: 7 }, { packages: '["playroom"]' }, { earliest_day: '2026-01-01' }]) {
      const before = await core.db
        .selectFrom('ledger_checkpoints')
        .selectAll()
        .where('account_id', '=', accountId)
        .orderBy('through_transaction_id', 'desc')
        .limit(1)
        .executeTakeFirstOrThrow();
      const set = (values: Partial<typeof before>): Promise<unknown> =>
        core.db
          .updateTable('ledger_checkpoints')
          .set(values)
          .where('account_id', '=', accountId)
          .where('through_transaction_id', '=', before.through_transaction_id)
          .execute();
      await set(change);
      const { findings } = await audit(core);
      expect(findings.join('\n')).toContain(`checkpoint ${before.through_transaction_id} of account ${accountId}`);
      await set(before);
    }
  });
});
