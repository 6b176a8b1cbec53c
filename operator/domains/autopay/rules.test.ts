import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { billDay, credit, type BillingState } from '../contracts/billing-rules.ts';
import { addDays, endOfMonth, startOfMonth } from '../../platform/clock/days.ts';
import { nextPayment, nextStep, planFault, type AutopayFacts, type AutopayRules } from './rules.ts';

const today = '2026-11-22';
const rules: AutopayRules = { noticeDays: 1, forecastDays: 60 };
/** 31 roubles a day in a month of 30. */
const packages = [{ id: 'base', monthlyKopecks: 93_000, startsOn: '2025-01-01', endsOn: null }];
const dayKopecks = 3_100;

function factsOf(
  balanceKopecks: number,
  part: Partial<AutopayFacts> = {},
  state: Partial<BillingState> = {},
): AutopayFacts {
  return {
    start: {
      state: { status: 'active', balanceKopecks, packages, promise: null, resumesOn: null, ...state },
      today,
      chargedTodayKopecks: dayKopecks,
    },
    plan: { when: { kind: 'threshold', belowKopecks: 10_000 }, amountKopecks: 50_000, monthlyCeilingKopecks: 100_000 },
    announcedFor: null,
    lastRunFor: null,
    failedBecause: null,
    paidThisMonthKopecks: 0,
    ...part,
  };
}
const onDay = (dayOfMonth: number): Partial<AutopayFacts> => ({
  plan: { when: { kind: 'day', dayOfMonth }, amountKopecks: 50_000, monthlyCeilingKopecks: 100_000 },
});
/** The same facts as they are on another day. */
const at = (day: string, facts: AutopayFacts): AutopayFacts => ({ ...facts, start: { ...facts.start, today: day } });

describe('autopay below a sum', () => {
  it.each([
    // Tomorrow's 00:00 would leave less: it is due today, and has to be announced first.
    [10_000 + dayKopecks - 1, { do: 'announce', on: '2026-11-23' }],
    // The day after tomorrow's would.
    [10_000 + 2 * dayKopecks - 1, { do: 'announce', on: '2026-11-23' }],
    [10_000 + 2 * dayKopecks, { do: 'nothing' }],
    [0, { do: 'announce', on: '2026-11-23' }],
  ])('with %i kopecks', (balance, expected) => {
    expect(nextStep(factsOf(balance), rules)).toEqual(expected);
  });

  it('tells the day from afar', () => {
    expect(nextPayment(factsOf(10_000 + 10 * dayKopecks), rules)).toEqual({ on: '2026-12-02', announced: false });
    expect(nextPayment(factsOf(10_000_000), rules)).toBeNull();
  });

  it('pays on the day announced, once', () => {
    const facts = factsOf(10_000 + dayKopecks, { announcedFor: '2026-11-23' });
    expect(nextStep(facts, rules)).toEqual({ do: 'nothing' });
    expect(nextPayment(facts, rules)).toEqual({ on: '2026-11-23', announced: true });
    const then = at('2026-11-23', factsOf(10_000, { announcedFor: '2026-11-23' }));
    expect(nextStep(then, rules)).toEqual({ do: 'pay', day: '2026-11-23' });
    expect(nextStep({ ...then, lastRunFor: '2026-11-23' }, rules)).toEqual({ do: 'resume', day: '2026-11-23' });
    const done = { ...then, announcedFor: null, lastRunFor: '2026-11-23' };
    expect(nextStep(done, rules)).toEqual({ do: 'announce', on: '2026-11-24' });
  });

  it('is called off when there is money enough by then', () => {
    const facts = at('2026-11-23', factsOf(90_000, { announcedFor: '2026-11-23' }));
    expect(nextStep(facts, rules)).toEqual({ do: 'call-off' });
  });

  it('sees a promise that is taken back', () => {
    const promise = { outstandingKopecks: 40_000, dueOn: '2026-11-26' };
    expect(nextPayment(factsOf(60_000, {}, { promise }), rules)).toEqual({ on: '2026-11-25', announced: false });
  });

  it('brings reception back where it is off', () => {
    const facts = factsOf(-500, {}, { status: 'blocked' });
    expect(nextStep(facts, rules)).toEqual({ do: 'announce', on: '2026-11-23' });
  });
});

describe('autopay on a day of the month', () => {
  it.each([
    [23, '2026-11-23'],
    [22, '2026-12-22'],
    [1, '2026-12-01'],
    [30, '2026-11-30'],
    [31, '2026-11-30'],
  ])('%i pays on %s', (day, on) => {
    expect(nextPayment(factsOf(0, onDay(day)), rules)).toEqual({ on, announced: false });
  });

  it.each([
    ['2027-01-31', 31, '2027-02-28'],
    ['2028-01-31', 30, '2028-02-29'],
    ['2026-12-31', 31, '2027-01-31'],
    ['2027-02-27', 29, '2027-02-28'],
  ])('on %s the next of the %i. is %s', (day, wanted, on) => {
    expect(nextPayment(at(day, factsOf(0, onDay(wanted))), rules)).toEqual({ on, announced: false });
  });

  it('pays whatever the balance, and late when the service stood still', () => {
    const facts = { ...factsOf(500_000, onDay(20)), announcedFor: '2026-11-20' };
    expect(nextStep(facts, rules)).toEqual({ do: 'pay', day: '2026-11-20' });
    // Not when it is the next one's turn.
    expect(nextStep(at('2026-12-18', facts), rules)).toEqual({ do: 'pay', day: '2026-11-20' });
    expect(nextStep(at('2026-12-19', facts), rules)).toEqual({ do: 'call-off' });
  });
});

describe('autopay stays away', () => {
  it.each<[string, AutopayFacts]>([
    ['from a suspended contract', factsOf(0, {}, { status: 'suspended', resumesOn: '2026-12-01' })],
    ['from a closed contract', factsOf(0, {}, { status: 'closed' })],
    ['from a card that has expired', factsOf(0, { failedBecause: 'card-expired' })],
  ])('%s', (_, facts) => {
    expect(nextStep(facts, rules)).toEqual({ do: 'nothing' });
    expect(nextPayment(facts, rules)).toBeNull();
    expect(nextStep({ ...facts, announcedFor: today }, rules)).toEqual({ do: 'call-off' });
  });

  it('from more than its ceiling: not a part of it, but the next month', () => {
    const full = factsOf(0, { paidThisMonthKopecks: 50_001 });
    expect(nextStep(full, rules)).toEqual({ do: 'nothing' });
    expect(nextPayment(full, rules)).toEqual({ on: '2026-12-01', announced: false });
    expect(nextStep({ ...full, announcedFor: today }, rules)).toEqual({ do: 'call-off' });
    expect(nextStep(factsOf(0, { paidThisMonthKopecks: 50_000 }), rules)).toEqual({ do: 'announce', on: '2026-11-23' });
    expect(nextStep(at('2026-11-30', full), rules)).toEqual({ do: 'announce', on: '2026-12-01' });
    expect(nextPayment({ ...factsOf(0, onDay(25)), paidThisMonthKopecks: 90_000 }, rules)).toEqual({
      on: '2026-12-25',
      announced: false,
    });
  });

  it('from trying the same day again, but tries the next one after other failures', () => {
    const facts = factsOf(0, { lastRunFor: today, failedBecause: 'insufficient-funds' });
    expect(nextStep(facts, rules)).toEqual({ do: 'announce', on: '2026-11-23' });
    expect(nextStep(facts, { ...rules, noticeDays: 0 })).toEqual({ do: 'nothing' });
  });
});

describe('a plan', () => {
  const plan = factsOf(0).plan;
  const limits = { minKopecks: 1_000, maxKopecks: 1_500_000 };
  it.each([
    [{}, null],
    [{ amountKopecks: 999 }, 'amount'],
    [{ amountKopecks: 1_500_001, monthlyCeilingKopecks: 2_000_000 }, 'amount'],
    [{ monthlyCeilingKopecks: 49_999 }, 'ceiling'],
    [{ monthlyCeilingKopecks: 50_000 }, null],
    [{ when: { kind: 'threshold' as const, belowKopecks: -1 } }, 'threshold'],
    [{ when: { kind: 'threshold' as const, belowKopecks: 1_500_001 } }, 'threshold'],
    [{ when: { kind: 'threshold' as const, belowKopecks: 0 } }, null],
  ])('%o', (part, fault) => {
    expect(planFault({ ...plan, ...part }, limits)).toBe(fault);
  });
});

const anyLife = fc.record({
  balanceKopecks: fc.integer({ min: -20_000, max: 60_000 }),
  when: fc.oneof(
    fc.record({ kind: fc.constant('threshold' as const), belowKopecks: fc.integer({ min: 0, max: 30_000 }) }),
    fc.record({ kind: fc.constant('day' as const), dayOfMonth: fc.integer({ min: 1, max: 31 }) }),
  ),
  amountKopecks: fc.integer({ min: 1_000, max: 60_000 }),
  spareKopecks: fc.integer({ min: 0, max: 100_000 }),
  noticeDays: fc.integer({ min: 0, max: 3 }),
  monthlyKopecks: fc.integer({ min: 0, max: 120_000 }),
  /** Days on which the service stands still, top-ups from elsewhere, and payments that fail. */
  events: fc.array(
    fc.record({
      day: fc.integer({ min: 1, max: 119 }),
      what: fc.oneof(
        fc.record({ kind: fc.constant('asleep' as const), days: fc.integer({ min: 1, max: 40 }) }),
        fc.record({ kind: fc.constant('top-up' as const), kopecks: fc.integer({ min: 1_000, max: 90_000 }) }),
        fc.record({ kind: fc.constant('declined' as const) }),
      ),
    }),
    { maxLength: 12 },
  ),
});

type Life = typeof anyLife extends fc.Arbitrary<infer Drawn> ? Drawn : never;

/** Four months of a contract with autopay, day by day as the job goes. */
function live(life: Life): {
  paid: { for: string; on: string; announcedOn: string }[];
  monthlyCeilingKopecks: number;
} {
  const { noticeDays, amountKopecks, monthlyKopecks, when, events } = life;
  const numbers = { noticeDays, forecastDays: 60 };
  const monthlyCeilingKopecks = amountKopecks + life.spareKopecks;
  let state: BillingState = {
    status: life.balanceKopecks < 0 ? 'blocked' : 'active',
    balanceKopecks: life.balanceKopecks,
    packages: [{ id: 'base', monthlyKopecks, startsOn: '2025-01-01', endsOn: null }],
    promise: null,
    resumesOn: null,
  };
  let announcedFor: string | null = null;
  let announcedOn = '';
  let lastRunFor: string | null = null;
  const paid: { for: string; on: string; announcedOn: string }[] = [];
  let charged = true;
  let asleepUntil = 0;
  for (let ahead = 0; ahead < 120; ahead += 1) {
    const day = addDays(today, ahead);
    if (ahead > 0) {
      const outcome = billDay(state, day);
      ({ state } = outcome);
      charged = outcome.charges.length > 0;
    }
    const happening = events.filter((event) => event.day === ahead).map((event) => event.what);
    for (const what of happening) {
      if (what.kind === 'asleep') asleepUntil = Math.max(asleepUntil, ahead + what.days);
      if (what.kind === 'top-up') ({ state } = credit(state, what.kopecks, day, charged));
    }
    if (ahead < asleepUntil) continue;
    for (let steps = 0; ; steps += 1) {
      expect(steps).toBeLessThan(10);
      const month = startOfMonth(day);
      const paidThisMonthKopecks = paid.filter((one) => startOfMonth(one.on) === month).length * amountKopecks;
      const facts: AutopayFacts = {
        start: { state, today: day, chargedTodayKopecks: charged ? 1 : null },
        plan: { when, amountKopecks, monthlyCeilingKopecks },
        announcedFor,
        lastRunFor,
        failedBecause: null,
        paidThisMonthKopecks,
      };
      const step = nextStep(facts, numbers);
      if (step.do === 'nothing') break;
      if (step.do === 'announce') {
        expect(nextPayment(facts, numbers)).toEqual({ on: step.on, announced: false });
        expect(nextPayment({ ...facts, announcedFor: step.on }, numbers)).toEqual({ on: step.on, announced: true });
        announcedFor = step.on;
        announcedOn = day;
      }
      if (step.do === 'call-off') announcedFor = null;
      if (step.do === 'pay') {
        lastRunFor = step.day;
        announcedFor = null;
        if (happening.some((what) => what.kind === 'declined')) continue;
        paid.push({ for: step.day, on: day, announcedOn });
        ({ state } = credit(state, amountKopecks, day, charged));
      }
    }
  }
  return { paid, monthlyCeilingKopecks };
}

describe('over four months, whatever happens,', () => {
  it('no day is paid for twice, none unannounced, and no month has more than the ceiling', () => {
    let payments = 0;
    fc.assert(
      fc.property(anyLife, (life) => {
        const { paid, monthlyCeilingKopecks } = live(life);
        payments += paid.length;
        expect(new Set(paid.map((one) => one.for)).size).toBe(paid.length);
        expect(paid.map((one) => one.for)).toEqual(paid.map((one) => one.for).sort());
        const months = new Map<string, number>();
        for (const one of paid) {
          expect(addDays(one.announcedOn, life.noticeDays) <= one.for).toBe(true);
          expect(one.for <= one.on).toBe(true);
          const month = startOfMonth(one.on);
          months.set(month, (months.get(month) ?? 0) + life.amountKopecks);
          if (life.when.kind === 'day') {
            const wanted = String(life.when.dayOfMonth).padStart(2, '0');
            expect(one.for.endsWith(wanted) || (one.for === endOfMonth(one.for) && one.for.slice(8) < wanted)).toBe(
              true,
            );
          }
        }
        for (const sum of months.values()) expect(sum).toBeLessThanOrEqual(monthlyCeilingKopecks);
      }),
      { numRuns: 300 },
    );
    expect(payments).toBeGreaterThan(100);
  });

  it('an undisturbed day of the month is paid for in each of them', () => {
    fc.assert(
      fc.property(anyLife, fc.integer({ min: 1, max: 31 }), (life, dayOfMonth) => {
        const { paid } = live({ ...life, when: { kind: 'day', dayOfMonth }, events: [] });
        const firstPossible = addDays(today, life.noticeDays);
        for (const month of ['2026-12-01', '2027-01-01', '2027-02-01']) {
          if (startOfMonth(firstPossible) >= month) continue;
          expect(paid.filter((one) => startOfMonth(one.on) === month)).toHaveLength(1);
        }
        expect(paid.every((one) => one.on === one.for)).toBe(true);
      }),
    );
  });

  it('with room under the ceiling and enough at once, the balance never falls below the sum undisturbed', () => {
    fc.assert(
      fc.property(anyLife, fc.integer({ min: 0, max: 20_000 }), (life, belowKopecks) => {
        const calm = {
          ...life,
          events: [],
          balanceKopecks: 60_000,
          monthlyKopecks: Math.min(life.monthlyKopecks, 60_000),
          when: { kind: 'threshold' as const, belowKopecks },
          amountKopecks: 40_000,
          spareKopecks: 1_000_000,
          noticeDays: Math.min(life.noticeDays, 1),
        };
        let state: BillingState = {
          ...factsOf(calm.balanceKopecks).start.state,
          packages: [{ id: 'base', monthlyKopecks: calm.monthlyKopecks, startsOn: '2025-01-01', endsOn: null }],
        };
        const { paid } = live(calm);
        for (let ahead = 0; ahead < 120; ahead += 1) {
          const day = addDays(today, ahead);
          if (ahead > 0) ({ state } = billDay(state, day));
          expect(state.balanceKopecks).toBeGreaterThanOrEqual(belowKopecks);
          const payments = paid.filter((one) => one.on === day).length;
          if (payments > 0) ({ state } = credit(state, payments * 40_000, day, true));
        }
      }),
    );
  });
});
