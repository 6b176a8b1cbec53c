import { afterEach, beforeEach, expect, it } from 'vitest';
import { describeOnDatabases, freshDatabase } from '#tests/databases.ts';
import type { AutopayPlan } from '#protocol/api/autopay.ts';
import type { DeclineReason, PaymentStatus } from '#protocol/api/payments.ts';
import { accountCreator } from '../accounts/accounts.ts';
import { createPasswords } from '../accounts/passwords/passwords.ts';
import { refusalCode } from '#tests/operator/session-fixture.ts';
import { audit } from '../audit/audit.ts';
import { creditContract } from '../billing/credit.ts';
import { billThroughToday } from '../billing/daily-job.ts';
import { writeTestContracts, type TestContract } from '#tests/operator/billing-fixture.ts';
import type { Core } from '../../platform/lifecycle/core.ts';
import { openTestCore, type TestCore } from '#tests/operator/test-database.ts';
import { inTransaction } from '../../platform/database/unit-of-work.ts';
import { ProblemError } from '../../platform/http/problem-error.ts';
import { cashAccountIds } from '../ledger/accounts.ts';
import { writeCatalogue } from '../../outside/seed/write.ts';
import { readAutopay, setAutopay, stopAutopay } from './autopay.ts';
import { createAutopayJob, type AutopayJob } from './job.ts';
import type { CardPaymentOrder, CardPaymentOutcome, CardPayments } from '../payments/server-payments.ts';

const dayMs = 86_400_000;
const number = '1000000001';
const packages = [{ id: 'base-optimum', endsInDays: null }];
/** What a day costs in that November. */
const dayKopecks = 1_330;

const plan: AutopayPlan = {
  when: { kind: 'threshold', belowKopecks: 10_000 },
  amountKopecks: 50_000,
  monthlyCeilingKopecks: 100_000,
  linkedCardId: 'card-1',
};
const onDay = (dayOfMonth: number): AutopayPlan => ({ ...plan, when: { kind: 'day', dayOfMonth } });

describeOnDatabases('autopay', (kind) => {
  let test: TestCore;
  let core: Core;
  let accountId: string;
  let otherId: string;
  let errors: unknown[];
  /** Each time the payments were asked to pay. */
  let asked: CardPaymentOrder[];
  /** What the payment system says to a new payment. */
  let says: { status: PaymentStatus; declineReason: DeclineReason | null };
  /** Thrown before, or after, a payment is made. */
  let trouble: { before?: Error; after?: Error };

  beforeEach(async () => {
    test = await openTestCore(await freshDatabase(kind));
    ({ core } = test);
    errors = [];
    asked = [];
    says = { status: 'succeeded', declineReason: null };
    trouble = {};
    await inTransaction(core, ({ trx }) => writeCatalogue(trx, 0));
    const create = accountCreator(createPasswords({ logN: 4, r: 1, p: 1 }), () => core.clock.now());
    const add = (email: string, contracts: { number: string; label: null }[]): Promise<string> =>
      create(core.db, { email, name: email, password: 'a password of a test', contracts });
    accountId = await add('anna@example.test', [{ number, label: null }]);
    otherId = await add('boris@example.test', []);
    for (const [id, owner] of [
      ['card-1', accountId],
      ['card-2', accountId],
      ['card-of-boris', otherId],
    ] as const) {
      await core.db
        .insertInto('linked_cards')
        .values({
          id,
          account_id: owner,
          token: `token-${id}`,
          mask: '•• 4242',
          brand: 'MIR',
          expires: '12/29',
          linked_at: 0,
          unlinked_at: null,
        })
        .execute();
    }
  });
  afterEach(() => test.close());

  /** Stands in for the payments: a row and its money once a key. */
  function payments(of: Core): CardPayments {
    const find = async ({ key }: CardPaymentOrder): Promise<CardPaymentOutcome | null> => {
      const row = await of.db
        .selectFrom('payments')
        .select(['status', 'decline_reason'])
        .where('key_hash', '=', key)
        .executeTakeFirst();
      return row === undefined ? null : { status: row.status, declineReason: row.decline_reason };
    };
    return {
      find,
      async pay(order) {
        asked.push(order);
        if (trouble.before) throw trouble.before;
        await inTransaction(of, async (unit) => {
          const made = await unit.trx
            .insertInto('payments')
            .values({
              id: order.key,
              account_id: order.accountId,
              contract_number: order.contractNumber,
              payee: order.contractNumber,
              method: 'bank-card',
              origin: 'autopay',
              amount_kopecks: order.amountKopecks,
              fee_kopecks: 0,
              status: says.status,
              stage: null,
              decline_reason: says.declineReason,
              language: order.language,
              phone: null,
              linked_card_id: order.linkedCardId,
              link_card: 0,
              created_at: unit.now,
              expires_at: null,
              settled_at: null,
              asked_at: 0,
              order_id: null,
              order_version: 0,
              page_url: null,
              sbp_payload: null,
              card_mask: null,
              transaction_id: null,
              refund_transaction_id: null,
              key_hash: order.key,
            })
            .onConflict((conflict) => conflict.column('key_hash').doNothing())
            .executeTakeFirst();
          if ((made.numInsertedOrUpdatedRows ?? 0n) === 0n || says.status !== 'succeeded') return;
          const { transactionId } = await creditContract(of, unit, {
            contractNumber: order.contractNumber,
            amountKopecks: order.amountKopecks,
            kind: 'top-up',
            fromAccountId: cashAccountIds['bank-card'],
            method: 'bank-card',
            idempotencyKey: `payment:${order.key}`,
          });
          const paid = unit.trx.updateTable('payments').set({ transaction_id: transactionId, settled_at: unit.now });
          await paid.where('id', '=', order.key).execute();
        });
        if (trouble.after) throw trouble.after;
        const stands = await find(order);
        if (stands === null) throw new Error('The payment that was made is gone.');
        return stands;
      },
    };
  }
  const jobOf = (of: Core = core): AutopayJob =>
    createAutopayJob({ core: of, payments: payments(of), onError: (error) => errors.push(error) });
  const write = (balanceKopecks: number, part: Partial<TestContract> = {}): Promise<void> =>
    writeTestContracts(core, [{ number, balanceKopecks, packages, ...part }]);
  async function nextDay(job: AutopayJob = jobOf()): Promise<void> {
    await core.clock.advance(dayMs);
    await billThroughToday(core);
    await job.run();
  }
  const row = () => core.db.selectFrom('autopays').selectAll().executeTakeFirst();
  const made = () => core.db.selectFrom('payments').select(['id', 'amount_kopecks']).orderBy('id').execute();
  async function notices(): Promise<object[]> {
    const rows = await core.db.selectFrom('events').selectAll().where('type', '=', 'autopay-announced').execute();
    return rows.map(({ data, account_id, contract_number }) => ({
      ...(JSON.parse(data) as object),
      account_id,
      contract_number,
    }));
  }

  it('announces the day before, and pays on the day', async () => {
    await write(10_000 + 2 * dayKopecks);
    await setAutopay(core, accountId, number, plan);
    const job = jobOf();
    await job.run();
    expect(await notices()).toEqual([]);
    expect(await readAutopay(core, number)).toEqual({
      plan,
      recommendedKopecks: 39_900,
      next: { on: '2026-11-24', amountKopecks: 50_000, announced: false },
      paidThisMonthKopecks: 0,
      failed: null,
    });
    await nextDay(job);
    // To the payer alone: a contract may have others who see it, and the card is nobody else's business.
    const notice = { contractNumber: number, on: '2026-11-24', amountKopecks: 50_000, cardMask: '•• 4242' };
    expect(await notices()).toEqual([{ ...notice, account_id: accountId, contract_number: null }]);
    expect((await readAutopay(core, number)).next).toEqual({
      on: '2026-11-24',
      amountKopecks: 50_000,
      announced: true,
    });
    await job.run();
    expect(await notices()).toHaveLength(1);
    expect(asked).toEqual([]);
    await nextDay(job);
    expect(asked).toEqual([
      {
        accountId,
        contractNumber: number,
        linkedCardId: 'card-1',
        amountKopecks: 50_000,
        language: 'ru',
        key: `autopay:${number}:2026-11-24`,
      },
    ]);
    await job.run();
    await job.resume();
    expect(await made()).toHaveLength(1);
    expect(asked).toHaveLength(1);
    expect(await readAutopay(core, number)).toMatchObject({ paidThisMonthKopecks: 50_000, failed: null });
    expect(await row()).toMatchObject({ announced_for: null, last_run_for: '2026-11-24' });
    expect((await audit(core)).findings).toEqual([]);
    expect(errors).toEqual([]);
  });

  it('recommends what lasts to the end of next month, within what one payment may be', async () => {
    await write(0);
    // 8 days of November and the 31 of December.
    expect((await readAutopay(core, number)).recommendedKopecks).toBe(50_600);
    expect((await readAutopay(core, number)).plan).toBeNull();
    await expect(readAutopay(core, '9999999999')).rejects.toThrow('contract-not-found');
  });

  it('recommends a whole month where the money lasts beyond the end of the next', async () => {
    await write(1_000_000);
    expect((await readAutopay(core, number)).recommendedKopecks).toBe(39_900);
  });

  it('of twenty runs at once, in two instances, is one payment', async () => {
    await write(0);
    await setAutopay(core, accountId, number, plan);
    await jobOf().run();
    const other = await test.another();
    await core.clock.advance(dayMs);
    await other.clock.reload();
    await billThroughToday(core);
    await Promise.all(Array.from({ length: 20 }, (_, index) => jobOf(index % 2 === 0 ? core : other).run()));
    await jobOf().resume();
    expect(await made()).toEqual([{ id: `autopay:${number}:2026-11-23`, amount_kopecks: 50_000 }]);
    expect(await notices()).toHaveLength(1);
    expect(await row()).toMatchObject({ announced_for: null, last_run_for: '2026-11-23' });
    expect(errors).toEqual([]);
  });

  it('killed before, and after, the payment is made asks under the same key, and makes one payment', async () => {
    await write(0);
    await setAutopay(core, accountId, number, plan);
    await jobOf().run();
    trouble = { before: new Error('killed') };
    await nextDay();
    expect(await made()).toEqual([]);
    expect(await row()).toMatchObject({ announced_for: '2026-11-23', last_run_for: '2026-11-23' });
    trouble = { after: new Error('killed') };
    await jobOf().resume();
    expect(await made()).toHaveLength(1);
    trouble = {};
    await jobOf().resume();
    await jobOf().run();
    expect(await made()).toHaveLength(1);
    expect(new Set(asked.map((order) => order.key)).size).toBe(1);
    expect(await row()).toMatchObject({ announced_for: null, last_run_for: '2026-11-23', failed_on: null });
    expect(errors).toHaveLength(2);
  });

  it('waits for a payment that is on its way, and then knows how it went', async () => {
    await write(0);
    await setAutopay(core, accountId, number, plan);
    await jobOf().run();
    says = { status: 'pending', declineReason: null };
    await nextDay();
    await jobOf().run();
    expect((await readAutopay(core, number)).paidThisMonthKopecks).toBe(50_000);
    await core.db.updateTable('payments').set({ status: 'declined', decline_reason: 'insufficient-funds' }).execute();
    await jobOf().resume();
    expect(await readAutopay(core, number)).toMatchObject({
      failed: { on: '2026-11-23', declineReason: 'insufficient-funds' },
      paidThisMonthKopecks: 0,
      next: { on: '2026-11-24' },
    });
  });

  it('declined says so, announces the next day’s try, and forgets it once that works', async () => {
    await write(0);
    await setAutopay(core, accountId, number, plan);
    const job = jobOf();
    await job.run();
    says = { status: 'declined', declineReason: 'insufficient-funds' };
    await nextDay(job);
    await job.run();
    expect((await readAutopay(core, number)).failed).toEqual({ on: '2026-11-23', declineReason: 'insufficient-funds' });
    expect(await notices()).toHaveLength(2);
    says = { status: 'succeeded', declineReason: null };
    await nextDay(job);
    expect(await readAutopay(core, number)).toMatchObject({ failed: null, paidThisMonthKopecks: 50_000 });
    expect(await made()).toHaveLength(2);
  });

  it('with a card that has expired tries no more, until it is set anew', async () => {
    await write(0);
    await setAutopay(core, accountId, number, plan);
    await jobOf().run();
    says = { status: 'declined', declineReason: 'card-expired' };
    for (let day = 0; day < 3; day += 1) await nextDay();
    expect(await made()).toHaveLength(1);
    expect(await readAutopay(core, number)).toMatchObject({ next: null, failed: { declineReason: 'card-expired' } });
    await setAutopay(core, accountId, number, { ...plan, linkedCardId: 'card-2' });
    expect(await readAutopay(core, number)).toMatchObject({ next: { announced: false }, failed: null });
  });

  it('tries again through the day when the payment system is away, and gives the day up at its end', async () => {
    await write(0);
    await setAutopay(core, accountId, number, plan);
    await jobOf().run();
    trouble = { before: new ProblemError('payment-system-unavailable') };
    await nextDay();
    await jobOf().resume();
    expect(asked).toHaveLength(2);
    expect((await readAutopay(core, number)).failed).toBeNull();
    await nextDay();
    // That day's is not made a day late.
    expect(asked).toHaveLength(2);
    await jobOf().run();
    expect(await readAutopay(core, number)).toMatchObject({
      failed: { on: '2026-11-24', declineReason: 'bank-timeout' },
      next: { on: '2026-11-25', announced: true },
    });
    expect(errors).toEqual([]);
    expect(await made()).toEqual([]);
  });

  it('is off when its card is unlinked, and pays nothing by it', async () => {
    await write(0);
    await setAutopay(core, accountId, number, plan);
    await jobOf().run();
    await core.db.updateTable('linked_cards').set({ unlinked_at: 1 }).where('id', '=', 'card-1').execute();
    expect((await readAutopay(core, number)).plan).toBeNull();
    await nextDay();
    expect(await row()).toBeUndefined();
    expect(asked).toEqual([]);
    expect(await refusalCode(setAutopay(core, accountId, number, plan))).toBe('card-not-found');
  });

  it('is off when the payments do not know its card any more', async () => {
    await write(0);
    await setAutopay(core, accountId, number, plan);
    await jobOf().run();
    trouble = { before: new ProblemError('card-not-found') };
    await nextDay();
    expect(await row()).toBeUndefined();
  });

  it.each(['suspended', 'closed'] as const)('leaves a contract alone that is %s', async (status) => {
    await write(0);
    await setAutopay(core, accountId, number, plan);
    await jobOf().run();
    expect(await notices()).toHaveLength(1);
    await core.db.updateTable('contracts').set({ status }).where('number', '=', number).execute();
    await nextDay();
    await nextDay();
    expect(asked).toEqual([]);
    expect(await notices()).toHaveLength(1);
    expect((await readAutopay(core, number)).next).toBeNull();
  });

  it('brings reception back where it is off', async () => {
    await write(-500, { status: 'blocked' });
    await setAutopay(core, accountId, number, plan);
    await jobOf().run();
    await nextDay();
    const { status } = await core.db.selectFrom('contracts').select('status').executeTakeFirstOrThrow();
    expect(status).toBe('active');
  });

  it('is called off when there is money by then, and the next one is announced by itself', async () => {
    await write(10_000 + dayKopecks);
    await setAutopay(core, accountId, number, plan);
    const job = jobOf();
    await job.run();
    expect(await notices()).toHaveLength(1);
    await inTransaction(core, (unit) =>
      creditContract(core, unit, {
        contractNumber: number,
        amountKopecks: dayKopecks,
        kind: 'top-up',
        fromAccountId: cashAccountIds.sbp,
        method: 'sbp',
      }),
    );
    expect((await readAutopay(core, number)).next).toMatchObject({ on: '2026-11-24', announced: false });
    await nextDay(job);
    expect(asked).toEqual([]);
    expect(await notices()).toHaveLength(2);
    await nextDay(job);
    expect(asked).toHaveLength(1);
  });

  it('stops below its ceiling for the rest of the month', async () => {
    // Ends a month of 30 days at 50,000 a payment: the second would be more than 60,000.
    await write(0);
    await setAutopay(core, accountId, number, {
      ...plan,
      when: { kind: 'threshold', belowKopecks: 60_000 },
      monthlyCeilingKopecks: 60_000,
    });
    await jobOf().run();
    for (let day = 0; day < 8; day += 1) await nextDay();
    expect(core.clock.today()).toBe('2026-11-30');
    expect(await made()).toHaveLength(1);
    expect(await readAutopay(core, number)).toMatchObject({ next: { on: '2026-12-01', announced: true } });
    await nextDay();
    expect(await made()).toHaveLength(2);
    expect((await readAutopay(core, number)).paidThisMonthKopecks).toBe(50_000);
  });

  it('on the 31st pays on the last day of shorter months', async () => {
    await write(500_000);
    await setAutopay(core, accountId, number, onDay(31));
    const job = jobOf();
    await job.run();
    for (let day = 0; day < 40; day += 1) await nextDay(job);
    expect((await made()).map((payment) => payment.id)).toEqual([
      `autopay:${number}:2026-11-30`,
      `autopay:${number}:2026-12-31`,
    ]);
    expect(await notices()).toHaveLength(2);
  });

  it('takes no plan that is none, and no card of anybody else', async () => {
    await write(0);
    for (const wrong of [
      { ...plan, amountKopecks: 999 },
      { ...plan, amountKopecks: 1_500_100, monthlyCeilingKopecks: 9_000_000 },
      { ...plan, monthlyCeilingKopecks: 49_999 },
      { ...plan, when: { kind: 'threshold' as const, belowKopecks: -1 } },
    ])
      expect(await refusalCode(setAutopay(core, accountId, number, wrong))).toBe('amount-invalid');
    for (const linkedCardId of ['card-of-boris', 'no-card'])
      expect(await refusalCode(setAutopay(core, accountId, number, { ...plan, linkedCardId }))).toBe('card-not-found');
    await expect(setAutopay(core, accountId, '9999999999', plan)).rejects.toThrow('contract-not-found');
    await core.db.updateTable('contracts').set({ status: 'closed' }).execute();
    expect(await refusalCode(setAutopay(core, accountId, number, plan))).toBe('contract-closed');
    expect(await row()).toBeUndefined();
  });

  it('is switched off by one tap, also when it was announced, and twice', async () => {
    await write(0);
    await setAutopay(core, accountId, number, plan);
    await jobOf().runOne(number);
    await stopAutopay(core, number);
    await stopAutopay(core, number);
    await nextDay();
    expect(asked).toEqual([]);
    expect(await readAutopay(core, number)).toMatchObject({ plan: null, next: null, failed: null });
  });

  it('set anew on the day it paid pays no second time that day', async () => {
    await write(0);
    await setAutopay(core, accountId, number, plan);
    await jobOf().run();
    await nextDay();
    await setAutopay(core, accountId, number, { ...plan, when: { kind: 'threshold', belowKopecks: 200_000 } });
    await jobOf().runOne(number);
    await jobOf().run();
    expect(await made()).toHaveLength(1);
    expect((await readAutopay(core, number)).next).toMatchObject({ on: '2026-11-24', announced: true });
  });

  it('goes with the account that set it', async () => {
    await write(0);
    await setAutopay(core, accountId, number, plan);
    await core.db.deleteFrom('accounts').where('id', '=', accountId).execute();
    expect(await row()).toBeUndefined();
    await jobOf().run();
    expect(errors).toEqual([]);
  });
});
