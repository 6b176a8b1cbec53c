/**
 * Waits for a moment in which the machine does little else. Which starts are measured must not depend on how they turned
 * out, so it is looked at beforehand alone, and for both sides alike.
 */
import { readFile } from 'node:fs/promises';
import { setTimeout as pause } from 'node:timers/promises';

const LOOK_MS = 250;
const CALM_SHARE = 0.1;
const LIMIT_MS = 6_000;

/** @returns {Promise<{ busy: number, all: number }>} ticks of all processors since the machine started */
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
 * Resolves at the first calm moment, or after six seconds without one.
 *
 * @returns {Promise<boolean>} whether it was calm; true where it cannot be told (not Linux)
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
