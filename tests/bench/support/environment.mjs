/**
 * Common set-up of benchmarks of the whole program: Electron, the built program, the starter, a virtual display.
 */
import { loadavg } from 'node:os';
import { buildIfNeeded } from '../../../scripts/build.mjs';
import { withDisplay } from '../../../scripts/display.mjs';
import { resolveElectron } from '../../../scripts/electron-runtime.mjs';
import { ensureLinux, ensureSandbox } from '../../../scripts/linux-libraries.mjs';
import { projectRoot } from '../../../scripts/support/paths.mjs';
import { ensureStarter } from './starter.mjs';
import { watchDisplay } from './x11-watch.mjs';

/**
 * @typedef {object} Bench
 * @property {string} executable path of Electron's executable
 * @property {string} ours folder of our program, built for production
 * @property {string} starter folder of the program to compare with
 * @property {NodeJS.ProcessEnv} env for both
 * @property {import('./x11-watch.mjs').DisplayWatch | undefined} display
 */

/**
 * @template T
 * @param {(text: string) => void} log
 * @param {(bench: Bench) => Promise<T>} work
 * @returns {Promise<T>}
 */
export async function withBench(log, work) {
  const runtime = await resolveElectron();
  await ensureLinux(runtime, { session: true });
  await ensureSandbox(runtime);
  await buildIfNeeded();
  const starter = await ensureStarter({ runtime, log });
  const linux = process.platform === 'linux';
  // Always a separate display on Linux: a window manager or the user's other windows would be measured too.
  const env = linux ? { ...process.env, DISPLAY: '', WAYLAND_DISPLAY: '' } : process.env;
  return withDisplay(async (given) => {
    const display = linux ? await watchDisplay(given['DISPLAY'] ?? '') : undefined;
    try {
      log(`Electron ${runtime.version}, load before the first run ${(loadavg()[0] ?? 0).toFixed(2)}`);
      return await work({
        executable: runtime.executable,
        ours: projectRoot,
        starter,
        env: { ...given, ELECTRON_OVERRIDE_DIST_PATH: runtime.dist },
        display,
      });
    } finally {
      display?.close();
    }
  }, env);
}
