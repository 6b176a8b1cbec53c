import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { healthy } from '../../../testing/overview.fixture.ts';
import { drawForecast, heightAt } from './geometry.ts';
import { placeLabels, type Box, type LabelField, type LabelWish } from './labels.ts';

const drawing = drawForecast(healthy.forecast.points, healthy.topUpToMonthEnd?.points ?? null, {
  height: 148,
  topPad: 12,
  bottomPad: 8,
  spanDays: 60,
});

function field(width: number): LabelField {
  return {
    width,
    height: 148,
    sidePad: 28,
    zeroY: drawing.zeroY,
    lines: [drawing.now.spots, drawing.change?.spots ?? []],
  };
}

function wishes(scale = 1): LabelWish[] {
  const size = (width: number): { width: number; height: number } => ({ width: width * scale, height: 16 });
  return [
    { id: 'today', kind: 'today', at: { x: 0, y: 148 }, ...size(32) },
    { id: 'last', kind: 'last', at: { x: 1, y: 148 }, ...size(66) },
    { id: 'end', kind: 'end', at: drawing.now.end ?? { x: 0, y: 0 }, ...size(150) },
    { id: 'change', kind: 'change', at: drawing.change?.end ?? { x: 0, y: 0 }, ...size(148) },
    { id: 'football', kind: 'event', at: drawing.now.spots[8] ?? { x: 0, y: 0 }, ...size(76) },
  ];
}

function boxes(placed: ReadonlyMap<string, Box | null>): Box[] {
  return [...placed.values()].filter((box) => box !== null);
}

describe('placeLabels', () => {
  it('finds room for all of the drawn dashboard', () => {
    const placed = placeLabels(wishes(), field(982));
    expect([...placed.entries()].filter(([, box]) => box === null)).toEqual([]);
  });

  it('keeps the most important one in any width that holds it', () => {
    for (const width of [320, 400, 548, 740, 982, 1120]) {
      expect(placeLabels(wishes(), field(width)).get('end'), String(width)).not.toBeNull();
    }
  });

  it('never lets texts cover each other, a line or the edge', () => {
    fc.assert(
      fc.property(fc.integer({ min: 200, max: 1400 }), fc.double({ min: 0.5, max: 2, noNaN: true }), (width, scale) => {
        const all = boxes(placeLabels(wishes(scale), field(width)));
        all.forEach((a, i) => {
          expect(a.left).toBeGreaterThanOrEqual(0);
          expect(a.left + a.width).toBeLessThanOrEqual(width);
          for (const b of all.slice(i + 1)) {
            const apart =
              a.left >= b.left + b.width ||
              b.left >= a.left + a.width ||
              a.top >= b.top + b.height ||
              b.top >= a.top + a.height;
            expect(apart).toBe(true);
          }
          for (const line of field(width).lines) {
            for (let x = a.left; x < a.left + a.width; x += 3) {
              const y = heightAt(line, x / width);
              if (y !== null) expect(y <= a.top || y >= a.top + a.height).toBe(true);
            }
          }
        });
      }),
    );
  });
});
