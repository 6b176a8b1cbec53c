import { describe, expect, it } from 'vitest';
import { barsOf } from './spending-bars.ts';
import { spendingFixture } from './statement.fixture.ts';

describe('bars of spending', () => {
  it('sums months and services, and measures bars by the highest', () => {
    const bars = barsOf(spendingFixture);
    expect(bars.totalKopecks).toBe(69_800 + 51_194);
    expect(bars.services.map(({ id, amountKopecks }) => [id, amountKopecks])).toEqual([
      ['base-optimum', 69_160],
      ['cinema-hall', 51_834],
    ]);
    expect(bars.months.map(({ share }) => share)).toEqual([1, 51_194 / 69_800]);
    for (const { parts, totalKopecks } of bars.months) {
      expect(parts.reduce((sum, { amountKopecks }) => sum + amountKopecks, 0)).toBe(totalKopecks);
    }
  });

  it('gives a service one tint over all months, and the smaller ones one together', () => {
    const name = { ru: 'П', en: 'P', sv: 'P' };
    const ids = ['a', 'b', 'c', 'd', 'e', 'f'];
    const packages = ids.map((packageId, i) => ({ packageId, name, amountKopecks: 1_000 - i * 100 }));
    const bars = barsOf({
      months: [
        { month: '2026-10-01', totalKopecks: 4_500, packages },
        { month: '2026-11-01', totalKopecks: 10, packages: [{ packageId: 'e', name, amountKopecks: 10 }] },
      ],
    });
    expect(bars.services.map(({ id, tint }) => [id, tint])).toEqual([
      ['a', 0],
      ['b', 1],
      ['c', 2],
      ['d', 3],
      ['others', 4],
    ]);
    expect(bars.months[1]?.parts).toEqual([{ id: 'others', name: null, amountKopecks: 10, tint: 4 }]);
  });

  it('draws nothing of nothing', () => {
    expect(barsOf({ months: [{ month: '2026-11-01', totalKopecks: 0, packages: [] }] })).toMatchObject({
      totalKopecks: 0,
      services: [],
      months: [{ share: 0, parts: [] }],
    });
  });
});
