import type { Spending } from '#protocol/api/statement.ts';
import type { Localized } from '#protocol/primitives.ts';

/** A part of a month's bar: a service, or the smaller ones together (`name` null). */
export interface BarPart {
  readonly id: string;
  readonly name: Localized | null;
  readonly amountKopecks: number;
  /** Which of the tints, 0 the strongest. */
  readonly tint: number;
}

export interface MonthBar {
  readonly month: string;
  readonly totalKopecks: number;
  /** Share of the highest bar, 0 to 1. */
  readonly share: number;
  readonly parts: readonly BarPart[];
}

/** So many services have a tint of their own; the rest is one. */
const OWN_TINTS = 4;

export interface SpendingBars {
  readonly months: readonly MonthBar[];
  readonly totalKopecks: number;
  /** What the tints mean, the dearest first, with the sum of all months. */
  readonly services: readonly BarPart[];
}

function sum(values: readonly number[]): number {
  return values.reduce((all, value) => all + value, 0);
}

/** Bars by month and service: each service keeps its tint over all months, whatever it cost in one. */
export function barsOf(spending: Spending): SpendingBars {
  const totals = new Map<string, { name: Localized; amountKopecks: number }>();
  for (const { packages } of spending.months) {
    for (const { packageId, name, amountKopecks } of packages) {
      totals.set(packageId, { name, amountKopecks: (totals.get(packageId)?.amountKopecks ?? 0) + amountKopecks });
    }
  }
  const ranked = [...totals].sort(([, a], [, b]) => b.amountKopecks - a.amountKopecks);
  const own = new Map(ranked.slice(0, OWN_TINTS).map(([id], tint) => [id, tint]));
  const partsOf = (items: readonly { id: string; name: Localized; amountKopecks: number }[]): BarPart[] => {
    const parts: BarPart[] = items
      .flatMap((item) => {
        const tint = own.get(item.id);
        return tint === undefined ? [] : [{ ...item, tint }];
      })
      .sort((a, b) => a.tint - b.tint);
    const others = sum(items.filter(({ id }) => !own.has(id)).map(({ amountKopecks }) => amountKopecks));
    return others === 0 ? parts : [...parts, { id: 'others', name: null, amountKopecks: others, tint: OWN_TINTS }];
  };
  const highest = Math.max(1, ...spending.months.map(({ totalKopecks }) => totalKopecks));
  return {
    totalKopecks: sum(spending.months.map(({ totalKopecks }) => totalKopecks)),
    services: partsOf(ranked.map(([id, value]) => ({ id, ...value }))),
    months: spending.months.map(({ month, totalKopecks, packages }) => ({
      month,
      totalKopecks,
      share: Math.max(0, totalKopecks) / highest,
      parts: partsOf(packages.map(({ packageId, ...rest }) => ({ id: packageId, ...rest }))),
    })),
  };
}
