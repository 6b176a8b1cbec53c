/**
 * Waits until the machine is nearly idle. The load is checked only before a start, in the same way for both sides, so that
 * the choice of starts does not depend on their results.
 */
import { readFile } from 'node:fs/promises';
import { setTimeout as pause } from 'node:timers/promises';

const LOOK_MS = 250;
const CALM_SHARE = 0.1;
const LIMIT_MS = 6_000;

/** @returns {Promise<{ busy: number, all: number }>} CPU ticks of all processors since boot */
async function ticks() {
  const [line = ''] = (await readFile('/proc/stat', 'utf8')).split('\n');
  const [user = 0, nice = 0, system = 0, idle = 0, wait = 0, ...rest] = line
    .trim()
    .split(/\s+/)
    .slice(1, 9)
    .map(Number);
  const busy = user + nice + system + rest.reduce((sum, value) => sum + value, 0);
  return { busy, all: busy + idle + wait };
}

/**
 * Resolves when the machine is nearly idle, or after six seconds.
 *
 * @returns {Promise<boolean>} whether the machine was idle; true on systems other than Linux, where the load is unknown
 */
export async function calmMachine() {
  if (process.platform !== 'linux') return true;
  const until = Date.now() + LIMIT_MS;
  let before = await ticks();
  while (Date.now() < until) {
    await pause(LOOK_MS);
    const now = await ticks();
    if ((now.busy - before.busy) / Math.max(1, now.all - before.all) <= CALM_SHARE) return true;
    before = now;
  }
  return false;
}
