/**
 * How long a start takes, measured the same way for any program of this runtime.
 */
import { mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { epochMs, startProgram } from './program.mjs';

/** How far the page's clock may be from ours before a figure is refused. */
const CLOCK_TOLERANCE_MS = 20;
const WINDOW_TIMEOUT_MS = 30_000;
const CLOCK_TRIES = 5;
const PAINT_BOUND_MS = 1_000;
const READ_LIMIT_MS = 60_000;

/**
 * @typedef {object} StartTime all in ms since the spawn
 * @property {number} navigated the page's time origin
 * @property {number} first first contentful paint
 * @property {number} painted the paint that brought the mark on screen; the first one when no mark is asked for
 * @property {number} marked the program's own mark; the first paint when none is asked for
 * @property {number} shown the window came on screen
 * @property {number} usable content painted, mark reached and window on screen: the latest of them
 * @property {Record<string, number>} marks all performance marks of the page
 */

/**
 * Runs in the page. A mark is set by script in front of a frame; what counts is the paint that brings it on screen, so
 * for a mark later than the first contentful paint the next text or picture painted is waited for.
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
 * One start: spawns, keeps its hands off until the window is there and `quietMs` longer, then reads what the page
 * noted by itself.
 *
 * @param {object} options
 * @param {Omit<import('./program.mjs').ProgramOptions, 'profile'> & { profile?: string }} options.program a fresh profile is made when none is given
 * @param {string} [options.mark] performance mark of the page that has to be reached
 * @param {import('./x11-watch.mjs').DisplayWatch} [options.display] without one, coming on screen is not looked at
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
 * How far the page's clock is before or behind ours, in ms; the least of a few tries, for an answer may be late.
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
