import { describe, expect, it } from 'vitest';
import { sameInstall } from './packages.mjs';

const locked = { version: '1.0.0', integrity: 'sha512-a' };

describe('installed packages', () => {
  it('match the lock file when versions and checksums agree', () => {
    const wanted = { packages: { '': { version: '9.9.9' }, 'node_modules/a': locked } };
    expect(sameInstall(wanted, { packages: { 'node_modules/a': locked, 'node_modules/other': locked } })).toBe(true);
  });

  it('differ by version, by checksum or by a missing package', () => {
    const wanted = { packages: { 'node_modules/a': locked } };
    expect(sameInstall(wanted, { packages: { 'node_modules/a': { ...locked, version: '1.0.1' } } })).toBe(false);
    expect(sameInstall(wanted, { packages: { 'node_modules/a': { ...locked, integrity: 'sha512-b' } } })).toBe(false);
    expect(sameInstall(wanted, {})).toBe(false);
  });

  it('may lack packages for other systems', () => {
    expect(sameInstall({ packages: { 'node_modules/a': { ...locked, optional: true } } }, {})).toBe(true);
  });
});
