import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { addDays, daysInMonth, endOfMonth, startOfMonth } from '../../platform/clock/days.ts';
import { billDay, credit, dayCharges, dayPrice, type BillingState } from './billing-rules.ts';

const anyDay = fc.integer({ min: 0, max: 20_000 }).map((number) => addDays('2000-01-01', number));
const anyPrice = fc.integer({ min: 0, max: 10_000_000 });

function monthOf(day: string): string[] {
  return Array.from({ length: daysInMonth(day) }, (_, index) => addDays(startOfMonth(day), index));
}

const trio = [
  { id: 'optimum', monthlyKopecks: 39_900, startsOn: '2025-01-01', endsOn: null },
  { id: 'cinema', monthlyKopecks: 29_900, startsOn: '2025-01-01', endsOn: null },
  { id: 'football', monthlyKopecks: 30_000, startsOn: '2025-01-01', endsOn: '2026-11-30' },
];
function stateOf(part: Partial<BillingState>): BillingState {
  return { status: 'active', balanceKopecks: 0, packages: trio, promise: null, resumesOn: null, ...part };
}

describe('dayPrice', () => {
  it('sums to the monthly price over each month', () => {
    fc.assert(
      fc.property(anyDay, anyPrice, (day, price) => {
        const sum = monthOf(day).reduce((total, each) => total + dayPrice(price, each), 0);
        expect(sum).toBe(price);
      }),
    );
  });

  it('varies by at most one kopeck within a month and never decreases', () => {
    fc.assert(
      fc.property(anyDay, anyPrice, (day, price) => {
        const prices = monthOf(day).map((each) => dayPrice(price, each));
        expect((prices.at(-1) ?? 0) - (prices[0] ?? 0)).toBeLessThanOrEqual(1);
        expect(prices).toEqual([...prices].sort((a, b) => a - b));
      }),
    );
  });

  it.each([
    ['2026-11-10', 39_900, 1_330],
    ['2026-11-10', 29_900, 996],
    ['2026-11-11', 29_900, 997],
    ['2026-02-28', 10_000, 358],
    ['2024-02-29', 10_000, 345],
  ])('on %s of %i a month is %i', (day, price, expected) => {
    expect(dayPrice(price, day)).toBe(expected);
  });
});

describe('dayCharges', () => {
  it('sum to 33.27 ₽ for three packages, and less when one has ended', () => {
    const sum = (day: string): number =>
      dayCharges(trio, day).reduce((total, { amountKopecks }) => total + amountKopecks, 0);
    expect(sum('2026-11-22')).toBe(3_327);
    expect(sum('2026-12-01')).toBe(2_251);
  });

  it('contain a package once, also when it ended and started again on the same day', () => {
    const again = [
      { id: 'p', monthlyKopecks: 3_000, startsOn: '2026-01-01', endsOn: '2026-11-22' },
      { id: 'p', monthlyKopecks: 3_000, startsOn: '2026-11-22', endsOn: null },
    ];
    expect(dayCharges(again, '2026-11-22')).toHaveLength(1);
  });
});

describe('billDay', () => {
  const day = '2026-11-22';

  it('charges, and blocks when the balance is negative afterwards', () => {
    expect(billDay(stateOf({ balanceKopecks: 3_326 }), day)).toMatchObject({
      chargedKopecks: 3_327,
      blocked: true,
      state: { status: 'blocked', balanceKopecks: -1 },
    });
    expect(billDay(stateOf({ balanceKopecks: 3_327 }), day)).toMatchObject({
      blocked: false,
      state: { status: 'active', balanceKopecks: 0 },
    });
  });

  it('takes back a due promise first; a negative balance then blocks without a charge', () => {
    const promise = { outstandingKopecks: 8_600, dueOn: day };
    expect(billDay(stateOf({ balanceKopecks: 40, promise }), day)).toMatchObject({
      returnedKopecks: 8_600,
      chargedKopecks: 0,
      blocked: true,
      state: { balanceKopecks: -8_560, promise: null },
    });
  });

  it('keeps reception on with a negative balance while a promise is running', () => {
    const promise = { outstandingKopecks: 8_600, dueOn: '2026-11-23' };
    expect(billDay(stateOf({ balanceKopecks: 0, promise }), day)).toMatchObject({
      blocked: false,
      state: { status: 'active', balanceKopecks: -3_327 },
    });
  });

  it.each(['blocked', 'suspended', 'closed'] as const)('charges nothing on a %s contract', (status) => {
    const before = stateOf({
      status,
      balanceKopecks: 100_000,
      resumesOn: status === 'suspended' ? '2026-12-01' : null,
    });
    expect(billDay(before, day)).toMatchObject({ chargedKopecks: 0, blocked: false, state: before });
  });

  it('ends a suspension on its `resumesOn` day and charges that day', () => {
    const before = stateOf({ status: 'suspended', resumesOn: day, balanceKopecks: 100_000 });
    expect(billDay(before, day)).toMatchObject({
      resumed: true,
      chargedKopecks: 3_327,
      state: { status: 'active', resumesOn: null },
    });
  });

  it('does not charge a day again that was charged when reception was restored', () => {
    expect(billDay(stateOf({ balanceKopecks: -3 }), day, true)).toMatchObject({ chargedKopecks: 0, blocked: true });
  });
});

describe('credit', () => {
  const day = '2026-11-22';

  it('restores reception at zero; the day’s charge may make the balance negative', () => {
    expect(credit(stateOf({ status: 'blocked', balanceKopecks: -8_560 }), 8_559, day, false).restored).toBe(false);
    expect(credit(stateOf({ status: 'blocked', balanceKopecks: -8_560 }), 8_600, day, false)).toMatchObject({
      restored: true,
      state: { status: 'active', balanceKopecks: 40 - 3_327 },
    });
    expect(credit(stateOf({ status: 'blocked', balanceKopecks: -8_560 }), 8_600, day, true)).toMatchObject({
      restored: true,
      charges: [],
      state: { balanceKopecks: 40 },
    });
  });

  it('repays a promise first, fully or in part', () => {
    const promise = { outstandingKopecks: 5_000, dueOn: endOfMonth(day) };
    expect(credit(stateOf({ promise }), 2_000, day, true)).toMatchObject({
      repaidKopecks: 2_000,
      state: { balanceKopecks: 0, promise: { outstandingKopecks: 3_000 } },
    });
    expect(credit(stateOf({ promise }), 9_000, day, true)).toMatchObject({
      repaidKopecks: 5_000,
      state: { balanceKopecks: 4_000, promise: null },
    });
  });
});
