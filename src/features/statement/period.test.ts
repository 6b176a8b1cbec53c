import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { addDays } from '#protocol/format/days.ts';
import { chartSpan, periodOf, periodProblem, wholeMonth } from './period.ts';

describe('periods', () => {
  it.each([
    ['this-month', '2026-11-23', { from: '2026-11-01', to: '2026-11-23' }],
    ['last-month', '2026-11-23', { from: '2026-10-01', to: '2026-10-31' }],
    ['last-month', '2026-01-05', { from: '2025-12-01', to: '2025-12-31' }],
    ['last-month', '2028-03-31', { from: '2028-02-01', to: '2028-02-29' }],
    ['three-months', '2026-01-31', { from: '2025-11-01', to: '2026-01-31' }],
    ['this-year', '2026-11-23', { from: '2026-01-01', to: '2026-11-23' }],
    ['all', '2026-11-23', { from: null, to: null }],
  ] as const)('%s on %s', (name, today, period) => {
    expect(periodOf(name, today)).toEqual(period);
  });

  it('makes whole months of any month', () => {
    expect(wholeMonth('2026-12-01')).toEqual({ from: '2026-12-01', to: '2026-12-31' });
    expect(wholeMonth('2028-02-01')).toEqual({ from: '2028-02-01', to: '2028-02-29' });
  });

  it('says what is wrong with chosen days', () => {
    const today = '2026-11-23';
    expect(periodProblem({ from: '', to: today }, today)).toBe('missing');
    expect(periodProblem({ from: null, to: today }, today)).toBe('missing');
    expect(periodProblem({ from: '2026-11-02', to: '2026-11-01' }, today)).toBe('backwards');
    expect(periodProblem({ from: '2026-11-24', to: '2026-11-25' }, today)).toBe('future');
    expect(periodProblem({ from: '2026-11-01', to: '2026-12-31' }, today)).toBeNull();
  });

  it('never names a day that does not exist, whatever the day', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 20_000 }), (days) => {
        const today = addDays('1990-01-01', days);
        for (const name of ['this-month', 'last-month', 'three-months', 'this-year'] as const) {
          const { from, to } = periodOf(name, today);
          for (const day of [from, to]) expect(addDays(day ?? '', 0)).toBe(day);
          expect(String(from) <= String(to)).toBe(true);
        }
        expect(chartSpan(today).from.endsWith('-01')).toBe(true);
        // Twelve calendar months, the current one included.
        expect(wholeMonth(chartSpan(today).from).from).toBe(chartSpan(today).from);
      }),
    );
  });
});
