/**
 * A virtual display for machines without a screen (servers, CI).
 */
import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { say } from './support/say.mjs';

const SCREEN = '1600x1200x24';
const START_TIMEOUT_MS = 15_000;

/** Whether this is Linux without a display for windows. */
export function displayMissing(env = process.env, platform = process.platform) {
  return platform === 'linux' && !env['DISPLAY'] && !env['WAYLAND_DISPLAY'];
}

/**
 * Starts Xvfb on the first free display number.
 *
 * @returns {Promise<{ display: string, stop: () => Promise<void> }>}
 */
function startDisplay() {
  return new Promise((resolve, reject) => {
    // Xvfb picks a free number itself and reports it on file descriptor 3, so parallel runs never clash.
    const server = spawn('Xvfb', ['-displayfd', '3', '-screen', '0', SCREEN, '-nolisten', 'tcp', '-noreset'], {
      stdio: ['ignore', 'ignore', 'pipe', 'pipe'],
      // A terminal's Ctrl-C reaches every process of its group; the display has to outlive the program's shutdown.
      detached: true,
    });
    let errors = '';
    server.stderr?.setEncoding('utf8').on('data', (/** @type {string} */ text) => {
      errors += text;
    });
    const ended = new Promise((done) => {
      server.once('close', done);
    });
    const kill = () => {
      server.kill('SIGTERM');
    };
    process.once('exit', kill);
    const stop = async () => {
      process.off('exit', kill);
      kill();
      await ended;
    };
    const timer = setTimeout(() => {
      void stop();
      reject(new Error(`The virtual display did not start in time. ${errors.trim()}`));
    }, START_TIMEOUT_MS);
    server.once('error', (error) => {
      clearTimeout(timer);
      reject(new Error(`The virtual display could not be started: ${error.message}`));
    });
    server.once('exit', (code) => {
      clearTimeout(timer);
      reject(new Error(`The virtual display ended with status ${code}. ${errors.trim()}`));
    });
    const numbers = /** @type {import('node:stream').Readable} */ (server.stdio[3]);
    createInterface({ input: numbers }).once('line', (line) => {
      clearTimeout(timer);
      resolve({ display: `:${line.trim()}`, stop });
    });
  });
}

/**
 * Runs a function with a display: the user's own if there is one, otherwise a virtual one that is stopped afterwards.
 *
 * @template T
 * @param {(env: NodeJS.ProcessEnv, virtual: boolean) => Promise<T>} work receives the environment for its programs
 * @param {NodeJS.ProcessEnv} [env]
 * @returns {Promise<T>}
 */
export async function withDisplay(work, env = process.env) {
  if (!displayMissing(env)) return work(env, false);
  const { display, stop } = await startDisplay();
  say(`no screen here, using a virtual display (${display})`);
  const ignore = () => {};
  // A signal ends the program first (`run` forwards it), then the display.
  process.on('SIGINT', ignore);
  process.on('SIGTERM', ignore);
  try {
    return await work({ ...env, DISPLAY: display }, true);
  } finally {
    process.off('SIGINT', ignore);
    process.off('SIGTERM', ignore);
    await stop();
  }
}
