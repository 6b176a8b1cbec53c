import { describe, expect, it } from 'vitest';
import { displayMissing } from './display.mjs';
import { hasTestRuntime, testRuntimeFolder } from './electron-runtime.mjs';
import { absentNeeds, missingLibraries } from './linux-libraries.mjs';
import { cacheRoot } from './support/paths.mjs';

describe('Electron runtime', () => {
  it('offers the registry runtime only on linux-x64', () => {
    expect(hasTestRuntime('linux', 'x64')).toBe(true);
    expect(hasTestRuntime('linux', 'arm64')).toBe(false);
    expect(hasTestRuntime('win32', 'x64')).toBe(false);
  });

  it('is cached under its version and checksum', () => {
    const root = cacheRoot({ XDG_CACHE_HOME: '/cache' });
    expect(testRuntimeFolder(root)).toMatch(/electron-runtime.33\.2\.1-[0-9a-f]{12}$/);
    expect(testRuntimeFolder(root).startsWith(root)).toBe(true);
  });
});

describe('Linux', () => {
  it('reads missing libraries from the linker', () => {
    const ldd = [
      '\tlinux-vdso.so.1 (0x1)',
      '\tlibnss3.so => not found',
      '\tlibc.so.6 => /lib/libc.so.6 (0x2)',
      '\tlibgbm.so.1 => not found',
    ];
    expect(missingLibraries(ldd.join('\n'))).toEqual(['libnss3.so', 'libgbm.so.1']);
    expect(missingLibraries('\tstatically linked')).toEqual([]);
  });

  it('installs only what is requested and missing, and a browser only for tests', () => {
    const nothing = { program: () => false, library: () => false };
    /** @param {Parameters<typeof absentNeeds>} args */
    const names = (...args) => absentNeeds(...args).map((need) => need.packageName);
    expect(names({ headless: false }, nothing)).toEqual([]);
    expect(names({ headless: true }, nothing)).toEqual(['xvfb', 'xauth']);
    expect(names({ headless: false, session: true }, nothing)).not.toContain('chromium');
    expect(names({ headless: false, browser: true }, nothing)).toEqual(['chromium']);
    const chrome = { program: (/** @type {string} */ name) => name === 'google-chrome', library: () => false };
    expect(names({ headless: false, browser: true }, chrome)).toEqual([]);
    expect(names({ headless: false, session: true }, { ...nothing, program: () => true })).toEqual([
      'libsecret-1-0',
      'libnotify4',
    ]);
  });

  it('needs a virtual display only without X and Wayland', () => {
    expect(displayMissing({}, 'linux')).toBe(true);
    expect(displayMissing({ DISPLAY: ':1' }, 'linux')).toBe(false);
    expect(displayMissing({ WAYLAND_DISPLAY: 'wayland-0' }, 'linux')).toBe(false);
    expect(displayMissing({}, 'darwin')).toBe(false);
  });
});
