import type { Spending } from '#protocol/api/statement.ts';
import type { Core } from '../../platform/lifecycle/core.ts';
import { accountOf } from './repository.ts';
import { endOf, isWithin, spansOf, type Period } from './spans.ts';
import { readPackages } from './repository.ts';
import { linesOf } from './walk.ts';

const linesAtOnce = 500;

/**
 * Charges of a contract in a period (kopecks), by calendar month of the operator's days and by package. Oldest month
 * first; months without a charge are left out. Errors: `UnknownContract`.
 */
export async function readSpending(core: Core, contractNumber: string, period: Period): Promise<Spending> {
  const { db } = core;
  const accountId = await accountOf(db, contractNumber);
  const names = await readPackages(db);
  const spans = await spansOf(db, accountId, period, await endOf(db, accountId));
  const months = new Map<string, Map<string, number>>();
  for await (const { day, charges } of linesOf(db, accountId, spans, linesAtOnce)) {
    if (charges.length === 0 || !isWithin(day, period)) continue;
    const month = `${day.slice(0, 7)}-01`;
    const sums = months.get(month) ?? new Map<string, number>();
    months.set(month, sums);
    for (const { packageId, amountKopecks } of charges) {
      sums.set(packageId, (sums.get(packageId) ?? 0) + amountKopecks);
    }
  }
  return {
    months: [...months]
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([month, sums]) => ({
        month,
        totalKopecks: [...sums.values()].reduce((sum, amount) => sum + amount, 0),
        packages: [...sums]
          .map(([packageId, amountKopecks]) => ({
            packageId,
            name: names.get(packageId) ?? { ru: packageId, en: packageId, sv: packageId },
            amountKopecks,
          }))
          .sort((a, b) => b.amountKopecks - a.amountKopecks || (a.packageId < b.packageId ? -1 : 1)),
      })),
  };
}
