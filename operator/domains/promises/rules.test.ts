import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { BillingRules, PromiseRules } from '#protocol/api/profile.ts';
import { billDay, type BillingState } from '../contracts/billing-rules.ts';
import { addDays } from '../../platform/clock/days.ts';
import { afterTopUp, simulate, type ForecastStart } from '../forecast/rules.ts';
import { ntvPlus } from '../../platform/profile/ntv-plus.ts';
import {
  afterPromise,
  describeOffer,
  promiseOffer,
  promiseReasons,
  type PromiseFacts,
  type PromiseOffer,
} from './rules.ts';

const today = '2026-11-22';
const { billing } = ntvPlus;
const rules = ntvPlus.promises;
const trio = [
  { id: 'optimum', monthlyKopecks: 39_900, startsOn: '2025-01-01', endsOn: null },
  { id: 'cinema', monthlyKopecks: 29_900, startsOn: '2025-01-01', endsOn: null },
  { id: 'football', monthlyKopecks: 30_000, startsOn: '2025-01-01', endsOn: '2026-11-30' },
];
/** What a day of the trio costs in that November. */
const dayKopecks = 3_327;

function startOf(part: Partial<BillingState>, chargedTodayKopecks: number | null = dayKopecks): ForecastStart {
  const state = { status: 'active' as const, balanceKopecks: 0, packages: trio, promise: null, resumesOn: null };
  return { state: { ...state, ...part }, today, chargedTodayKopecks };
}
const blocked = (balanceKopecks: number): ForecastStart => startOf({ status: 'blocked', balanceKopecks }, null);
const factsOf = (start: ForecastStart, part: Partial<PromiseFacts> = {}): PromiseFacts => ({
  start,
  last: null,
  everPaid: true,
  ...part,
});
const reasonsOf = (facts: PromiseFacts): unknown[] =>
  promiseReasons(facts, rules, billing).map(({ number, code, liftsOn, amountKopecks, action }) => ({
    number,
    code,
    liftsOn,
    amountKopecks,
    action,
  }));

describe('what is offered', () => {
  it('to a blocked contract: its debt, today and the four days after, in whole roubles', () => {
    const start = blocked(-8_560);
    expect(reasonsOf(factsOf(start))).toEqual([]);
    // 85.60 + 5 × 33.27 = 251.95
    expect(promiseOffer(start, rules)).toEqual({
      amountKopecks: 25_200,
      feeKopecks: 0,
      dueOn: '2026-11-27',
      lastDay: '2026-11-26',
    });
  });

  it('to a contract that has reception today: what the days to come lack', () => {
    expect(promiseOffer(startOf({ balanceKopecks: 3_400 }), rules).amountKopecks).toBe(10_000);
  });

  it('is ten roubles when less would do', () => {
    expect(promiseOffer(startOf({ balanceKopecks: 4 * dayKopecks - 1 }), rules).amountKopecks).toBe(1_000);
  });

  it('says what is to be paid so that reception goes on, and the line until then', () => {
    const start = blocked(-8_560);
    const described = describeOffer(start, promiseOffer(start, rules), billing);
    // The promise back, and the day on which it goes back: 252.00 + 33.27 - 0.05 that were too much.
    expect(described.toPayKopecks).toBe(8_600 + 6 * dayKopecks + 38);
    expect(described.points.slice(0, 6).map((point) => [point.day, point.balanceKopecks, point.reception])).toEqual([
      ['2026-11-22', 25_200 - 8_560 - dayKopecks, 'on'],
      ['2026-11-23', 25_200 - 8_560 - 2 * dayKopecks, 'on'],
      ['2026-11-24', 25_200 - 8_560 - 3 * dayKopecks, 'on'],
      ['2026-11-25', 25_200 - 8_560 - 4 * dayKopecks, 'on'],
      ['2026-11-26', 5, 'on'],
      ['2026-11-27', 5 - 25_200, 'off'],
    ]);
  });

  it('carries its fee', () => {
    const withFee = { ...rules, feeKopecks: 3_000 };
    const start = blocked(-8_560);
    const offer = promiseOffer(start, withFee);
    expect(offer).toMatchObject({ amountKopecks: 28_200, feeKopecks: 3_000 });
    expect(afterPromise(start, offer).state).toMatchObject({
      status: 'active',
      balanceKopecks: 28_200 - 3_000 - 8_560 - dayKopecks,
      promise: { outstandingKopecks: 28_200, dueOn: '2026-11-27' },
    });
  });
});

describe('a reason against it', () => {
  it.each<[string, PromiseFacts, object[]]>([
    [
      '11: one is running',
      factsOf(startOf({ promise: { outstandingKopecks: 8_600, dueOn: '2026-11-25' } })),
      [{ number: 11, code: 'promise-running', liftsOn: '2026-11-25', amountKopecks: 8_600, action: 'top-up' }],
    ],
    [
      '12: it is too soon after the last',
      factsOf(blocked(-100), { last: { takenOn: '2026-10-24', unpaid: false } }),
      [{ number: 12, code: 'promise-too-soon', liftsOn: '2026-11-23', amountKopecks: null, action: 'wait' }],
    ],
    [
      '12: the last is not paid, which no day lifts',
      factsOf(blocked(-100), { last: { takenOn: '2026-10-01', unpaid: true } }),
      [{ number: 12, code: 'promise-too-soon', liftsOn: null, amountKopecks: 100, action: 'top-up' }],
    ],
    [
      '12: too soon and not paid: both have to be over',
      factsOf(blocked(-100), { last: { takenOn: '2026-11-01', unpaid: true } }),
      [{ number: 12, code: 'promise-too-soon', liftsOn: '2026-12-01', amountKopecks: 100, action: 'top-up' }],
    ],
    [
      '13: nothing was ever paid',
      factsOf(blocked(-100), { everPaid: false }),
      [{ number: 13, code: 'promise-never-paid', liftsOn: null, amountKopecks: null, action: 'top-up' }],
    ],
    [
      '14: reception is suspended',
      factsOf(startOf({ status: 'suspended', resumesOn: '2026-12-05', balanceKopecks: 5 }, null)),
      [{ number: 14, code: 'promise-suspended', liftsOn: '2026-12-05', amountKopecks: null, action: 'resume' }],
    ],
    [
      '15: more is missing than can be promised',
      factsOf(blocked(-83_366)),
      [{ number: 15, code: 'promise-too-large', liftsOn: null, amountKopecks: 100_100, action: 'top-up' }],
    ],
    [
      '16: the balance lasts anyway, to 6 December',
      factsOf(startOf({ balanceKopecks: 14 * 3_000 })),
      [{ number: 16, code: 'promise-not-needed', liftsOn: '2026-12-03', amountKopecks: null, action: 'wait' }],
    ],
    [
      '16: the balance lasts for more than a year',
      factsOf(startOf({ balanceKopecks: 5_000_000 })),
      [{ number: 16, code: 'promise-not-needed', liftsOn: null, amountKopecks: null, action: 'wait' }],
    ],
    [
      '41: the contract is closed, and nothing else matters',
      factsOf(startOf({ status: 'closed', balanceKopecks: -100 }, null), { everPaid: false }),
      [{ number: 41, code: 'contract-closed', liftsOn: null, amountKopecks: null, action: 'choose-another' }],
    ],
  ])('%s', (_, facts, expected) => {
    expect(reasonsOf(facts)).toEqual(expected);
  });

  it('is none any more when thirty days are over, and at exactly the largest sum', () => {
    expect(reasonsOf(factsOf(blocked(-100), { last: { takenOn: '2026-10-23', unpaid: false } }))).toEqual([]);
    expect(reasonsOf(factsOf(blocked(5 * dayKopecks - 100_000)))).toEqual([]);
    expect(reasonsOf(factsOf(blocked(5 * dayKopecks - 100_001)))).toMatchObject([{ number: 15 }]);
    expect(reasonsOf(factsOf(startOf({ balanceKopecks: 4 * dayKopecks })))).toMatchObject([{ number: 16 }]);
  });

  it('comes with the others, the first to be lifted first, those that no day lifts last', () => {
    const start = startOf({ promise: { outstandingKopecks: 8_600, dueOn: '2026-11-25' } });
    const facts = factsOf(start, { last: { takenOn: '2026-11-20', unpaid: false }, everPaid: false });
    expect(reasonsOf(facts)).toMatchObject([{ number: 11 }, { number: 12, liftsOn: '2026-12-20' }, { number: 13 }]);
  });
});

const anyPackage = fc.record({
  id: fc.constantFrom('a', 'b', 'c', 'd'),
  monthlyKopecks: fc.integer({ min: 0, max: 90_000 }),
  startsOn: fc.integer({ min: -40, max: 6 }).map((ahead) => addDays(today, ahead)),
  endsOn: fc.option(fc.integer({ min: 0, max: 12 }).map((ahead) => addDays(today, ahead))),
});
const anyStart = fc
  .record({
    balanceKopecks: fc.integer({ min: -120_000, max: 40_000 }),
    packages: fc.array(anyPackage, { minLength: 1, maxLength: 4 }),
    charged: fc.boolean(),
  })
  .map(({ balanceKopecks, packages, charged }): ForecastStart => {
    const status = balanceKopecks < 0 ? ('blocked' as const) : ('active' as const);
    // Who has reception was charged for today; who has none may have been, before it went off.
    const chargedTodayKopecks = status === 'active' || charged ? 1 : null;
    return { ...startOf({ status, balanceKopecks, packages }), chargedTodayKopecks };
  });
const anyRules = fc
  .record({
    minKopecks: fc.integer({ min: 0, max: 200 }).map((roubles) => roubles * 100),
    maxKopecks: fc.integer({ min: 200, max: 2_000 }).map((roubles) => roubles * 100),
    stepKopecks: fc.constantFrom(1, 100, 5_000),
    feeKopecks: fc.constantFrom(0, 0, 100, 2_550),
    termDays: fc.integer({ min: 1, max: 10 }),
    everyDays: fc.integer({ min: 1, max: 60 }),
  })
  .map((drawn): PromiseRules => drawn);
const anyCase = fc.record({ start: anyStart, rules: anyRules });

/** Last day of reception in a row; the day before today when there is none today. */
function lastDayOf(start: ForecastStart, horizon = 80): string {
  if (start.state.status !== 'active') return addDays(today, -1);
  return simulate(start, 1, horizon).lastDay ?? '9999-12-31';
}
/** For each offer that can be taken, in any operator's rules. */
function forEachOffer(
  check: (offer: PromiseOffer, start: ForecastStart, rules: PromiseRules, billing: BillingRules) => void,
): void {
  let offers = 0;
  fc.assert(
    fc.property(anyCase, ({ start, rules: drawn }) => {
      if (promiseReasons(factsOf(start), drawn, billing).length > 0) return;
      offers += 1;
      check(promiseOffer(start, drawn), start, drawn, billing);
    }),
    { numRuns: 400 },
  );
  expect(offers).toBeGreaterThan(50);
}

describe('whatever the contract and the operator’s numbers,', () => {
  it('an offer holds reception on to the end of its term, and no step less would', () => {
    forEachOffer((offer, start, drawn) => {
      const { amountKopecks, lastDay } = offer;
      expect(lastDayOf(afterPromise(start, offer)) >= lastDay).toBe(true);
      expect(amountKopecks).toBeGreaterThanOrEqual(drawn.minKopecks);
      expect(amountKopecks).toBeLessThanOrEqual(Math.max(drawn.minKopecks, drawn.maxKopecks));
      const less = amountKopecks - drawn.stepKopecks;
      if (less < drawn.minKopecks) return;
      // The same money with no day on which it goes back: a running promise would hold reception on by itself.
      const then = afterTopUp(start, less - drawn.feeKopecks);
      const last = simulate(then, drawn.termDays, 0).points.at(-1);
      expect(last?.day).toBe(lastDay);
      expect(last?.balanceKopecks).toBeLessThan(0);
    });
  });

  it('paid back as it says, reception goes on beyond its day; unpaid, that day takes back all of it', () => {
    forEachOffer((offer, start, _, numbers) => {
      const { amountKopecks, dueOn, lastDay } = offer;
      const then = afterPromise(start, offer);
      const described = describeOffer(start, offer, numbers);
      expect(lastDayOf(afterTopUp(then, described.toPayKopecks)) >= dueOn).toBe(true);
      const before = described.points.find((point) => point.day === lastDay);
      const after = described.points.find((point) => point.day === dueOn);
      expect(before?.reception).toBe('on');
      expect((before?.balanceKopecks ?? 0) - (after?.balanceKopecks ?? 0)).toBe(
        amountKopecks + (after?.chargeKopecks ?? 0),
      );
      expect(after?.reception).toBe((after?.balanceKopecks ?? 0) < 0 ? 'off' : 'on');
    });
  });

  it('the line is what each 00:00 then does', () => {
    forEachOffer((offer, start, _, numbers) => {
      let { state } = afterPromise(start, offer);
      for (const point of describeOffer(start, offer, numbers).points) {
        if (point.day > today) ({ state } = billDay(state, point.day));
        expect([point.balanceKopecks, point.reception]).toEqual([
          state.balanceKopecks,
          state.status === 'active' ? 'on' : 'off',
        ]);
      }
    });
  });

  it('not needed is what lasts to the end of the term, and is needed on the day that is named', () => {
    fc.assert(
      fc.property(anyCase, ({ start, rules: drawn }) => {
        const reason = promiseReasons(factsOf(start), drawn, billing).find(({ code }) => code === 'promise-not-needed');
        if (reason === undefined) return;
        expect(lastDayOf(start) >= addDays(today, drawn.termDays - 1)).toBe(true);
        let day = today;
        let then = start;
        while (reason.liftsOn !== null && day < reason.liftsOn) {
          day = addDays(day, 1);
          const { state, chargedKopecks } = billDay(then.state, day);
          then = { state, today: day, chargedTodayKopecks: chargedKopecks };
          const codes = promiseReasons(factsOf(then), drawn, billing).map(({ code }) => code);
          expect(codes.includes('promise-not-needed')).toBe(day < reason.liftsOn);
        }
      }),
    );
  });
});
