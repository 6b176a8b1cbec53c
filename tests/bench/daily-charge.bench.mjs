/**
 * `daily-charge`: one billing day for 100,000 contracts, against bare batched inserts of as many rows.
 *
 * What is measured. Ours is `billOneDay` on SQLite: reads the contracts with balances, packages and promises, works out
 * the day, posts it, stores charges, statuses, events and warnings, in transactions of 2,000 contracts. The baseline
 * writes the very rows that came of it into the same tables with their indexes, constraints and triggers, through the
 * driver alone: prepared inserts of 400 rows, in as many transactions. Both wait for the disk at each commit.
 *
 * Why it is fair. Each side begins with a copy of the same database, by turns; which one begins alternates; same process,
 * same settings of SQLite. Rows of the baseline are in memory before its clock starts.
 *
 * Switches: --contracts <number> for another size than 100,000.
 */
import { copyFile, mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { billOneDay } from '../../operator/billing/daily-job.ts';
import { openCore } from '../../operator/core.ts';
import { inTransaction } from '../../operator/database/unit-of-work.ts';
import { seedLarge } from '../../operator/seed/seed-large.ts';
import { writeCatalogue } from '../../operator/seed/write.ts';
import { newestKeys, newRows, writeBare } from './support/bare-writer.mjs';
import { summary, summaryText } from './support/statistics.mjs';
import { wholeSwitch } from './support/switches.mjs';

const BUDGET = 2.0;
const CONTRACTS = 100_000;
const CONTRACTS_A_TRANSACTION = 2_000;
const ROUNDS = 5;

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
    const bill = async () => {
      const core = await openCore({ address: { kind: 'sqlite', file: copy } });
      try {
        const began = performance.now();
        const done = await billOneDay(core, core.clock.today());
        const ms = performance.now() - began;
        if (done !== contracts) throw new Error(`${done} contracts were billed`);
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
      { times: /** @type {number[]} */ ([]), measure: bill },
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
    ];
  } finally {
    await rm(folder, { recursive: true, force: true, maxRetries: 5 });
  }
}

/**
 * @param {string} file
 * @param {number} contracts with an opening balance and nothing else
 */
async function seed(file, contracts) {
  const core = await openCore({ address: { kind: 'sqlite', file } });
  try {
    await inTransaction(core, ({ trx }) => writeCatalogue(trx, 0));
    await seedLarge(core, { contracts, months: 0 });
  } finally {
    // What is in the log goes into the file: the copy needs that alone.
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
