import { addDays } from '../../../operator/platform/clock/days.ts';
import { startOfDay } from '../../../operator/platform/clock/zone.ts';
import type { Core } from '../../../operator/platform/lifecycle/core.ts';
import { inTransaction } from '../../../operator/platform/database/unit-of-work.ts';
import { cashAccountIds, ownAccountIds } from '../../../operator/domains/ledger/accounts.ts';
import { extendCheckpoints } from '../../../operator/domains/ledger/checkpoints.ts';
import { postTransactions, type NewTransaction } from '../../../operator/domains/ledger/post-transaction.ts';
import { demoPackages } from '../../../operator/outside/seed/catalogue-data.ts';
import { writeCatalogue, writeContracts } from '../../../operator/outside/seed/write.ts';

/** Lines per day: one charge of three packages, the rest top-ups. */
const linesADay = 4;
const linesAtOnce = 20_000;
const packages = ['base-optimum', 'cinema-hall', 'playroom'];
const methods = ['bank-card', 'sbp', 'terminal'] as const;

/**
 * Writes the catalogue and a contract whose statement has exactly this many lines, the last ones of yesterday, with the
 * ledger's public functions. The balance stays near zero, so that it stays small even after many years.
 */
export async function writeLongStatement(core: Core, number: string, lines: number): Promise<void> {
  const days = Math.ceil(lines / linesADay);
  const from = addDays(core.clock.today(), -days);
  const accountId = await inTransaction(core, async ({ trx, now }) => {
    if ((await trx.selectFrom('packages').select('id').limit(1).execute()).length === 0) await writeCatalogue(trx, 0);
    const record = {
      number,
      surname: 'Долгий',
      first_name: 'Пётр',
      patronymic: null,
      address: 'Заозёрск, Полевая улица, 1',
      signed_on: '2020-01-01',
      status: 'active' as const,
      status_since: now,
      resumes_on: null,
      phone: null,
      email: null,
    };
    const held = packages.map((id) => ({ package_id: id, starts_on: '2020-01-01', ends_on: null }));
    const [id = 0] = await writeContracts(trx, [{ record, packages: held, cards: [] }]);
    return id;
  });
  const prices = packages.map(
    (id, index) => 10 + index + ((demoPackages.find((one) => one.id === id)?.monthly_kopecks ?? 0) % 7),
  );
  const line = (index: number): NewTransaction => {
    const day = addDays(from, Math.floor(index / linesADay));
    const place = index % linesADay;
    const at = startOfDay(day, core.profile.timeZone) + place * 3_600_000;
    if (place === 0) {
      const sides = packages.map((packageId, which) => ({
        accountId,
        packageId,
        amountKopecks: -(prices[which] ?? 1),
      }));
      const sum = prices.reduce((total, price) => total + price, 0);
      return {
        kind: 'daily-charge',
        at,
        day,
        postings: [...sides, { accountId: ownAccountIds.revenue, amountKopecks: sum }],
      };
    }
    const method = methods[place % methods.length] ?? 'sbp';
    const amountKopecks = 10 + (index % 5);
    return {
      kind: 'top-up',
      at,
      day,
      method,
      postings: [
        { accountId, amountKopecks },
        { accountId: cashAccountIds[method], amountKopecks: -amountKopecks },
      ],
    };
  };
  for (let start = 0; start < lines; start += linesAtOnce) {
    const count = Math.min(linesAtOnce, lines - start);
    await inTransaction(core, async ({ trx }) => {
      await postTransactions(
        trx,
        Array.from({ length: count }, (_, index) => line(start + index)),
      );
      await extendCheckpoints(trx, accountId);
    });
  }
}
