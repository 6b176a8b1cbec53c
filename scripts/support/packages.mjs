import { createHash } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { withLock } from './lock.mjs';
import { npmCommand, run } from './run.mjs';
import { say } from './say.mjs';

/**
 * @typedef {{ version?: string, integrity?: string, optional?: boolean, devOptional?: boolean, link?: boolean }} LockedPackage
 * @typedef {{ packages?: Record<string, LockedPackage> }} LockFile
 */

/**
 * Whether node_modules/.package-lock.json matches the lock file.
 * Optional packages may be missing: they are for other systems.
 *
 * @param {LockFile} wanted
 * @param {LockFile} installed
 * @returns {boolean}
 */
export function sameInstall(wanted, installed) {
  const have = installed.packages ?? {};
  return Object.entries(wanted.packages ?? {}).every(([place, locked]) => {
    if (place === '' || locked.link) return true;
    const found = have[place];
    if (!found) return locked.optional === true || locked.devOptional === true;
    return found.version === locked.version && found.integrity === locked.integrity;
  });
}

/** @param {string} file */
function readJson(file) {
  return existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : {};
}

/**
 * Installs the packages when the lock file differs from the one installed last.
 *
 * The stamp file makes the usual start fast; npm's own record avoids a reinstall after a manual `npm install`.
 *
 * @param {string} root folder of package.json
 */
export async function ensurePackages(root) {
  const lockFile = path.join(root, 'package-lock.json');
  const modules = path.join(root, 'node_modules');
  const stamp = path.join(modules, '.plus-cabinet-lock');
  const lockText = readFileSync(lockFile, 'utf8');
  const hash = createHash('sha256').update(lockText).digest('hex');
  const done = () => existsSync(stamp) && readFileSync(stamp, 'utf8') === hash;
  if (done()) return;
  await withLock('install', async () => {
    if (!done()) await install(root, lockText);
    writeFileSync(stamp, hash);
  });
}

/**
 * @param {string} root
 * @param {string} lockText
 */
async function install(root, lockText) {
  const modules = path.join(root, 'node_modules');
  if (!sameInstall(JSON.parse(lockText), readJson(path.join(modules, '.package-lock.json')))) {
    say('installing packages');
    // Windows cannot delete the running node.exe, so npm updates in place there.
    const inPlace = process.platform === 'win32' && process.execPath.startsWith(modules + path.sep);
    // The log level is explicit because `npm run -s` would pass its silence on, and a failure needs its message.
    const npm = npmCommand([inPlace ? 'install' : 'ci', '--no-audit', '--no-fund', '--loglevel=error']);
    const result = await run(npm.command, npm.args, {
      cwd: root,
      stdio: ['ignore', 2, 2],
      shell: npm.shell,
    });
    if (result.status !== 0) {
      throw new Error(`npm could not install the packages (status ${result.status}); see its message above.`);
    }
  }
}

/**
 * The executable of the Node version that the development tools run on; undefined when the
 * `node` package has none for this system.
 *
 * @param {string} root folder of package.json
 * @returns {{ executable: string, version: string } | undefined}
 */
export function packagedNode(root) {
  const folder = path.join(root, 'node_modules', 'node');
  const executable = path.join(folder, 'bin', process.platform === 'win32' ? 'node.exe' : 'node');
  if (!existsSync(executable)) return undefined;
  return { executable, version: readJson(path.join(folder, 'package.json')).version };
}
