/**
 * The program everything about the start is compared with: the empty Vue and TypeScript starter of electron-vite's own
 * create tool, untouched, made by that tool, built for production by its own build command.
 *
 * It is made outside the repository, once per version of the tool and of Electron, and never committed. Its own Electron
 * is not downloaded: it runs on the very Electron that runs our program.
 */
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readFile, rename, rm } from 'node:fs/promises';
import path from 'node:path';
import { cacheRoot, projectRoot } from '../../../scripts/support/paths.mjs';
import { npmCommand, run } from '../../../scripts/support/run.mjs';

const TEMPLATE = 'vue-ts';
const NAME = 'starter';
/** Raised when the steps below change, so that an older folder in the cache is not taken. */
const RECIPE = 1;
const createTool = path.join(projectRoot, 'node_modules', '@quick-start', 'create-electron');

/**
 * @param {object} options
 * @param {import('../../../scripts/electron-runtime.mjs').ElectronRuntime} options.runtime
 * @param {(text: string) => void} options.log
 * @returns {Promise<string>} the starter's folder, built
 */
export async function ensureStarter({ runtime, log }) {
  const { version } = JSON.parse(await readFile(path.join(createTool, 'package.json'), 'utf8'));
  const root = path.join(cacheRoot(), 'bench-starter');
  const folder = path.join(root, `${TEMPLATE}-${version}-electron-${runtime.version}-r${RECIPE}`);
  if (existsSync(folder)) return folder;
  log(`making the starter to compare with (create tool ${version}, template ${TEMPLATE}), once`);
  await mkdir(root, { recursive: true });
  const work = await mkdtemp(path.join(root, 'work-'));
  try {
    await step(
      'the create tool',
      process.execPath,
      [path.join(createTool, 'index.js'), NAME, '--template', TEMPLATE, '--skip'],
      { cwd: work },
    );
    const made = path.join(work, NAME);
    const env = {
      ...process.env,
      ELECTRON_OVERRIDE_DIST_PATH: runtime.dist,
      // The build tool otherwise compiles for the Electron in the starter's package.json.
      ELECTRON_MAJOR_VER: runtime.version.split('.')[0],
      npm_config_audit: 'false',
      npm_config_fund: 'false',
    };
    // Install scripts would download an Electron of its own; nothing else in the starter needs one.
    const install = npmCommand(['install', '--ignore-scripts', '--no-package-lock']);
    await step('npm install', install.command, install.args, { cwd: made, env, shell: install.shell });
    const build = npmCommand(['run', 'build']);
    await step('its build command', build.command, build.args, { cwd: made, env, shell: build.shell });
    await rename(made, folder).catch((/** @type {unknown} */ error) => {
      if (!existsSync(folder)) throw error;
    });
    return folder;
  } finally {
    await rm(work, { recursive: true, force: true });
  }
}

/**
 * @param {string} what
 * @param {string} command
 * @param {string[]} args
 * @param {{ cwd: string, env?: NodeJS.ProcessEnv, shell?: boolean }} options
 */
async function step(what, command, args, options) {
  const result = await run(command, args, { ...options, stdio: ['ignore', 'pipe', 'pipe'] });
  if (result.status !== 0) {
    throw new Error(
      `the starter could not be made: ${what} ended with ${result.status}\n${result.stdout}\n${result.stderr}`,
    );
  }
}
