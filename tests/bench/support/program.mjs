/**
 * Starts a desktop program, measures its start from outside and connects to its page afterwards.
 */
import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { setTimeout as pause } from 'node:timers/promises';
import { connect, pages } from './devtools.mjs';

const START_TIMEOUT_MS = 30_000;
const END_TIMEOUT_MS = 5_000;

/**
 * @typedef {object} ProgramOptions
 * @property {string} executable path of Electron's executable
 * @property {string} folder of the program
 * @property {string} profile folder for --user-data-dir
 * @property {string[]} [args] further switches
 * @property {NodeJS.ProcessEnv} env
 *
 * @typedef {object} Program
 * @property {number} pid
 * @property {number} spawnedMs epoch time just before the spawn
 * @property {Promise<number>} port of the DevTools protocol
 * @property {(deadlineMs?: number) => Promise<import('./devtools.mjs').Devtools>} page connects to the program's page
 * @property {() => Promise<void>} end
 */

/** Epoch time in ms with fractions; Chromium's pages use the same wall clock. */
export function epochMs() {
  return performance.timeOrigin + performance.now();
}

/**
 * @param {ProgramOptions} options
 * @returns {Program}
 */
export function startProgram({ executable, folder, profile, args = [], env }) {
  const asRoot = process.platform === 'linux' && process.getuid?.() === 0;
  const given = [
    ...(asRoot ? ['--no-sandbox'] : []),
    '--remote-debugging-port=0',
    folder,
    `--user-data-dir=${profile}`,
    ...args,
  ];
  const spawnedMs = epochMs();
  // A separate process group, so that helper processes are ended too.
  const child = spawn(executable, given, { env, stdio: ['ignore', 'ignore', 'pipe'], detached: true });
  const pid = child.pid ?? 0;
  /** @type {string[]} */
  const lines = [];
  const closed = new Promise((resolve) => {
    child.once('close', resolve);
  });
  /** @type {Promise<number>} */
  const port = new Promise((resolve, reject) => {
    const timer = setTimeout(
      () => reject(new Error(`no start within ${START_TIMEOUT_MS} ms: ${lines.join('\n')}`)),
      START_TIMEOUT_MS,
    );
    child.once('error', reject);
    child.once('close', (status) => reject(new Error(`ended with ${status} while starting: ${lines.join('\n')}`)));
    createInterface({ input: /** @type {import('node:stream').Readable} */ (child.stderr) }).on('line', (line) => {
      lines.push(line);
      const found = /^DevTools listening on ws:\/\/127\.0\.0\.1:(\d+)\//.exec(line)?.[1];
      if (found === undefined) return;
      clearTimeout(timer);
      resolve(Number(found));
    });
  });
  port.catch(() => {});

  return {
    pid,
    spawnedMs,
    port,
    async page(deadlineMs = START_TIMEOUT_MS) {
      const until = Date.now() + deadlineMs;
      for (;;) {
        const [target] = await pages(await port);
        if (target) return connect(target.webSocketDebuggerUrl);
        if (Date.now() > until) throw new Error(`no page came up: ${lines.join('\n')}`);
        await pause(50);
      }
    },
    async end() {
      child.kill('SIGTERM');
      const timer = setTimeout(() => {
        try {
          process.kill(-pid, 'SIGKILL');
        } catch {
          // The process group has already ended.
        }
      }, END_TIMEOUT_MS);
      await closed;
      clearTimeout(timer);
    },
  };
}
