import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { describeOnDatabases, freshDatabase } from '#tests/databases.ts';
import { problem } from '#protocol/errors/problem.ts';
import {
  slip as slipForm,
  topUpPreview as previewForm,
  topUpTerms as termsForm,
  type TopUpTerms,
} from '#protocol/api/payments.ts';
import { operations } from '#protocol/api/operations.ts';
import { fillPath } from '#protocol/api/paths.ts';
import { accountBench } from '#tests/operator/account-fixture.ts';
import { refusal } from '#tests/operator/session-fixture.ts';
import { writeTestContracts } from '#tests/operator/billing-fixture.ts';
import { noAccount, openTestCore, type TestCore } from '#tests/operator/test-database.ts';
import { demoContracts } from '../../outside/seed/demo-contracts.ts';
import { seedDemo } from '../../outside/seed/seed-demo.ts';
import { own, paymentBench, strangers, type PaymentBench } from '#tests/operator/payment-fixture.ts';
import { readSlip, readTopUpPreview, readTopUpTerms } from './top-up-terms.ts';

const promised = '2000000009';
const offersOf = ({ offers }: TopUpTerms): unknown[] =>
  offers.map(({ kind, amountKopecks, lastDay, moreDays }) => [kind, amountKopecks, lastDay, moreDays]);

/*
 * By hand. The three packages cost 399, 299 and 300 ₽ a month. November has 30 days: 13.30 + 9.97 (the last 20 days; 9.96
 * before) + 10.00 = 33.27 a day. Football ends on 30 November; December costs 399 + 299 = 698 ₽: 22.51 a day on 1–15,
 * 22.52 on 16–28, 22.53 on 29–31.
 */
describeOnDatabases('what a top-up buys the demo subscribers as drawn, 22 November 2026', (kind) => {
  let test: TestCore;
  beforeAll(async () => {
    test = await openTestCore(await freshDatabase(kind));
    await seedDemo(test.core, { createAccount: noAccount });
    await writeTestContracts(test.core, [
      {
        number: promised,
        balanceKopecks: 10_000,
        packages: [{ id: 'base-optimum', endsInDays: null }],
        promise: { amountKopecks: 8_000, dueInDays: 3 },
      },
    ]);
  });
  afterAll(() => test.close());

  it('healthy: 227, 925 and 1,623 ₽ reach the ends of December, January and February', async () => {
    const terms = await readTopUpTerms(test.core, demoContracts.healthy);
    expect(termsForm.parse(terms)).toEqual(terms);
    expect(terms).toMatchObject({
      now: '2026-11-22T06:45:00.000Z',
      today: '2026-11-22',
      balanceKopecks: 73_740,
      reception: { state: 'on', lastDay: '2026-12-20', daysLeft: 28 },
      dailyKopecks: 3_327,
      nextDailyPrice: { day: '2026-12-01', meanKopecks: 2_252 },
    });
    // 8 × 33.27 + 698 − 737.40 = 226.76; every further month 698 more; each rounded up to the rouble.
    expect(offersOf(terms)).toEqual([
      ['month-end', 22_700, '2026-12-31', 11],
      ['month-end', 92_500, '2027-01-31', 42],
      ['month-end', 162_300, '2027-02-28', 70],
    ]);
    expect(terms.sum).toEqual({
      restDays: 8,
      restDayKopecks: 3_327,
      wholeMonths: [{ month: '2026-12-01', monthlyKopecks: 69_800 }],
      exactKopecks: 22_676,
    });
    for (const { amountKopecks, points } of terms.offers) {
      expect(points).toHaveLength(60);
      expect(points[0]?.balanceKopecks).toBe(73_740 + amountKopecks);
    }
  });

  it('blocked: 86 ₽ brings reception back for today, 386 and 1,084 ₽ reach the ends of months', async () => {
    const terms = await readTopUpTerms(test.core, demoContracts.blocked);
    expect(termsForm.parse(terms)).toEqual(terms);
    expect(terms.reception).toMatchObject({ state: 'blocked', missingKopecks: 8_560, backOnKopecks: 8_600 });
    // 85.60 + 9 × 33.27, today being charged as well, = 385.03; December 698 more.
    expect(offersOf(terms)).toEqual([
      ['back-on', 8_600, '2026-11-22', 1],
      ['month-end', 38_600, '2026-11-30', 9],
      ['month-end', 108_400, '2026-12-31', 40],
    ]);
    expect(terms.sum).toEqual({ restDays: 9, restDayKopecks: 3_327, wholeMonths: [], exactKopecks: 38_503 });
  });

  it('healthy, 500 ₽: from 20 December to 12 January, and nothing is changed', async () => {
    const before = await readTopUpTerms(test.core, demoContracts.healthy);
    const preview = await readTopUpPreview(test.core, demoContracts.healthy, 50_000);
    expect(previewForm.parse(preview)).toEqual(preview);
    // 1,237.40 − 8 × 33.27 − 698 = 273.24 on 1 January, of which 12 days at 22.51 are paid.
    expect(preview).toMatchObject({
      amountKopecks: 50_000,
      before: { balanceKopecks: 73_740, lastDay: '2026-12-20', reception: { state: 'on', daysLeft: 28 } },
      after: { balanceKopecks: 123_740, lastDay: '2027-01-12', receptionOn: true },
      repaysPromiseKopecks: 0,
      chargedTodayKopecks: 0,
    });
    expect(preview.points[0]).toMatchObject({ day: '2026-11-22', balanceKopecks: 123_740 });
    expect(await readTopUpTerms(test.core, demoContracts.healthy)).toEqual(before);
  });

  it('blocked, 400 ₽: today is charged at once, and 281.13 ₽ last until 30 November', async () => {
    expect(await readTopUpPreview(test.core, demoContracts.blocked, 40_000)).toMatchObject({
      before: { balanceKopecks: -8_560, reception: { state: 'blocked' } },
      after: { balanceKopecks: 28_113, lastDay: '2026-11-30', receptionOn: true },
      repaysPromiseKopecks: 0,
      chargedTodayKopecks: 3_327,
    });
  });

  it('blocked, a rouble less than is missing: reception stays off and nothing is charged', async () => {
    expect(await readTopUpPreview(test.core, demoContracts.blocked, 8_500)).toMatchObject({
      after: { balanceKopecks: -60, receptionOn: false },
      chargedTodayKopecks: 0,
    });
  });

  it('an active promised payment is repaid first', async () => {
    expect(await readTopUpPreview(test.core, promised, 10_000)).toMatchObject({
      before: { balanceKopecks: 10_000 },
      after: { balanceKopecks: 12_000, receptionOn: true },
      repaysPromiseKopecks: 8_000,
    });
  });

  it('the slip names payer, purpose and recipient, and its code has the same in the standard’s order', async () => {
    const slip = await readSlip(test.core, demoContracts.healthy, 50_000);
    expect(slipForm.parse(slip)).toEqual(slip);
    expect(slip).toMatchObject({
      contractNumber: '2256884759',
      holder: 'Соколова Марина Андреевна',
      address: 'Тверь, Липовая улица, 14, кв. 32',
      amountKopecks: 50_000,
      purpose: 'Оплата услуг спутникового телевидения, договор 2256884759. НДС включён.',
      recipient: { inn: '7701000012', kpp: '770101001', bik: '044525017' },
    });
    expect(slip.qr.split('|')).toEqual([
      'ST00012',
      'Name=АО «НТВ-ПЛЮС»',
      'PersonalAcc=40702810900000000017',
      'BankName=АО «Северный Берег Банк», Москва',
      'BIC=044525017',
      'CorrespAcc=30101810400000000017',
      'PayeeINN=7701000012',
      'KPP=770101001',
      'Sum=50000',
      'Purpose=Оплата услуг спутникового телевидения, договор 2256884759. НДС включён.',
      'PersAcc=2256884759',
      'LastName=Соколова',
      'FirstName=Марина',
      'MiddleName=Андреевна',
      'PayerAddress=Тверь, Липовая улица, 14, кв. 32',
    ]);
  });

  it('the slip of somebody without a patronymic leaves it out', async () => {
    const slip = await readSlip(test.core, demoContracts.runningOut, 1_000);
    expect(slip.holder).toBe('Громов Илья');
    expect(slip.qr).not.toContain('MiddleName');
  });

  it('amounts go from 10 to 15,000 ₽', async () => {
    for (const read of [readTopUpPreview, readSlip]) {
      for (const amount of [1_000, 1_500_000]) {
        expect((await read(test.core, demoContracts.healthy, amount)).amountKopecks).toBe(amount);
      }
      for (const amount of [0, 999, 1_500_001]) {
        const { code, facts } = await refusal(read(test.core, demoContracts.healthy, amount));
        expect({ code, facts }).toEqual({
          code: 'amount-invalid',
          facts: { minKopecks: 1_000, maxKopecks: 1_500_000 },
        });
      }
    }
  });

  it('an unknown contract is refused', async () => {
    const unknown = 'contract-not-found';
    await expect(readTopUpTerms(test.core, '1999999999')).rejects.toThrow(unknown);
    await expect(readTopUpPreview(test.core, '1999999999', 50_000)).rejects.toThrow(unknown);
    await expect(readSlip(test.core, '1999999999', 50_000)).rejects.toThrow(unknown);
  });
});

describe('top-up routes', () => {
  let bench: PaymentBench;
  let ask: (template: string, query: string, contractNumber?: string) => Promise<{ status: number; body: unknown }>;
  let dispose: () => Promise<void>;
  beforeAll(async () => {
    const database = await freshDatabase('sqlite');
    bench = await paymentBench(database.address);
    const http = accountBench(bench.service);
    const token = (await bench.service.signIn()).accessToken;
    ask = (template, query, contractNumber = own) =>
      http.ask('GET', `${fillPath(template, { contractNumber })}${query}`, undefined, token);
    dispose = async () => {
      await bench.close();
      await database.remove();
    };
  });
  afterAll(() => dispose());

  it('answer for an own contract', async () => {
    expect(termsForm.parse((await ask(operations.payments.terms.path, '')).body).balanceKopecks).toBe(73_740);
    const preview = previewForm.parse((await ask(operations.payments.preview.path, '?amountKopecks=50000')).body);
    expect(preview.after.balanceKopecks).toBe(123_740);
    const slip = slipForm.parse((await ask(operations.payments.slip.path, '?amountKopecks=50000')).body);
    expect(slip).toMatchObject({ contractNumber: own, holder: 'Проверкин Пётр', amountKopecks: 50_000 });
  });

  it('refuse somebody else’s contract', async () => {
    for (const template of [operations.payments.preview.path, operations.payments.slip.path]) {
      const answer = await ask(template, '?amountKopecks=50000', strangers);
      expect(problem.parse(answer.body).code).toBe('contract-not-found');
    }
  });

  it.each(['', '-1', '1e5', '500.00', '0x10', '５００００', '12345678901234', '%2050000'])(
    'refuse what is no amount in whole kopecks: %s',
    async (text) => {
      for (const template of [operations.payments.preview.path, operations.payments.slip.path]) {
        expect(problem.parse((await ask(template, `?amountKopecks=${text}`)).body).code).toBe('input-invalid');
      }
    },
  );

  it('refuse a preview of no amount', async () => {
    expect(problem.parse((await ask(operations.payments.preview.path, '')).body).code).toBe('input-invalid');
  });

  it.each(['0', '999', '1500001', '9999999999999'])('refuse an amount outside the limits: %s', async (text) => {
    for (const template of [operations.payments.preview.path, operations.payments.slip.path]) {
      expect(problem.parse((await ask(template, `?amountKopecks=${text}`)).body)).toMatchObject({
        code: 'amount-invalid',
        minKopecks: 1_000,
        maxKopecks: 1_500_000,
      });
    }
  });
});
