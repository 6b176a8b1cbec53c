import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { ForecastPoint } from '#protocol/api/overview.ts';
import { addDays } from '#protocol/format/days.ts';
import { blocked, healthy, suspended } from '../../../testing/overview.fixture.ts';
import { dayAt, drawForecast, heightAt, valueScale, type DrawingBox } from './geometry.ts';

const box: DrawingBox = { height: 148, topPad: 12, bottomPad: 8, spanDays: 60 };

describe('the drawn dashboard', () => {
  const drawing = drawForecast(healthy.forecast.points, healthy.topUpToMonthEnd?.points ?? null, box);

  it('has the figures of the picture', () => {
    expect(healthy.reception).toEqual({ state: 'on', lastDay: '2026-12-20', daysLeft: 28 });
    expect(healthy.topUpToMonthEnd).toMatchObject({ amountKopecks: 22_700, lastDay: '2026-12-31' });
  });

  it('stops reception at the end of 20 December, with the top-up at the end of 31 December', () => {
    expect(drawing.now.end?.x).toBeCloseTo(29 / 60, 10);
    expect(drawing.change?.end?.x).toBeCloseTo(40 / 60, 10);
    expect(Math.abs((drawing.now.end?.y ?? 0) - drawing.zeroY)).toBeLessThan(3);
  });

  it('is solid until then and dotted after, and is steeper before Football ends', () => {
    expect(drawing.now.strokes.map((s) => s.reception)).toEqual(['on', 'off']);
    const [a, b, c] = [heightAt(drawing.now.spots, 0), heightAt(drawing.now.spots, 8 / 60), 0];
    expect(a).not.toBeNull();
    const before = ((b ?? 0) - (a ?? 0)) / 8;
    const after = ((heightAt(drawing.now.spots, 28 / 60) ?? c) - (b ?? 0)) / 20;
    expect(before / after).toBeCloseTo(33.27 / 22.52, 1);
  });

  it('keeps the changed line above the line as it is, by the same amount, until the first one stops', () => {
    for (let i = 0; i <= 28; i += 1) {
      const gap = (drawing.now.spots[i]?.y ?? 0) - (drawing.change?.spots[i]?.y ?? 0);
      const first = (drawing.now.spots[0]?.y ?? 0) - (drawing.change?.spots[0]?.y ?? 0);
      expect(gap).toBeCloseTo(first, 6);
    }
  });
});

describe('other situations', () => {
  it('blocked: dotted below zero, what is owed is filled, a payment rises to the changed line', () => {
    const drawing = drawForecast(blocked.forecast.points, blocked.roundTopUp?.points ?? null, box);
    expect(drawing.now.strokes.map((s) => s.reception)).toEqual(['off']);
    expect(drawing.now.end).toBeNull();
    expect(drawing.now.spots[0]?.y).toBeGreaterThan(drawing.zeroY);
    expect(drawing.fill).not.toBe('');
    expect(drawing.rise).not.toBeNull();
    expect(drawing.change?.end?.x).toBeCloseTo(9 / 60, 10);
  });

  it('suspended: dotted, then solid, and the end is where reception stops later', () => {
    const drawing = drawForecast(suspended.forecast.points, null, box);
    expect(drawing.now.strokes.map((s) => s.reception)).toEqual(['off', 'on', 'off']);
    expect(drawing.rise).toBeNull();
  });

  it('is drawn for nothing but zero and for a single day', () => {
    const zero: ForecastPoint = { day: '2026-11-22', chargeKopecks: 0, balanceKopecks: 0, reception: 'on' };
    expect(drawForecast([zero], null, box).fill).toBe('');
    expect(Number.isFinite(drawForecast([zero, zero], null, box).zeroY)).toBe(true);
  });
});

describe('geometry in general', () => {
  const points = fc
    .array(fc.record({ balance: fc.integer({ min: -1e9, max: 1e9 }), on: fc.boolean() }), {
      minLength: 1,
      maxLength: 90,
    })
    .map((days): ForecastPoint[] =>
      days.map((d, i) => ({
        day: addDays('2026-11-22', i),
        chargeKopecks: 0,
        balanceKopecks: d.balance,
        reception: d.on ? 'on' : 'off',
      })),
    );

  it('never leaves the box, and zero lies in it', () => {
    fc.assert(
      fc.property(points, fc.option(points, { nil: null }), (now, change) => {
        const drawing = drawForecast(now, change, box);
        const spots = [...drawing.now.spots, ...(drawing.change?.spots ?? []), { x: 0, y: drawing.zeroY }];
        for (const spot of spots) {
          expect(spot.x).toBeGreaterThanOrEqual(0);
          expect(spot.x).toBeLessThanOrEqual(1);
          expect(spot.y).toBeGreaterThanOrEqual(box.topPad - 1e-6);
          expect(spot.y).toBeLessThanOrEqual(box.height - box.bottomPad + 1e-6);
        }
      }),
    );
  });

  it('draws more money higher', () => {
    fc.assert(
      fc.property(points, fc.integer({ min: -1e9, max: 1e9 }), fc.integer({ min: 1, max: 1e9 }), (p, low, more) => {
        const y = valueScale(p, box);
        expect(y(low + more)).toBeLessThan(y(low));
      }),
    );
  });

  it('finds the day under the pointer, never beside the points', () => {
    expect(dayAt(0, 60, 61)).toBe(0);
    expect(dayAt(1, 60, 61)).toBe(60);
    expect(dayAt(0.5, 60, 61)).toBe(30);
    expect(dayAt(2, 60, 61)).toBe(60);
    expect(dayAt(-1, 60, 61)).toBe(0);
    expect(dayAt(0.9, 60, 10)).toBe(9);
  });
});
