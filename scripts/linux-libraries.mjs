/**
 * Linux packages that Electron and the tests need: checks for them and installs missing ones where that is allowed.
 */
import { existsSync, readdirSync, statSync } from 'node:fs';
import path from 'node:path';
import { run } from './support/run.mjs';
import { say } from './support/say.mjs';

/** Debian and Ubuntu names of the packages that Electron links against. */
const LIBRARY_PACKAGES = [
  'libnss3',
  'libgtk-3-0',
  'libgbm1',
  'libasound2',
  'libatk-bridge2.0-0',
  'libdrm2',
  'libxss1',
  'libcups2',
];

/**
 * Programs and libraries loaded at run time, each with the package that provides it.
 *
 * @typedef {{ packageName: string, program?: string, alternatives?: string[], library?: string }} Need
 * `alternatives`: other names under which the same program may already be installed
 * @type {Record<'display' | 'session' | 'browser', Need[]>}
 */
const NEEDS = {
  display: [
    { packageName: 'xvfb', program: 'Xvfb' },
    { packageName: 'xauth', program: 'xauth' },
  ],
  session: [
    { packageName: 'dbus', program: 'dbus-run-session' },
    { packageName: 'gnome-keyring', program: 'gnome-keyring-daemon' },
    { packageName: 'libsecret-1-0', library: 'libsecret-1.so.0' },
    // Electron loads it at run time and shows no notifications without it.
    { packageName: 'libnotify4', library: 'libnotify.so.4' },
  ],
  browser: [{ packageName: 'chromium', program: 'chromium', alternatives: ['chromium-browser', 'google-chrome'] }],
};

/**
 * The needs that are not met.
 *
 * @param {{ headless: boolean, session?: boolean, browser?: boolean }} wanted
 * @param {{ program: (name: string) => boolean, library: (name: string) => boolean }} has
 * @returns {Need[]}
 */
export function absentNeeds(wanted, has) {
  const needs = [
    ...(wanted.headless ? NEEDS.display : []),
    ...(wanted.session ? NEEDS.session : []),
    ...(wanted.browser ? NEEDS.browser : []),
  ];
  return needs.filter(
    ({ program, alternatives = [], library }) =>
      (program !== undefined && ![program, ...alternatives].some(has.program)) ||
      (library !== undefined && !has.library(library)),
  );
}

/**
 * Names of the libraries that the dynamic linker did not find.
 *
 * @param {string} lddOutput
 * @returns {string[]}
 */
export function missingLibraries(lddOutput) {
  return lddOutput
    .split('\n')
    .filter((line) => line.includes('=> not found'))
    .map((line) => line.trim().split(/\s/)[0] ?? '');
}

/** @param {string} program */
function onPath(program) {
  const folders = (process.env['PATH'] ?? '').split(path.delimiter);
  return [...folders, '/usr/sbin', '/sbin'].some((folder) => existsSync(path.join(folder, program)));
}

/** @param {string} library */
function libraryPresent(library) {
  const roots = ['/usr/lib', '/usr/lib64', '/lib', '/lib64'];
  const folders = roots
    .filter((root) => existsSync(root))
    .flatMap((root) => [
      root,
      ...readdirSync(root, { withFileTypes: true })
        .filter((entry) => entry.isDirectory() && entry.name.includes('-linux-'))
        .map((entry) => path.join(root, entry.name)),
    ]);
  return folders.some((folder) => existsSync(path.join(folder, library)));
}

/** The command prefix for acting as root without a prompt; undefined when that is not possible. */
async function rootPrefix() {
  if (process.getuid?.() === 0) return [];
  if (!onPath('sudo')) return undefined;
  const answer = await run('sudo', ['-n', 'true'], { stdio: 'ignore' });
  return answer.status === 0 ? ['sudo', '-n'] : undefined;
}

/**
 * Newer Debian and Ubuntu releases renamed some libraries (`libgtk-3-0t64`); maps names to those of this release.
 *
 * @param {string[]} names
 */
async function releaseNames(names) {
  const known = await run('apt-cache', ['pkgnames'], { stdio: ['ignore', 'pipe', 'ignore'] });
  const all = new Set(known.stdout.split('\n'));
  return names.map((name) => (all.has(`${name}t64`) ? `${name}t64` : name));
}

/**
 * @param {string[]} packages
 * @param {string[]} reasons what is missing, for the message
 */
async function install(packages, reasons) {
  const missing = reasons.join(', ');
  if (!onPath('apt-get')) {
    throw new Error(`This system lacks ${missing}. Install them with its package manager, then start again.`);
  }
  const prefix = await rootPrefix();
  if (!prefix) {
    const names = await releaseNames(packages);
    throw new Error(
      `This system lacks ${missing}. Run this once, then start again:\n` +
        `  sudo apt-get update && sudo apt-get install -y --no-install-recommends ${names.join(' ')}`,
    );
  }
  say(`installing system packages for ${missing}`);
  /** @param {string[]} args */
  const apt = async (args) => {
    const [command, ...rest] = [...prefix, 'env', 'DEBIAN_FRONTEND=noninteractive', 'apt-get', ...args];
    const result = await run(command ?? 'env', rest, { stdio: ['ignore', 'pipe', 'pipe'] });
    if (result.status !== 0) {
      throw new Error(`apt-get ${args[0]} failed:\n${result.stderr.trim() || result.stdout.trim()}`);
    }
  };
  await apt(['update']);
  await apt(['install', '-y', '--no-install-recommends', ...(await releaseNames(packages))]);
}

/**
 * Makes sure that Electron can start here. Does nothing on other systems.
 *
 * @param {{ executable: string }} runtime
 * @param {{ session?: boolean, browser?: boolean }} [options] session: also install what the tests need of a desktop session
 *   (message bus, keyring); browser: also a web browser, for tests that open links outside the program
 */
export async function ensureLinux(runtime, options = {}) {
  if (process.platform !== 'linux') return;
  const headless = !process.env['DISPLAY'] && !process.env['WAYLAND_DISPLAY'];
  const absent = absentNeeds({ ...options, headless }, { program: onPath, library: libraryPresent });
  const ldd = await run('ldd', [runtime.executable], { stdio: ['ignore', 'pipe', 'pipe'] });
  const libraries = missingLibraries(ldd.stdout);
  if (absent.length === 0 && libraries.length === 0) return;
  await install(
    [...(libraries.length > 0 ? LIBRARY_PACKAGES : []), ...absent.map((need) => need.packageName)],
    [...libraries, ...absent.map((need) => need.program ?? need.library ?? need.packageName)],
  );
  const left = missingLibraries((await run('ldd', [runtime.executable], { stdio: ['ignore', 'pipe', 'pipe'] })).stdout);
  if (left.length > 0) throw new Error(`These libraries are still missing: ${left.join(', ')}.`);
}

/** Whether an ordinary user may create user namespaces, which Chromium's sandbox needs. */
async function namespacesAllowed() {
  const answer = await run('unshare', ['--user', '--map-root-user', 'true'], { stdio: 'ignore' }).catch(
    () => undefined,
  );
  return answer?.status === 0;
}

/**
 * Makes sure that Chromium's sandbox works for an ordinary user: with user namespaces, or with the helper
 * program next to Electron, once root owns it. The sandbox is never switched off for an ordinary user.
 *
 * @param {{ dist: string }} runtime
 */
export async function ensureSandbox(runtime) {
  if (process.platform !== 'linux' || process.getuid?.() === 0) return;
  const helper = path.join(runtime.dist, 'chrome-sandbox');
  const owner = existsSync(helper) ? statSync(helper) : undefined;
  if (owner?.uid === 0 && (owner.mode & 0o4755) === 0o4755) return;
  if (await namespacesAllowed()) return;
  const prefix = await rootPrefix();
  if (!prefix) {
    throw new Error(
      'This system does not let an ordinary user make a sandbox. Run this once, then start again:\n' +
        `  sudo chown root:root ${helper} && sudo chmod 4755 ${helper}`,
    );
  }
  say('giving the sandbox helper to root, as this system asks for');
  const [command, ...rest] = [...prefix, 'sh', '-c', 'chown root:root "$1" && chmod 4755 "$1"', 'sh', helper];
  const result = await run(command ?? 'sh', rest);
  if (result.status !== 0) throw new Error(`The sandbox helper could not be given to root: ${helper}`);
}
