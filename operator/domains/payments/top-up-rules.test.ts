import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { billDay, credit, sumOf, type BillingState } from '../contracts/billing-rules.ts';
import { addDays, endOfMonth, startOfMonth } from '../../platform/clock/days.ts';
import { missingThrough, type ForecastStart } from '../forecast/rules.ts';
import { ntvPlus } from '../../platform/profile/ntv-plus.ts';
import { previewTopUp, topUpOffers, topUpSum } from './top-up-rules.ts';

const rules = ntvPlus.billing;
const today = '2026-11-22';
const packages = [{ id: 'base', monthlyKopecks: 69_800, startsOn: '2020-01-01', endsOn: null }];

function startOf(state: Partial<BillingState>, chargedTodayKopecks: number | null = 2_326): ForecastStart {
  const usual: BillingState = { status: 'active', balanceKopecks: 30_500, packages, promise: null, resumesOn: null };
  return { state: { ...usual, ...state }, today, chargedTodayKopecks };
}

/**
 * The last day on which one can watch after a top-up, by the daily job alone: null beyond the horizon, yesterday when
 * reception does not come back.
 */
function lastDayByJob(start: ForecastStart, amountKopecks: number): string | null {
  let { state } = credit(start.state, amountKopecks, start.today, start.chargedTodayKopecks !== null);
  if (state.status !== 'active') return addDays(start.today, -1);
  let day = start.today;
  for (let ahead = 1; ahead <= rules.untilHorizonDays; ahead += 1) {
    ({ state } = billDay(state, addDays(day, 1)));
    if (state.status !== 'active') return day;
    day = addDays(day, 1);
  }
  return null;
}

const anyDay = fc.integer({ min: 0, max: 1_500 }).map((days) => addDays('2026-01-01', days));
const anyStart = anyDay.chain((day) =>
  fc
    .record({
      status: fc.constantFrom('active' as const, 'blocked' as const),
      balanceKopecks: fc.integer({ min: -300_000, max: 300_000 }),
      packages: fc.array(
        fc.record({
          id: fc.constantFrom('a', 'b', 'c'),
          monthlyKopecks: fc.integer({ min: 0, max: 200_000 }),
          startsOn: fc.constant('2020-01-01'),
          endsOn: fc.option(fc.integer({ min: 0, max: 90 }).map((days) => addDays(day, days))),
        }),
        { maxLength: 4 },
      ),
      promise: fc.option(
        fc.record({
          outstandingKopecks: fc.integer({ min: 1_000, max: 100_000 }),
          dueOn: fc.integer({ min: 1, max: 5 }).map((days) => addDays(day, days)),
        }),
      ),
      charged: fc.boolean(),
    })
    .map(({ charged, ...state }): ForecastStart => {
      // As the job leaves contracts: blocked is who owes and has no promise; who has reception and no promise owes nothing.
      const blocked = state.status === 'blocked';
      const balanceKopecks = blocked || state.promise !== null ? state.balanceKopecks : Math.abs(state.balanceKopecks);
      const owed = blocked ? -Math.abs(balanceKopecks) - 1 : balanceKopecks;
      return {
        state: { ...state, balanceKopecks: owed, promise: blocked ? null : state.promise, resumesOn: null },
        today: day,
        chargedTodayKopecks: blocked && !charged ? null : 0,
      };
    }),
);

describe('suggested amounts', () => {
  it('pay exactly until their last day, according to the daily job', () => {
    fc.assert(
      fc.property(anyStart, (start) => {
        for (const offer of topUpOffers(start, rules, 3)) {
          expect(lastDayByJob(start, offer.amountKopecks)).toBe(offer.lastDay);
          expect(offer.moreDays).toBeGreaterThanOrEqual(0);
        }
      }),
    );
  });

  it('are minimal: one step less ends sooner', () => {
    fc.assert(
      fc.property(anyStart, (start) => {
        for (const { kind, amountKopecks, lastDay } of topUpOffers(start, rules, 3)) {
          if (lastDay === null || amountKopecks <= rules.paymentMinKopecks) continue;
          const less = lastDayByJob(start, amountKopecks - rules.topUpStepKopecks);
          // The amount reaches the end of a month, and with what its rounding adds perhaps some days more.
          const reached = endOfMonth(lastDay) === lastDay ? lastDay : addDays(startOfMonth(lastDay), -1);
          const end = kind === 'month-end' ? reached : start.today;
          expect(less !== null && less < end).toBe(true);
        }
      }),
    );
  });

  it('are whole steps within the limits, unique, smallest first, as many as the profile allows', () => {
    fc.assert(
      fc.property(anyStart, fc.integer({ min: 1, max: 4 }), (start, most) => {
        const amounts = topUpOffers(start, rules, most).map(({ amountKopecks }) => amountKopecks);
        expect(amounts.length).toBeLessThanOrEqual(most);
        expect(amounts).toEqual([...new Set(amounts)].sort((a, b) => a - b));
        for (const amount of amounts) {
          expect(amount % rules.topUpStepKopecks).toBe(0);
          expect(amount).toBeGreaterThanOrEqual(rules.paymentMinKopecks);
          expect(amount).toBeLessThanOrEqual(rules.paymentMaxKopecks);
        }
      }),
    );
  });

  it('reach the ends of the months ahead while there is reception', () => {
    const offers = topUpOffers(startOf({}), rules, 3);
    expect(offers.map(({ kind, lastDay }) => [kind, lastDay])).toEqual([
      ['month-end', '2026-12-31'],
      ['month-end', '2027-01-31'],
      ['month-end', '2027-02-28'],
    ]);
  });

  it('start with the amount that restores reception', () => {
    const offers = topUpOffers(startOf({ status: 'blocked', balanceKopecks: -1_240 }, null), rules, 3);
    expect(offers[0]).toMatchObject({ kind: 'back-on', amountKopecks: 1_300, lastDay: today, moreDays: 1 });
    expect(offers[1]).toMatchObject({ kind: 'month-end', lastDay: '2026-11-30' });
  });

  it.each([
    ['suspended', { status: 'suspended' as const, resumesOn: '2026-12-01' }],
    ['closed', { status: 'closed' as const, balanceKopecks: -100 }],
    ['without a price', { packages: [] }],
    ['paid for more than a year', { balanceKopecks: 10_000_000 }],
  ])('are none for a contract that is %s', (_what, state) => {
    expect(topUpOffers(startOf(state), rules, 3)).toEqual([]);
    expect(topUpSum(startOf(state), rules, 3)).toBeNull();
  });
});

describe('calculation of the first month-end amount', () => {
  it('is what is left of this month by days and the next months whole, less the balance', () => {
    const sum = topUpSum(startOf({}), rules, 3);
    expect(sum).toMatchObject({ restDays: 8, wholeMonths: [{ month: '2026-12-01', monthlyKopecks: 69_800 }] });
    expect(sum?.exactKopecks).toBe(missingThrough(startOf({}), '2026-12-31'));
  });

  it('adds up to the kopeck, but for the rounding of a day', () => {
    fc.assert(
      fc.property(anyStart, (start) => {
        const sum = topUpSum(start, rules, 3);
        if (sum === null || start.state.promise !== null) return;
        const months = sum.wholeMonths.reduce((all, { monthlyKopecks }) => all + monthlyKopecks, 0);
        const all = sum.restDays * sum.restDayKopecks + months - start.state.balanceKopecks;
        expect(Math.abs(Math.max(0, all) - sum.exactKopecks)).toBeLessThanOrEqual(sum.restDays);
      }),
    );
  });
});

describe('the preview of an amount', () => {
  it('contains the immediate effects', () => {
    fc.assert(
      fc.property(anyStart, fc.integer({ min: 1_000, max: 1_500_000 }), (start, amount) => {
        const { after, repaysPromiseKopecks, chargedTodayKopecks } = previewTopUp(start, amount);
        const outcome = credit(start.state, amount, start.today, start.chargedTodayKopecks !== null);
        expect(after.state).toEqual(outcome.state);
        expect(chargedTodayKopecks).toBe(sumOf(outcome.charges));
        expect(start.state.balanceKopecks + amount - repaysPromiseKopecks - chargedTodayKopecks).toBe(
          after.state.balanceKopecks,
        );
      }),
    );
  });
});
