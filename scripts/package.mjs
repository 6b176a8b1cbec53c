/**
 * Packages the program for the current system.
 *
 * Usage: npm run package [-- --dir]
 *
 * --dir makes only the unpacked folder. The test runtime supports nothing else:
 * installers need the pinned Electron.
 */
import './bootstrap.mjs';
import { existsSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { buildIfNeeded } from './build.mjs';
import { resolveElectron } from './electron-runtime.mjs';
import { FUSES, WASM_TRAP_HANDLERS, fuseProblems, fuseState } from './support/fuses.mjs';
import { main } from './support/main.mjs';
import { projectRoot } from './support/paths.mjs';
import { say } from './support/say.mjs';

/**
 * @typedef {import('electron-builder').AfterPackContext} PackContext
 * @typedef {import('electron-builder').AfterExtractContext} ExtractContext
 */

/** Files of the test runtime that would run instead of the archive, or have no place in a package. */
const FOREIGN = ['resources/app', 'resources/default_app.asar', 'resources/app-update.yml', 'version'];

/** @param {ExtractContext} context */
async function removeForeignApplications({ appOutDir }) {
  for (const place of FOREIGN) await rm(path.join(appOutDir, place), { recursive: true, force: true });
}

/**
 * The file that carries the fuses.
 *
 * @param {PackContext} context
 */
function binaryOf({ packager, appOutDir, electronPlatformName }) {
  const name = packager.appInfo.productFilename;
  if (electronPlatformName === 'darwin') return path.join(appOutDir, `${name}.app`);
  if (electronPlatformName === 'win32') return path.join(appOutDir, `${name}.exe`);
  return path.join(
    appOutDir,
    /** @type {{ executableName: string }} */ (/** @type {unknown} */ (packager)).executableName,
  );
}

/**
 * Sets, before electron-builder does its own, the fuse that electron-builder has no name for, if this Electron has it.
 *
 * @param {PackContext} context
 */
async function setNewerFuses(context) {
  const { FuseV1Options, FuseVersion, flipFuses, getCurrentFuseWire } = await import('@electron/fuses');
  const binary = binaryOf(context);
  const wire = await getCurrentFuseWire(binary);
  if (fuseState(wire[FuseV1Options.WasmTrapHandlers]) === undefined) return;
  await flipFuses(binary, {
    version: FuseVersion.V1,
    resetAdHocDarwinSignature: false,
    [FuseV1Options.WasmTrapHandlers]: WASM_TRAP_HANDLERS,
  });
}

/**
 * Reads the fuses back from the binary, because the requested and the actual values can differ.
 *
 * @param {PackContext[]} packed
 */
async function verify(packed) {
  const { getCurrentFuseWire } = await import('@electron/fuses');
  for (const context of packed) {
    const { packager, appOutDir } = context;
    const resources = packager.getResourcesDir(appOutDir);
    const asked = { ...packager.config.electronFuses, wasmTrapHandlers: WASM_TRAP_HANDLERS };
    const problems = fuseProblems(
      Object.fromEntries(Object.keys(FUSES).map((name) => [name, asked[/** @type {keyof typeof asked} */ (name)]])),
      /** @type {Record<number, unknown>} */ (await getCurrentFuseWire(binaryOf(context))),
    );
    if (!existsSync(path.join(resources, 'app.asar'))) problems.push('app.asar is missing');
    for (const name of ['app', 'default_app.asar']) {
      if (existsSync(path.join(resources, name))) problems.push(`resources/${name} is shipped`);
    }
    if (problems.length > 0)
      throw new Error(`The package in ${appOutDir} is not as it must be: ${problems.join('; ')}`);
  }
}

/**
 * @param {{ dir?: boolean }} [options] dir: only the unpacked folder
 * @returns {Promise<string[]>} folders and files that were created
 */
export async function packageProgram({ dir = false } = {}) {
  const runtime = await resolveElectron();
  const forTests = runtime.kind === 'test-runtime';
  if (forTests && !dir) {
    throw new Error(
      `Installers are made with the pinned Electron, which cannot be downloaded here. ` +
        `An unpacked program for tests: npm run package -- --dir`,
    );
  }
  await buildIfNeeded();
  const { Platform, build } = await import('electron-builder');
  say(`packaging with Electron ${runtime.version}${forTests ? ' (test runtime, not for release)' : ''}`);
  /** @type {PackContext[]} */
  const packed = [];
  const made = await build({
    projectDir: projectRoot,
    targets: Platform.current().createTarget(dir ? 'dir' : undefined),
    publish: 'never',
    config: {
      extends: path.join(projectRoot, 'electron-builder.yml'),
      ...(forTests
        ? { electronDist: runtime.dist, electronVersion: runtime.version, afterExtract: removeForeignApplications }
        : {}),
      // Electron checks the archive's integrity only on Windows and macOS; a fuse without effect is not set.
      ...(process.platform === 'linux' ? { electronFuses: { enableEmbeddedAsarIntegrityValidation: false } } : {}),
      afterPack: async (/** @type {PackContext} */ context) => {
        await setNewerFuses(context);
        packed.push(context);
      },
    },
  });
  await verify(packed);
  return made.length > 0 ? made : packed.map((context) => context.appOutDir);
}

if (process.argv[1] && path.resolve(process.argv[1]) === fileURLToPath(import.meta.url)) {
  await main(async () => {
    const made = await packageProgram({ dir: process.argv.includes('--dir') });
    for (const file of made) process.stdout.write(`${file}\n`);
    return 0;
  });
}
