/**
 * Measures the start of any program that runs on this Electron.
 */
import { mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { epochMs, startProgram } from './program.mjs';

/** Largest accepted difference between the page's clock and this process's clock. */
const CLOCK_TOLERANCE_MS = 20;
const WINDOW_TIMEOUT_MS = 30_000;
const CLOCK_TRIES = 5;
const PAINT_BOUND_MS = 1_000;
const READ_LIMIT_MS = 60_000;

/**
 * @typedef {object} StartTime all in ms since the spawn
 * @property {number} navigated the page's time origin
 * @property {number} first first contentful paint
 * @property {number} painted the paint that shows the marked content; the first one without a mark
 * @property {number} marked the program's own mark; the first paint without a mark
 * @property {number} shown the window became visible
 * @property {number} usable content painted, mark reached and window on screen: the latest of them
 * @property {Record<string, number>} marks all performance marks of the page
 */

/**
 * Runs in the page. A script sets the mark before a frame is painted; the relevant time is the paint that shows it, so
 * for a mark later than the first contentful paint this waits for the next paint of text or an image.
 */
const READ = (/** @type {string | undefined} */ mark) => `(async () => {
  const wait = (types, fits) => new Promise((resolve) => {
    const observers = types.map((type) => {
      const observer = new PerformanceObserver((list) => {
        const entry = list.getEntries().find(fits);
        if (!entry) return;
        for (const one of observers) one.disconnect();
        resolve(entry.startTime);
      });
      observer.observe({ type, buffered: true });
      return observer;
    });
  });
  const name = ${JSON.stringify(mark)};
  const late = new Promise((_, reject) => setTimeout(() => reject(new Error('the page was not painted and marked in time')), ${READ_LIMIT_MS}));
  const first = await Promise.race([late, wait(['paint'], (entry) => entry.name === 'first-contentful-paint')]);
  const marked = name === undefined ? first : await Promise.race([late, wait(['mark'], (entry) => entry.name === name)]);
  const later = wait(['element', 'largest-contentful-paint'], (entry) => entry.startTime >= marked);
  const bound = new Promise((resolve) => setTimeout(() => resolve(marked), ${PAINT_BOUND_MS}));
  const painted = first >= marked ? first : await Promise.race([later, bound]);
  const marks = Object.fromEntries(performance.getEntriesByType('mark').map((one) => [one.name, one.startTime]));
  return { origin: performance.timeOrigin, first, painted, marked, marks };
})()`;

/**
 * Measures one start: spawns the program, sends no requests until `quietMs` after the window is visible, then reads what the
 * page recorded.
 *
 * @param {object} options
 * @param {Omit<import('./program.mjs').ProgramOptions, 'profile'> & { profile?: string }} options.program a fresh profile is made when none is given
 * @param {string} [options.mark] performance mark to wait for
 * @param {import('./x11-watch.mjs').DisplayWatch} [options.display] if missing, visibility of the window is not measured
 * @param {number} options.quietMs
 * @returns {Promise<StartTime>}
 */
export async function timeStart({ program: options, mark, display, quietMs }) {
  const profile = options.profile ?? (await mkdtemp(path.join(os.tmpdir(), 'plus-cabinet-bench-')));
  /** @type {number | undefined} */
  let shownMs;
  /** @type {() => void} */
  let windowIsThere = () => {};
  const onScreen = new Promise((resolve) => {
    windowIsThere = () => resolve(undefined);
  });
  const stopWatching = display?.onShown((atMs) => {
    shownMs ??= atMs;
    windowIsThere();
  });
  const program = startProgram({ ...options, profile });
  try {
    await program.port;
    if (display) {
      const late = pause(WINDOW_TIMEOUT_MS, undefined, { ref: false });
      await Promise.race([onScreen, late]);
      if (shownMs === undefined) throw new Error('no window came on screen');
    }
    await pause(quietMs);
    const page = await program.page();
    await page.arrived();
    /** @type {{ origin: number, first: number, painted: number, marked: number, marks: Record<string, number> }} */
    const read = await page.evaluate(READ(mark));
    const skew = await clockSkew(page);
    if (Math.abs(skew) > CLOCK_TOLERANCE_MS) throw new Error(`the page's clock is ${Math.round(skew)} ms off`);
    page.close();
    const since = (/** @type {number} */ atMs) => read.origin + atMs - program.spawnedMs;
    const shown = shownMs === undefined ? 0 : shownMs - program.spawnedMs;
    const first = since(read.first);
    const painted = since(read.painted);
    const marked = since(read.marked);
    return {
      navigated: since(0),
      first,
      painted,
      marked,
      shown,
      usable: Math.max(painted, marked, shown),
      marks: Object.fromEntries(
        Object.entries(read.marks).map(([name, at]) => [name, since(/** @type {number} */ (at))]),
      ),
    };
  } finally {
    stopWatching?.();
    await program.end();
    if (options.profile === undefined) await rm(profile, { recursive: true, force: true, maxRetries: 5 });
  }
}

/**
 * Offset of the page's clock from this process's clock in ms; the smallest of a few tries, because a response may be delayed.
 *
 * @param {import('./devtools.mjs').Devtools} page
 */
async function clockSkew(page) {
  let least = Number.POSITIVE_INFINITY;
  for (let tries = 0; tries < CLOCK_TRIES; tries += 1) {
    const before = epochMs();
    const theirs = await page.evaluate('performance.timeOrigin + performance.now()');
    const after = epochMs();
    const skew = theirs < before ? theirs - before : Math.max(0, theirs - after);
    if (Math.abs(skew) < Math.abs(least)) least = skew;
  }
  return least;
}
