import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { addDays, endOfMonth } from '../../platform/clock/days.ts';
import type { BillingState } from '../contracts/billing-rules.ts';
import {
  afterTopUp,
  missingThrough,
  nextDailyPrice,
  roundUp,
  simulate,
  warningDue,
  type ForecastStart,
} from './rules.ts';

const today = '2026-11-22';
const trio = [
  { id: 'optimum', monthlyKopecks: 39_900, startsOn: '2025-01-01', endsOn: null },
  { id: 'cinema', monthlyKopecks: 29_900, startsOn: '2025-01-01', endsOn: null },
  { id: 'football', monthlyKopecks: 30_000, startsOn: '2025-01-01', endsOn: '2026-11-30' },
];
function startOf(part: Partial<BillingState>, chargedTodayKopecks: number | null = 3_327): ForecastStart {
  const state = { status: 'active' as const, balanceKopecks: 0, packages: trio, promise: null, resumesOn: null };
  return { state: { ...state, ...part }, today, chargedTodayKopecks };
}

describe('the forecast', () => {
  it('returns the last day of reception, or null beyond the horizon', () => {
    expect(simulate(startOf({ balanceKopecks: 73_740 }), 60, 366).lastDay).toBe('2026-12-20');
    expect(simulate(startOf({ balanceKopecks: 73_740 }), 60, 27).lastDay).toBeNull();
    expect(simulate(startOf({ balanceKopecks: 73_740 }), 60, 28).lastDay).toBeNull();
    expect(simulate(startOf({ balanceKopecks: 73_740 }), 1, 29).lastDay).toBe('2026-12-20');
    expect(simulate(startOf({ balanceKopecks: 10_000_000 }), 60, 366).lastDay).toBeNull();
  });

  it('takes a promise back on its due day and ends reception there', () => {
    const promise = { outstandingKopecks: 8_600, dueOn: '2026-11-27' };
    const simulation = simulate(startOf({ balanceKopecks: 13_348, promise }), 60, 366);
    expect(simulation.promiseReturned).toEqual({ day: '2026-11-27', amountKopecks: 8_600 });
    expect(simulation.lastDay).toBe('2026-11-26');
    expect(simulation.points[5]).toEqual({
      day: '2026-11-27',
      chargeKopecks: 0,
      balanceKopecks: 40 - 8_600,
      reception: 'off',
    });
  });

  it('includes the end of a suspension', () => {
    const suspended = startOf({ status: 'suspended', resumesOn: '2026-11-25', balanceKopecks: 50_000 }, null);
    const { points } = simulate(suspended, 5, 366);
    expect(points.map((point) => [point.reception, point.chargeKopecks])).toEqual([
      ['off', 0],
      ['off', 0],
      ['off', 0],
      ['on', 3_327],
      ['on', 3_327],
    ]);
  });
});

describe('missingThrough', () => {
  const anyStart = fc
    .record({
      balanceKopecks: fc.integer({ min: -30_000, max: 150_000 }),
      promised: fc.option(fc.integer({ min: 10, max: 300 }).map((roubles) => roubles * 100)),
      dueIn: fc.integer({ min: 1, max: 5 }),
    })
    .map(({ balanceKopecks, promised, dueIn }) => {
      if (balanceKopecks < 0) return startOf({ status: 'blocked', balanceKopecks }, null);
      const promise = promised === null ? null : { outstandingKopecks: promised, dueOn: addDays(today, dueIn) };
      return startOf({ balanceKopecks, promise });
    });

  it('is the exact amount: one kopeck less does not reach the day', () => {
    fc.assert(
      fc.property(anyStart, fc.integer({ min: 5, max: 90 }), (start, ahead) => {
        const target = addDays(today, ahead);
        const amount = missingThrough(start, target);
        const lastDay = (topUp: number): string => {
          const then = topUp > 0 ? afterTopUp(start, topUp) : start;
          if (then.state.status !== 'active') return addDays(today, -1);
          return simulate(then, 1, 200).lastDay ?? '9999';
        };
        expect(lastDay(amount) >= target).toBe(true);
        if (amount > 0) {
          expect(lastDay(amount)).toBe(target);
          expect(lastDay(amount - 1) < target).toBe(true);
        }
      }),
    );
  });

  it('is 226.76 ₽ to 31 December when active and 385.03 ₽ to 30 November when blocked', () => {
    expect(missingThrough(startOf({ balanceKopecks: 73_740 }), '2026-12-31')).toBe(22_676);
    const blocked = startOf({ status: 'blocked', balanceKopecks: -8_560 }, null);
    expect(missingThrough(blocked, endOfMonth(today))).toBe(38_503);
    expect(roundUp(38_503, 100)).toBe(38_600);
    expect(roundUp(38_600, 10_000)).toBe(40_000);
  });
});

describe('the next day price', () => {
  it('is 22.52 ₽ a day from 1 December', () => {
    expect(nextDailyPrice(startOf({}), 60)).toEqual({ day: '2026-12-01', meanKopecks: 2_252 });
  });

  it('is null when the next month is as long', () => {
    const packages = [{ id: 'a', monthlyKopecks: 31_000, startsOn: '2025-01-01', endsOn: null }];
    const state = { ...startOf({ packages }).state };
    expect(nextDailyPrice({ state, today: '2026-07-01', chargedTodayKopecks: null }, 60)).toBeNull();
  });
});

describe('the warning', () => {
  const stateWith = (days: number): BillingState => startOf({ balanceKopecks: days * 3_327 }).state;

  it.each([
    [0, null],
    [1, { daysLeft: 1, lastDay: '2026-11-23' }],
    [2, null],
    [3, { daysLeft: 3, lastDay: '2026-11-25' }],
    [4, null],
  ])('with money for %i days', (days, expected) => {
    expect(warningDue(stateWith(days), today, [3, 1])).toEqual(expected);
  });
});
