/**
 * `statement`: time to read a page of a statement with 1,000,000 lines, compared with one of 10,000 lines.
 *
 * Method. `readStatement`, from the call to the page: everything that the service does for the route except HTTP,
 * which would only hide a difference. Three kinds of pages of 50 lines: the first page (with totals and packages), a
 * later page by a cursor at a random place, and the first page of a random month. Each side has its own SQLite database
 * with only that contract; the lines of both are of the same kind and end on the same day.
 *
 * Fairness. Single requests, alternating and in the same order for both sides, in the same process, from the same
 * seed; both warmed up. Each round has its own 95th percentile; the ratio is the median over the rounds.
 *
 * Then the larger statement is scrolled in the real program, 10,000 lines by mouse wheel without a pause, with pages loaded on
 * the way: `statement-scroll` counts tasks of the page's main thread longer than 50 ms (Long Tasks API).
 *
 * Switches: --lines <number> instead of 1,000,000.
 */
import { mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { addDays } from '../../operator/platform/clock/days.ts';
import { accountCreator } from '../../operator/domains/accounts/accounts.ts';
import { createPasswords } from '../../operator/domains/accounts/passwords/passwords.ts';
import { openCore } from '../../operator/platform/lifecycle/core.ts';
import { migrations } from '../../operator/migrations/index.ts';
import { readStatement } from '../../operator/domains/statement/statement.ts';
import { writeLongStatement } from './support/long-statement.ts';
import { percentile } from './support/percentile.mjs';
import { scrollStatement } from './support/scrolling.mjs';
import { summary, summaryText } from './support/statistics.mjs';
import { wholeSwitch } from './support/switches.mjs';

const BUDGET = 1.2;
const SMALL = 10_000;
const LARGE = 1_000_000;
const ROUNDS = 7;
const QUESTIONS = 300;
const LINES_A_DAY = 4;
const CONTRACT = '3000000000';
const SCROLLED_LINES = 10_000;
const LONG_TASKS_BUDGET = 0;
const person = { email: 'reader@example.test', password: 'seven herons by the river' };

/** @type {import('./support/compare-starts.mjs').BenchRun} */
export async function run({ log, args }) {
  const large = wholeSwitch(args, 'lines') ?? LARGE;
  const folder = await mkdtemp(path.join(os.tmpdir(), 'plus-cabinet-bench-'));
  /** @type {import('../../operator/platform/lifecycle/core.ts').Core[]} */
  const open = [];
  try {
    /** @param {number} lines */
    const side = async (lines) => {
      const core = await openCore({
        migrations,
        address: { kind: 'sqlite', file: path.join(folder, String(lines), 'operator.sqlite') },
      });
      open.push(core);
      const began = performance.now();
      await writeLongStatement(core, CONTRACT, lines);
      log(`${lines} lines written in ${Math.round((performance.now() - began) / 1000)} s`);
      const newest = await core.db
        .selectFrom('ledger_transactions')
        .select((eb) => eb.fn.max('id').as('id'))
        .executeTakeFirstOrThrow();
      return { core, lines, newest: Number(newest.id), times: /** @type {number[][]} */ ([]) };
    };
    const sides = [await side(SMALL), await side(large)];
    for (let round = 0; round <= ROUNDS; round += 1) {
      for (const one of sides) one.times.push([]);
      for (let index = 0; index < QUESTIONS; index += 1) {
        // The same relative position in both.
        const share = ((index * 0.618034) % 1) * 0.98 + 0.01;
        for (const one of index % 2 === 0 ? sides : sides.toReversed()) {
          const query = question(index % 3, share, one);
          const began = performance.now();
          const page = await readStatement(one.core, CONTRACT, query, 'nobody');
          one.times.at(-1)?.push(performance.now() - began);
          if (page.entries.length !== 50) throw new Error(`a page of ${page.entries.length} lines`);
        }
      }
    }
    // The first round is a warm-up.
    const [small, big] = sides.map(({ times }) => times.slice(1).map((list) => percentile(list, 0.95)));
    if (small === undefined || big === undefined) throw new Error('nothing was measured');
    const baseline = summary(small);
    const value = summary(big);
    log(`${SMALL} lines: p95 ${summaryText(baseline, 'ms')}`);
    log(`${large} lines: p95 ${summaryText(value, 'ms')}`);
    const ratio = summary(big.map((each, index) => each / (small[index] ?? each))).median;
    const { core } = sides[1] ?? {};
    if (core === undefined) throw new Error('nothing was measured');
    const create = accountCreator(createPasswords(), () => core.clock.now());
    await create(core.db, { ...person, name: 'Reader', contracts: [{ number: CONTRACT, label: null }] });
    while (open.length > 0) await open.pop()?.close();
    const scrolled = await scrollStatement({
      folder: path.join(folder, String(large)),
      person,
      count: large,
      through: Math.min(SCROLLED_LINES, large),
      log,
    });
    log(
      `${scrolled.lines} lines scrolled in ${scrolled.seconds.toFixed(1)} s; longest frame ${Math.round(scrolled.longestFrameMs)} ms; tasks over 50 ms: ${scrolled.longTasks.map(Math.round).join(', ') || 'none'}`,
    );
    return [
      {
        name: 'statement',
        unit: 'ms',
        value: value.median,
        baseline: baseline.median,
        ratio,
        budget: BUDGET,
        pass: ratio <= BUDGET,
      },
      {
        name: 'statement-scroll',
        unit: 'tasks over 50 ms',
        value: scrolled.longTasks.length,
        baseline: null,
        ratio: null,
        budget: LONG_TASKS_BUDGET,
        pass: scrolled.longTasks.length <= LONG_TASKS_BUDGET,
      },
    ];
  } finally {
    for (const core of open) await core.close();
    await rm(folder, { recursive: true, force: true, maxRetries: 5 });
  }
}

/**
 * @param {number} kind
 * @param {number} share relative position in the statement, 0 is its beginning
 * @param {{ core: import('../../operator/platform/lifecycle/core.ts').Core, lines: number, newest: number }} side
 */
function question(kind, share, { core, lines, newest }) {
  if (kind === 0) return { limit: 50 };
  if (kind === 1) return { limit: 50, cursor: String(newest - lines + 60 + Math.floor(share * (lines - 60))) };
  const days = Math.ceil(lines / LINES_A_DAY);
  const from = addDays(core.clock.today(), -days + Math.floor(share * (days - 40)));
  return { limit: 50, from, to: addDays(from, 30) };
}
