import { mkdirSync, rmSync } from 'node:fs';
import path from 'node:path';
import { buildIfNeeded } from '../build.mjs';
import { withDisplay } from '../display.mjs';
import { resolveElectron } from '../electron-runtime.mjs';
import { ensureLinux, ensureSandbox } from '../linux-libraries.mjs';
import { projectRoot } from './paths.mjs';
import { run } from './run.mjs';
import { toolCommand } from './tool.mjs';

/**
 * Runs a set of Playwright tests in real Electron, with a build, a display and a session bus.
 *
 * @param {object} options
 * @param {string} options.config Playwright's configuration, relative to the repository root
 * @param {string} [options.report] JSON report to write, relative to the repository root
 * @param {boolean} [options.browser] whether the tests also need an installed web browser
 * @param {string[]} [options.args] passed to Playwright
 * @returns {Promise<number>} exit status
 */
export async function playwrightStage({ config, report, browser = false, args = [] }) {
  const runtime = await resolveElectron();
  await ensureLinux(runtime, { session: true, browser });
  await ensureSandbox(runtime);
  await buildIfNeeded();
  return withDisplay(async (env) => {
    /** @type {NodeJS.ProcessEnv} */
    const testEnv = { ...env, ELECTRON_OVERRIDE_DIST_PATH: runtime.dist };
    const given = ['test', `--config=${config}`, ...args];
    const ownReporter = args.some((arg) => arg.startsWith('--reporter'));
    if (report && !ownReporter) {
      const file = path.join(projectRoot, report);
      mkdirSync(path.dirname(file), { recursive: true });
      // Removes the old report, so that it is not taken for the result of a run that crashed.
      rmSync(file, { force: true });
      testEnv['PLAYWRIGHT_JSON_OUTPUT_FILE'] = file;
      given.push('--reporter=list,json');
    }
    const [command, ...rest] = toolCommand('playwright', given);
    const session = process.platform === 'linux' ? ['dbus-run-session', '--', command, ...rest] : [command, ...rest];
    const [program, ...programArgs] = session;
    const result = await run(program ?? command, programArgs, { cwd: projectRoot, env: testEnv });
    return result.status;
  });
}
