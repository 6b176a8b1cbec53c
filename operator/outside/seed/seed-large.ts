import { addDays, startOfMonth } from '../../platform/clock/days.ts';
import { startOfDay } from '../../platform/clock/zone.ts';
import type { Core } from '../../platform/lifecycle/core.ts';
import { inTransaction } from '../../platform/database/unit-of-work.ts';
import { makeHistory, type HistoryItem } from './history.ts';
import { seededRandom, type Random } from './random.ts';
import { pricedPackages, defaultSeed } from './seed-demo.ts';
import { writeContracts, writeHistory, type SeedContract } from './write.ts';

export interface LargeOptions {
  readonly seed?: number;
  /** Stop after this many new ledger entries. */
  readonly entries?: number;
  /** Or after this many new contracts. */
  readonly contracts?: number;
  /** Months of history per contract, default 24; 0: only an opening balance. */
  readonly months?: number;
  /** Called after each transaction. */
  readonly onProgress?: (done: { readonly contracts: number; readonly entries: number }) => void;
}

/** Approximate entries per transaction; limits memory use. */
const entriesAtOnce = 60_000;

const surnames = ['Берёзов', 'Ветров', 'Дубинин', 'Ельников', 'Журавин', 'Заречный', 'Клёнов', 'Лугов'] as const;
const firstNames = ['Антон', 'Борис', 'Виктор', 'Глеб', 'Данил', 'Егор', 'Кирилл', 'Павел'] as const;
const bases = ['base-start', 'base-family', 'base-optimum', 'base-maximum'] as const;
const addOns = ['cinema-hall', 'playroom', 'horizons', 'stage', 'world-desk', 'clear-view'] as const;
const places = { place_ru: 'Гостиная', place_en: 'Living room', place_sv: 'Vardagsrum' };

function makeContract(index: number, from: string, since: number, random: Random): SeedContract {
  const first = random.between(0, addOns.length - 1);
  const count = random.between(1, 2);
  const chosen = Array.from({ length: count }, (_, step) => addOns[(first + step) % addOns.length] ?? addOns[0]);
  return {
    record: {
      number: String(3_000_000_000 + index),
      surname: random.pick(surnames),
      first_name: random.pick(firstNames),
      patronymic: null,
      address: `Заозёрск, Полевая улица, ${random.between(1, 180)}`,
      signed_on: from,
      status: 'active',
      status_since: since,
      resumes_on: null,
      phone: null,
      email: null,
    },
    packages: [random.pick(bases), ...chosen].map((id) => ({ package_id: id, starts_on: from, ends_on: null })),
    cards: [{ number: String(300_000_000_000 + index), ...places, receiver: 'VA 4SD' }],
  };
}

/**
 * Adds contracts to the demo data until the requested size is reached, in transactions of limited size: the data set
 * for benchmarks. Requires `seedDemo`.
 */
export async function seedLarge(core: Core, options: LargeOptions): Promise<{ contracts: number; entries: number }> {
  const { entries: wantedEntries = 0, contracts: wantedContracts = 0, months = 24 } = options;
  const random = seededRandom((options.seed ?? defaultSeed) + 1);
  const zone = core.profile.timeZone;
  const today = core.clock.today();
  // Without history there are no charges, only an opening balance from before.
  const from = months === 0 ? today : startOfMonth(today, -months);
  const last = months === 0 ? addDays(today, -1) : today;
  const since = startOfDay(from, zone);
  const newest = await core.db
    .selectFrom('contracts')
    .select((eb) => eb.fn.max<string | null>('number').as('number'))
    .where('number', '>=', '3000000000')
    .executeTakeFirst();
  let next = newest?.number == null ? 0 : Number(newest.number) - 3_000_000_000 + 1;
  const done = { contracts: 0, entries: 0 };
  const enough = (): boolean => done.entries >= wantedEntries && done.contracts >= wantedContracts;
  const aContract = Math.max(2, months * 31 * 4);
  while (!enough()) {
    await inTransaction(core, async ({ trx }) => {
      const missing = Math.max(Math.ceil((wantedEntries - done.entries) / aContract), wantedContracts - done.contracts);
      const count = Math.max(1, Math.min(missing, Math.floor(entriesAtOnce / aContract)));
      const made = Array.from({ length: count }, (_, step) => makeContract(next + step, from, since, random));
      next += count;
      const ids = await writeContracts(trx, made);
      const items: HistoryItem[] = [];
      for (const [index, contract] of made.entries()) {
        const history = {
          number: contract.record.number,
          accountId: ids[index] ?? 0,
          packages: pricedPackages(contract),
        };
        const end = random.between(20_000, 120_000);
        items.push(
          ...(last < from
            ? makeHistory({ ...history, packages: [] }, from, from, end, zone, random)
            : makeHistory(history, from, last, end, zone, random)),
        );
      }
      done.entries += await writeHistory(trx, items);
      done.contracts += count;
    });
    options.onProgress?.({ ...done });
  }
  return done;
}
