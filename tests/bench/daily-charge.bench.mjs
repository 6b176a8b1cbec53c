/**
 * `daily-charge`: one billing day for 100,000 contracts, compared with plain batched inserts of as many rows.
 *
 * Method. The program's side is `billOneDay` on SQLite: reads the contracts with balances, packages and promises, computes
 * the day, posts it, and stores charges, statuses, events and warnings, in transactions of 2,000 contracts. The baseline
 * writes the same resulting rows into the same tables with their indexes, constraints and triggers, with the database
 * driver only: prepared inserts of 400 rows, in the same number of transactions. Both wait for the disk at each commit.
 *
 * Fairness. Both sides start with a copy of the same database, in alternating order, in the same process and with
 * the same SQLite settings. The rows of the baseline are in memory before its clock starts.
 *
 * `daily-charge-growth`: the time per contract of a day with ten times as many contracts, 1,000,000, divided by the time per
 * contract of the day above; alternating, each on a fresh copy. 1 means linear growth.
 *
 * Switches: --contracts <number> instead of 100,000.
 */
import { copyFile, mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { billOneDay } from '../../operator/domains/billing/daily-job.ts';
import { openCore } from '../../operator/platform/lifecycle/core.ts';
import { migrations } from '../../operator/migrations/index.ts';
import { inTransaction } from '../../operator/platform/database/unit-of-work.ts';
import { seedLarge } from '../../operator/outside/seed/seed-large.ts';
import { writeCatalogue } from '../../operator/outside/seed/write.ts';
import { newestKeys, newRows, writeBare } from './support/bare-writer.mjs';
import { summary, summaryText } from './support/statistics.mjs';
import { wholeSwitch } from './support/switches.mjs';

const BUDGET = 2.0;
const CONTRACTS = 100_000;
const CONTRACTS_A_TRANSACTION = 2_000;
const ROUNDS = 5;
const GROWTH = 10;
const GROWTH_ROUNDS = 3;
/** The same budget as for a statement with a hundred times the lines: superlinear growth would exceed it by far. */
const GROWTH_BUDGET = 1.2;

/** @type {import('./support/compare-starts.mjs').BenchRun} */
export async function run({ log, args }) {
  const contracts = wholeSwitch(args, 'contracts') ?? CONTRACTS;
  const transactions = Math.ceil(contracts / CONTRACTS_A_TRANSACTION);
  const folder = await mkdtemp(path.join(os.tmpdir(), 'plus-cabinet-bench-'));
  const seeded = path.join(folder, 'seeded.sqlite');
  const copy = path.join(folder, 'copy.sqlite');
  try {
    await seed(seeded, contracts);
    const newest = newestKeys(seeded);
    const bill = async (expected = contracts) => {
      const core = await openCore({ migrations, address: { kind: 'sqlite', file: copy } });
      try {
        const began = performance.now();
        const done = await billOneDay(core, core.clock.today());
        const ms = performance.now() - began;
        if (done !== expected) throw new Error(`${done} contracts were billed`);
        return ms;
      } finally {
        await core.close();
      }
    };
    await freshCopy(seeded, copy);
    await bill();
    const rows = newRows(copy, newest);
    for (const table of rows) log(`${table.rows.length} rows of ${table.name}`);
    const sides = [
      { times: /** @type {number[]} */ ([]), measure: () => bill() },
      {
        times: /** @type {number[]} */ ([]),
        measure: () => Promise.resolve(writeBare(copy, rows, transactions)),
      },
    ];
    for (let round = 0; round < ROUNDS; round += 1) {
      for (const { times, measure } of round % 2 === 0 ? sides : sides.toReversed()) {
        await freshCopy(seeded, copy);
        times.push(await measure());
      }
    }
    const [ours, bare] = sides.map(({ times }) => times);
    if (ours === undefined || bare === undefined) throw new Error('nothing was measured');
    const value = summary(ours);
    const baseline = summary(bare);
    log(`bare inserts: ${summaryText(baseline, 'ms')}`);
    log(`billing day:  ${summaryText(value, 'ms')}`);
    const ratio = summary(ours.map((each, index) => each / (bare[index] ?? each))).median;
    const growth = await growthOf({ folder, small: seeded, copy, contracts, bill, log });
    return [
      {
        name: 'daily-charge',
        unit: 'ms',
        value: value.median,
        baseline: baseline.median,
        ratio,
        budget: BUDGET,
        pass: ratio <= BUDGET,
      },
      {
        name: 'daily-charge-growth',
        unit: 'ms a thousand contracts',
        ...growth,
        budget: GROWTH_BUDGET,
        pass: growth.ratio <= GROWTH_BUDGET,
      },
    ];
  } finally {
    await rm(folder, { recursive: true, force: true, maxRetries: 5 });
  }
}

/**
 * Bills a day with ten times as many contracts, alternating with the first size.
 *
 * @param {object} options
 * @param {string} options.folder
 * @param {string} options.small a database of the first size
 * @param {string} options.copy where each day is billed
 * @param {number} options.contracts in the small one
 * @param {(expected: number) => Promise<number>} options.bill returns ms
 * @param {(text: string) => void} options.log
 */
async function growthOf({ folder, small, copy, contracts, bill, log }) {
  const large = path.join(folder, 'large.sqlite');
  await seed(large, contracts * GROWTH);
  const sides = [
    { file: small, size: contracts, times: /** @type {number[]} */ ([]) },
    { file: large, size: contracts * GROWTH, times: /** @type {number[]} */ ([]) },
  ];
  for (let round = 0; round < GROWTH_ROUNDS; round += 1) {
    for (const { file, size, times } of round % 2 === 0 ? sides : sides.toReversed()) {
      await freshCopy(file, copy);
      times.push(((await bill(size)) / size) * 1000);
    }
  }
  const [few, many] = sides.map(({ times }) => times);
  if (few === undefined || many === undefined) throw new Error('nothing was measured');
  const baseline = summary(few);
  const value = summary(many);
  log(`a thousand of ${contracts} contracts: ${summaryText(baseline, 'ms')}`);
  log(`a thousand of ${contracts * GROWTH}: ${summaryText(value, 'ms')}`);
  const ratio = summary(many.map((each, index) => each / (few[index] ?? each))).median;
  return { value: value.median, baseline: baseline.median, ratio };
}

/**
 * @param {string} file
 * @param {number} contracts each with only an opening balance
 */
async function seed(file, contracts) {
  const core = await openCore({ migrations, address: { kind: 'sqlite', file } });
  try {
    await inTransaction(core, ({ trx }) => writeCatalogue(trx, 0));
    await seedLarge(core, { contracts, months: 0 });
  } finally {
    // Moves the write-ahead log into the database file, because only that file is copied.
    await core.close();
  }
}

/**
 * @param {string} from
 * @param {string} to
 */
async function freshCopy(from, to) {
  for (const part of ['', '-wal', '-shm']) await rm(to + part, { force: true });
  await copyFile(from, to);
}
