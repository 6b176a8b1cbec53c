import type { Kysely } from 'kysely';
import { dayCharges, type PricedPackage, sumOf } from '../../domains/contracts/index.ts';
import { addDays } from '../../platform/clock/days.ts';
import { startOfDay } from '../../platform/clock/zone.ts';
import type { Core } from '../../platform/lifecycle/core.ts';
import { reserveIds } from '../../platform/database/ids.ts';
import type { Database } from '../../platform/database/schema.ts';
import { inTransaction, type UnitOfWork } from '../../platform/database/unit-of-work.ts';
import { demoPackages } from './catalogue-data.ts';
import { demoContracts, historyStart, makeDemoContracts } from './demo-contracts.ts';
import { demoSubscribers } from './demo-subscribers.ts';
import { isDemo, isEmpty, markDemo, SeedRefused } from './guard.ts';
import { chargeItem, makeHistory, ownItem, topUpItem, type HistoryContract, type HistoryItem } from './history.ts';
import { makeNews } from './news-data.ts';
import { seededRandom, type Random } from './random.ts';
import { makeSpareContract, spareContracts, spareStart } from './spare-contracts.ts';
import { writeCatalogue, writeContracts, writeHistory, type SeedContract } from './write.ts';

/** Creates an account in the given transaction; implemented by the accounts domain. */
export type CreateAccount = (
  db: Kysely<Database>,
  account: {
    readonly email: string;
    readonly name: string;
    readonly password: string;
    readonly contracts: readonly { readonly number: string; readonly label: string | null }[];
  },
) => Promise<string>;

export interface DemoOptions {
  readonly createAccount: CreateAccount;
  /** The same seed and day produce the same data. */
  readonly seed?: number;
  readonly channels?: number;
  /** True for a production service: seeding is refused. */
  readonly production?: boolean;
}

/** Default seed. */
export const defaultSeed = 3116;

const monthly = new Map(demoPackages.map((item) => [item.id, item.monthly_kopecks]));

/** Packages of a contract with prices, as billing uses them. */
export function pricedPackages({ packages }: SeedContract): PricedPackage[] {
  return packages.map((item) => ({
    id: item.package_id,
    monthlyKopecks: monthly.get(item.package_id) ?? 0,
    startsOn: item.starts_on,
    endsOn: item.ends_on,
  }));
}

interface Days {
  readonly now: number;
  readonly today: string;
  readonly zone: string;
  readonly random: Random;
}

function chargesOf(contract: HistoryContract, from: string, through: string): number {
  let sum = 0;
  for (let day = from; day <= through; day = addDays(day, 1)) sum += sumOf(dayCharges(contract.packages, day));
  return sum;
}

/** Topped up this morning; balance 737.40 now. */
function healthyHistory(contract: HistoryContract, { now, today, zone, random }: Days): HistoryItem[] {
  const midnight = startOfDay(today, zone);
  const atBreakfast = midnight + (9 * 60 + 41) * 60_000;
  const at = Math.max(midnight, Math.min(atBreakfast, now - 60_000));
  const before = 73_740 - 50_000;
  return [
    ...makeHistory(contract, historyStart(today), today, before, zone, random),
    topUpItem(contract, at, today, 50_000, 'bank-card'),
  ];
}

/** Balance covers tomorrow but not the day after. */
function runningOutHistory(contract: HistoryContract, { today, zone, random }: Days): HistoryItem[] {
  const tomorrow = addDays(today, 1);
  const end = chargesOf(contract, tomorrow, tomorrow) + 310;
  return makeHistory(contract, historyStart(today), today, end, zone, random);
}

/** Amount of the promised payment (kopecks) and its age in days. */
const promised = { amountKopecks: 8_600, daysAgo: 5 };

/** Active on a promised payment until last night; it was withdrawn at 00:00, leaving −85.60. */
function blockedHistory(contract: HistoryContract, { today, zone, random }: Days): HistoryItem[] {
  const takenOn = addDays(today, -promised.daysAgo);
  const lastNight = -8_560 + promised.amountKopecks;
  const watched = chargesOf(contract, addDays(takenOn, 1), addDays(today, -1));
  const beforePromise = lastNight + watched - promised.amountKopecks;
  const items = makeHistory(contract, historyStart(today), takenOn, beforePromise, zone, random);
  items.push(ownItem(contract, 'promise', promiseTakenAt(today, zone), takenOn, promised.amountKopecks));
  for (let day = addDays(takenOn, 1); day < today; day = addDays(day, 1)) {
    const charge = chargeItem(contract, day, zone);
    if (charge !== null) items.push(charge);
  }
  items.push(ownItem(contract, 'promise-return', startOfDay(today, zone), today, -promised.amountKopecks));
  return items;
}

function promiseTakenAt(today: string, zone: string): number {
  return startOfDay(addDays(today, -promised.daysAgo), zone) + (19 * 60 + 12) * 60_000;
}

async function writePast({ trx, now, today }: UnitOfWork, zone: string): Promise<void> {
  const [id = 0] = await reserveIds(trx, 'promises', 1);
  await trx
    .insertInto('promises')
    .values({
      id,
      contract_number: demoContracts.blocked,
      amount_kopecks: promised.amountKopecks,
      repaid_kopecks: 0,
      taken_at: promiseTakenAt(today, zone),
      due_on: today,
      status: 'returned',
    })
    .execute();
  // "One day left" was notified at 00:00; billing must not repeat it.
  await trx
    .insertInto('warnings')
    .values({ contract_number: demoContracts.runningOut, last_day: addDays(today, 1), days_left: 1 })
    .execute();
  await trx.insertInto('billing_days').values({ day: today, through_contract: '', finished_at: now }).execute();
  await trx.insertInto('news').values(makeNews(now, today)).execute();
}

/** Contract labels of each subscriber, in display order. */
const contractsOf = {
  healthy: [{ number: demoContracts.healthy, label: 'Home' }],
  'running-out': [{ number: demoContracts.runningOut, label: null }],
  blocked: [
    { number: demoContracts.blocked, label: 'Town' },
    { number: demoContracts.dacha, label: 'Dacha' },
  ],
} as const;

/**
 * Seeds an empty database with demo data as of the current clock time, in one transaction: catalogue, three
 * subscribers, 24 months of history, news and contracts without an account. A database that already has demo data is
 * not changed.
 *
 * @returns number of ledger entries written; null when demo data existed
 * @throws `SeedRefused` (`production`, `not-empty`)
 */
export async function seedDemo(core: Core, options: DemoOptions): Promise<number | null> {
  if (options.production === true) throw new SeedRefused('production');
  const seed = options.seed ?? defaultSeed;
  const zone = core.profile.timeZone;
  return inTransaction(core, async (unit) => {
    const { trx, now, today } = unit;
    if (await isDemo(trx)) return null;
    if (!(await isEmpty(trx))) throw new SeedRefused('not-empty');
    await markDemo(trx, seed);
    await writeCatalogue(trx, options.channels ?? 240);
    const contracts = makeDemoContracts(today, startOfDay(today, zone));
    const ordered = [contracts.healthy, contracts.runningOut, contracts.blocked, contracts.dacha] as const;
    const spares = spareContracts.map((spare) => makeSpareContract(spare, today, startOfDay(today, zone)));
    const ids = await writeContracts(trx, [...ordered, ...spares]);
    const [healthyId = 0, runningOutId = 0, blockedId = 0, dachaId = 0, ...spareIds] = ids;
    const known = (contract: SeedContract, accountId: number): HistoryContract => ({
      number: contract.record.number,
      accountId,
      packages: pricedPackages(contract),
    });
    const days = { now, today, zone, random: seededRandom(seed) };
    const entries = await writeHistory(trx, [
      ...healthyHistory(known(contracts.healthy, healthyId), days),
      ...runningOutHistory(known(contracts.runningOut, runningOutId), days),
      ...blockedHistory(known(contracts.blocked, blockedId), days),
      ...makeHistory(known(contracts.dacha, dachaId), historyStart(today), today, 41_200, zone, days.random),
      ...spareContracts.flatMap(({ endKopecks }, index) => {
        const spare = spares[index];
        if (!spare) return [];
        const contract = known(spare, spareIds[index] ?? 0);
        return makeHistory(contract, spareStart(today), today, endKopecks, zone, days.random);
      }),
    ]);
    await writePast(unit, zone);
    for (const { key, email, name, password } of demoSubscribers) {
      await options.createAccount(trx, { email, name, password, contracts: contractsOf[key] });
    }
    return entries;
  });
}
