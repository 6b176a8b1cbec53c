/**
 * Scrolls the statement of a long contract in the real program and counts long tasks of its page.
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { withBench } from './environment.mjs';
import { startProgram } from './program.mjs';

const service = fileURLToPath(new URL('../../../operator/main.ts', import.meta.url));
/** Distance of one wheel event, and the distance after which the list's position is checked. */
const PIXELS_A_SECOND = 8_000;
const PIXELS_A_GESTURE = 16_000;
const LIMIT_MS = 300_000;

/**
 * @typedef {object} Scrolled
 * @property {number} lines number of lines scrolled
 * @property {number} seconds
 * @property {number[]} longTasks ms, each over 50
 * @property {number} longestFrameMs the longest time between two frames
 */

/**
 * @param {object} options
 * @param {string} options.folder with the service's database
 * @param {{ email: string, password: string }} options.person the holder of the contract
 * @param {number} options.count lines of the statement
 * @param {number} options.through the line to scroll to
 * @param {(text: string) => void} options.log
 * @returns {Promise<Scrolled>}
 */
export async function scrollStatement({ folder, person, count, through, log }) {
  return withBench(log, async ({ executable, ours, env }) => {
    const operator = spawn(process.execPath, [service, '--data', folder, '--port', '0'], {
      stdio: ['ignore', 'pipe', 'ignore'],
    });
    const profile = await mkdtemp(path.join(os.tmpdir(), 'plus-cabinet-bench-'));
    try {
      const [greeting] = /** @type {[string]} */ (await once(createInterface(operator.stdout), 'line'));
      const { origin } = JSON.parse(greeting);
      const args = [`--operator-url=${origin}`];
      const program = startProgram({ executable, folder: ours, profile, args, env });
      try {
        const page = await program.page();
        await page.reached('sign-in-usable');
        const answer = await page.evaluate(
          `window.cabinet.session.signIn(${JSON.stringify({ ...person, computer: 'shared' })})`,
        );
        if (!answer.ok) throw new Error(`the sign-in was refused: ${JSON.stringify(answer.failure)}`);
        await page.reached('overview-shown');
        await page.evaluate(OPEN_STATEMENT);
        const shown = await page.evaluate(watch(count));
        const began = performance.now();
        for (let lines = 0; lines < through;) {
          if (performance.now() - began > LIMIT_MS) throw new Error(`only ${lines} lines in ${LIMIT_MS} ms`);
          await page.send('Input.synthesizeScrollGesture', {
            x: shown.x,
            y: shown.y,
            yDistance: -PIXELS_A_GESTURE,
            speed: PIXELS_A_SECOND,
            gestureSourceType: 'mouse',
            preventFling: true,
          });
          lines = await page.evaluate(LAST_LINE);
        }
        const seconds = (performance.now() - began) / 1000;
        const lines = await page.evaluate(LAST_LINE);
        const { longTasks, longestFrameMs } = await page.evaluate('window.benchSeen');
        page.close();
        return { lines, seconds, longTasks, longestFrameMs };
      } finally {
        await program.end();
      }
    } finally {
      operator.kill('SIGTERM');
      if (operator.exitCode === null && operator.signalCode === null) await once(operator, 'exit');
      await rm(profile, { recursive: true, force: true, maxRetries: 5 });
    }
  });
}

/** Runs in the page: checks a condition once per frame and resolves when it holds. */
const WAIT_FOR = `const waitFor = (find) => new Promise((resolve, reject) => {
  const until = performance.now() + 30_000;
  const look = () => {
    const found = find();
    if (found) resolve(found);
    else if (performance.now() > until) reject(new Error('not in the page: ' + find));
    else requestAnimationFrame(look);
  };
  look();
});`;

/** Runs in the page: opens the statement from its first line. */
const OPEN_STATEMENT = `(async () => {
  ${WAIT_FOR}
  (await waitFor(() => document.querySelector('nav a[href*="statement"]'))).click();
  const all = ['All', 'Всё', 'Allt'];
  (await waitFor(() => [...document.querySelectorAll('[role="group"] button')].find((one) => all.includes(one.textContent.trim())))).click();
})()`;

/** Runs in the page: waits for the complete list of the given number of lines, then records long tasks. */
const watch = (/** @type {number} */ count) => `(async () => {
  ${WAIT_FOR}
  const line = await waitFor(() => document.querySelector('li[aria-posinset="1"][aria-setsize="${count}"]'));
  const seen = { longTasks: [], longestFrameMs: 0 };
  window.benchSeen = seen;
  new PerformanceObserver((list) => seen.longTasks.push(...list.getEntries().map(({ duration }) => duration))).observe({ type: 'longtask' });
  let last = performance.now();
  const frame = (now) => {
    seen.longestFrameMs = Math.max(seen.longestFrameMs, now - last);
    last = now;
    requestAnimationFrame(frame);
  };
  requestAnimationFrame((now) => { last = now; requestAnimationFrame(frame); });
  const list = line.parentElement.getBoundingClientRect();
  return {
    x: Math.round(list.left + list.width / 2),
    y: Math.round(Math.min(window.innerHeight - 40, Math.max(list.top, 0) + 60)),
  };
})()`;

const LAST_LINE = `Math.max(0, ...[...document.querySelectorAll('li[aria-posinset]')].map((line) => Number(line.getAttribute('aria-posinset'))))`;
