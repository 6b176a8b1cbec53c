/**
 * Alternating starts of two programs, and the benchmark rows of the results.
 */
import { loadavg } from 'node:os';
import { calmMachine } from './calm.mjs';
import { summary, summaryText } from './statistics.mjs';
import { timeStart } from './start-time.mjs';

/** Measured pairs, unless `--pairs=<n>` is given; one extra pair before them warms the disk cache. */
const LEAST_PAIRS = 10;
/** Quiet time after the window is visible, so that reading the figures does not disturb the start. */
const QUIET_MS = 1_500;

/**
 * @typedef {(options: { log: (text: string) => void, args: string[] }) => Promise<import('../../../scripts/support/bench-table.mjs').BenchRow[]>} BenchRun
 *
 * @typedef {object} Side
 * @property {Parameters<typeof timeStart>[0]['program']} program
 * @property {string} [mark]
 *
 * @typedef {import('./start-time.mjs').StartTime} StartTime
 */

/**
 * @param {object} options
 * @param {(text: string) => void} options.log
 * @param {string[]} options.args
 * @param {import('./x11-watch.mjs').DisplayWatch | undefined} options.display
 * @param {Side} options.ours
 * @param {Side} options.baseline
 * @returns {Promise<{ ours: StartTime[], baseline: StartTime[] }>}
 */
export async function compareStarts({ log, args, display, ours, baseline }) {
  const asked = Number(args.find((arg) => arg.startsWith('--pairs='))?.slice('--pairs='.length) ?? LEAST_PAIRS);
  const pairs = Math.max(LEAST_PAIRS, Number.isInteger(asked) ? asked : LEAST_PAIRS);
  /** @type {{ ours: StartTime[], baseline: StartTime[] }} */
  const measured = { ours: [], baseline: [] };
  let restless = 0;
  const sides = [
    { name: /** @type {const} */ ('baseline'), ...baseline },
    { name: /** @type {const} */ ('ours'), ...ours },
  ];
  for (let pair = 0; pair <= pairs; pair += 1) {
    for (const { name, program, mark } of pair % 2 === 0 ? sides : [...sides].reverse()) {
      const calm = await calmMachine();
      if (pair > 0 && !calm) restless += 1;
      const time = await timeStart({
        program,
        ...(mark === undefined ? {} : { mark }),
        ...(display ? { display } : {}),
        quietMs: QUIET_MS,
      });
      if (pair > 0) measured[name].push(time);
    }
  }
  for (const name of /** @type {const} */ (['baseline', 'ours'])) {
    for (const figure of /** @type {const} */ (['navigated', 'first', 'marked', 'painted', 'shown', 'usable'])) {
      log(
        `${name.padEnd(8)} ${figure.padEnd(9)} ${summaryText(summary(measured[name].map((one) => one[figure])), 'ms')}`,
      );
    }
  }
  const names = Object.keys(measured.ours[0]?.marks ?? {});
  for (const name of names) {
    const values = measured.ours.flatMap((one) => one.marks[name] ?? []);
    log(`ours     mark ${name} ${summaryText(summary(values), 'ms')}`);
  }
  log(`${restless} of ${2 * pairs} starts began while the machine was busy with something else`);
  log(`load after the last run ${(loadavg()[0] ?? 0).toFixed(2)}`);
  return measured;
}

/**
 * @param {string} name
 * @param {{ ours: StartTime[], baseline: StartTime[] }} measured
 * @param {number} budget
 */
export function startRows(name, measured, budget) {
  const value = summary(measured.ours.map(({ usable }) => usable)).median;
  const baseline = summary(measured.baseline.map(({ usable }) => usable)).median;
  const ratio = value / baseline;
  return [{ name, unit: 'ms', value, baseline, ratio, budget, pass: ratio <= budget }];
}
