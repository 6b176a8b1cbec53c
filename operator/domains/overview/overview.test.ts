import { afterAll, beforeAll, expect, it } from 'vitest';
import { contractOverview, type Overview } from '#protocol/api/overview.ts';
import { describeOnDatabases, freshDatabase } from '#tests/databases.ts';
import { noAccount, openTestCore, type TestCore } from '#tests/operator/test-database.ts';
import { demoContracts } from '../../outside/seed/demo-contracts.ts';
import { seedDemo } from '../../outside/seed/seed-demo.ts';
import { readOverview } from './overview.ts';

describeOnDatabases('the overview of the demo subscribers as drawn, 22 November 2026', (kind) => {
  let test: TestCore;
  let healthy: Overview;
  let runningOut: Overview;
  let blocked: Overview;
  beforeAll(async () => {
    test = await openTestCore(await freshDatabase(kind));
    await seedDemo(test.core, { createAccount: noAccount });
    healthy = await readOverview(test.core, demoContracts.healthy, 'Home');
    runningOut = await readOverview(test.core, demoContracts.runningOut, null);
    blocked = await readOverview(test.core, demoContracts.blocked, 'Town');
  });
  afterAll(() => test.close());

  it('is of the protocol’s form', async () => {
    const dacha = await readOverview(test.core, demoContracts.dacha, 'Dacha');
    for (const answer of [healthy, runningOut, blocked, dacha]) expect(contractOverview.parse(answer)).toEqual(answer);
  });

  it('healthy: until 20 December, the next charge 33.27, 227 ₽ to 31 December, 22.52 a day from 1 December', () => {
    expect(healthy).toMatchObject({
      now: '2026-11-22T06:45:00.000Z',
      today: '2026-11-22',
      balanceKopecks: 73_740,
      reception: { state: 'on', lastDay: '2026-12-20', daysLeft: 28 },
      nextCharge: { at: '2026-11-22T21:00:00.000Z', day: '2026-11-23', amountKopecks: 3_327 },
      dailyKopecks: 3_327,
      nextDailyPrice: { day: '2026-12-01', meanKopecks: 2_252 },
      promise: null,
      topUpToMonthEnd: { amountKopecks: 22_700, lastDay: '2026-12-31' },
      roundTopUp: null,
    });
    expect(healthy.forecast.points).toHaveLength(60);
    expect(healthy.forecast.points[0]).toEqual({
      day: '2026-11-22',
      chargeKopecks: 3_327,
      balanceKopecks: 73_740,
      reception: 'on',
    });
    expect(healthy.forecast.events.map(({ kind: event, day }) => [event, day])).toEqual([
      ['package-ends', '2026-12-01'],
      ['reception-stops', '2026-12-21'],
    ]);
    expect(healthy.forecast.points.find((point) => point.reception === 'off')?.day).toBe('2026-12-21');
  });

  it('healthy: contract, packages, card and newest entries', () => {
    expect(healthy.contract).toMatchObject({
      number: '2256884759',
      label: 'Home',
      status: 'active',
      tariff: { en: 'Base Optimum' },
    });
    expect(healthy.packages.map((item) => [item.name.en, item.channels, item.hdChannels, item.uhdChannels])).toEqual([
      ['Base Optimum', 148, 42, 0],
      ['Cinema Hall', 16, 9, 3],
      ['Football 1–3', 3, 3, 0],
    ]);
    expect(healthy.packages.map((item) => item.endsOn)).toEqual([null, null, '2026-11-30']);
    expect(healthy.cards).toMatchObject([{ number: '047122903358', receiver: 'VA 4SD', state: 'on' }]);
    expect(healthy.entries).toHaveLength(10);
    expect(healthy.entries.slice(0, 3)).toMatchObject([
      {
        kind: 'top-up',
        at: '2026-11-22T06:41:00.000Z',
        amountKopecks: 50_000,
        balanceAfterKopecks: 73_740,
        method: 'bank-card',
        packages: null,
      },
      { kind: 'daily-charge', at: '2026-11-21T21:00:00.000Z', amountKopecks: -3_327, packages: 3, method: null },
      { kind: 'daily-charge', day: '2026-11-21', amountKopecks: -3_327, packages: 3 },
    ]);
    expect(healthy.news.map((item) => item.kind)).toEqual(['bonus', 'works', 'promotion', 'news', 'news']);
  });

  it('balances after the entries follow from one another', () => {
    for (const { entries } of [healthy, runningOut, blocked]) {
      for (const [index, newer] of entries.slice(0, -1).entries()) {
        expect(newer.balanceAfterKopecks - newer.amountKopecks).toBe(entries[index + 1]?.balanceAfterKopecks);
      }
    }
  });

  it('blocked: 86 ₽ missing since 00:00, 386 ₽ to the end of November, and 400 ₽ reaches exactly that', () => {
    expect(blocked).toMatchObject({
      balanceKopecks: -8_560,
      contract: { status: 'blocked' },
      reception: {
        state: 'blocked',
        since: '2026-11-21T21:00:00.000Z',
        missingKopecks: 8_560,
        backOnKopecks: 8_600,
      },
      nextCharge: null,
      dailyKopecks: 3_327,
      topUpToMonthEnd: { amountKopecks: 38_600, lastDay: '2026-11-30' },
      roundTopUp: { amountKopecks: 40_000, lastDay: '2026-11-30' },
      cards: [{ state: 'off-debt' }],
    });
    expect(blocked.entries[0]).toMatchObject({ kind: 'promise-return', amountKopecks: -8_600 });
    expect(blocked.forecast.points.every((point) => point.reception === 'off')).toBe(true);
    expect(blocked.roundTopUp?.points[0]).toEqual({
      day: '2026-11-22',
      chargeKopecks: 3_327,
      balanceKopecks: 40_000 - 8_560 - 3_327,
      reception: 'on',
    });
  });

  it('running out: one day left', () => {
    expect(runningOut.reception).toEqual({ state: 'on', lastDay: '2026-11-23', daysLeft: 1 });
    expect(runningOut.topUpToMonthEnd?.lastDay).toBe('2026-11-30');
  });

  it('knows no other contract', async () => {
    await expect(readOverview(test.core, '9999999999', null)).rejects.toThrow('contract-not-found');
  });
});
