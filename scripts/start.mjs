/**
 * Starts the program from the sources.
 *
 * Usage: npm start [-- --smoke] [-- switches for the program]
 *
 * --smoke exits with 0 once the dashboard of the demo subscriber is shown,
 * using a temporary profile.
 */
import './bootstrap.mjs';
import { existsSync, statSync } from 'node:fs';
import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { buildIfNeeded } from './build.mjs';
import { withDisplay } from './display.mjs';
import { resolveElectron } from './electron-runtime.mjs';
import { ensureLinux, ensureSandbox } from './linux-libraries.mjs';
import { main } from './support/main.mjs';
import { projectRoot } from './support/paths.mjs';
import { run } from './support/run.mjs';
import { say } from './support/say.mjs';
import { headlessNoise, programArguments, programReport, smokeFailure } from './support/start-protocol.mjs';

const SMOKE_TIMEOUT_MS = 90_000;
const screens = path.join(projectRoot, '.cache', 'screens');

/** @param {string[]} given */
async function start(given) {
  const smoke = given.includes('--smoke');
  const runtime = await resolveElectron();
  await ensureLinux(runtime);
  await ensureSandbox(runtime);
  await buildIfNeeded();
  const profile = smoke ? await mkdtemp(path.join(os.tmpdir(), 'plus-cabinet-smoke-')) : undefined;
  await mkdir(screens, { recursive: true });
  const screenshot = path.join(screens, smoke ? 'dashboard.png' : 'first-screen.png');
  await rm(screenshot, { force: true });
  try {
    return await withDisplay(async (env, virtual) => {
      const args = programArguments({
        given,
        appFolder: projectRoot,
        profile,
        screenshot: smoke || virtual ? screenshot : undefined,
        root: process.platform === 'linux' && process.getuid?.() === 0,
      });
      if (virtual && !smoke) say(`a picture of the first screen will be in ${screenshot}`);
      /** @type {import('./support/start-protocol.mjs').ProgramReport | undefined} */
      let report;
      const result = await run(runtime.executable, args, {
        env: { ...env, ELECTRON_OVERRIDE_DIST_PATH: runtime.dist },
        stdio: ['inherit', 'pipe', virtual ? 'pipe' : 'inherit'],
        onErrorLine: (line) => {
          if (!headlessNoise(line)) process.stderr.write(`${line}\n`);
        },
        ...(smoke ? { timeoutMs: SMOKE_TIMEOUT_MS } : {}),
        onLine: (line) => {
          const found = programReport(line);
          if (found) report = found;
          else process.stdout.write(`${line}\n`);
          if (found?.screenshot && !smoke) say(`first screen: ${found.screenshot}`);
        },
      });
      if (!smoke) return result.status;
      const picture = report?.screenshot;
      const failure = smokeFailure({
        status: result.status,
        timedOut: result.timedOut,
        timeoutMs: SMOKE_TIMEOUT_MS,
        reached: report?.smoke,
        picture: picture !== undefined && existsSync(picture) && statSync(picture).size > 0,
      });
      if (failure) {
        say(failure);
        return result.status === 0 ? 1 : result.status;
      }
      process.stdout.write(`dashboard: ${picture}\n`);
      return 0;
    });
  } finally {
    if (profile) await rm(profile, { recursive: true, force: true, maxRetries: 5 });
  }
}

await main(() => start(process.argv.slice(2)));
