import { describe, expect, it } from 'vitest';
import { sameInstall } from './packages.mjs';

const locked = { version: '1.0.0', integrity: 'sha512-a' };

describe('what is installed', () => {
  it('is as locked when versions and checksums agree', () => {
    const wanted = { packages: { '': { version: '9.9.9' }, 'node_modules/a': locked } };
    expect(sameInstall(wanted, { packages: { 'node_modules/a': locked, 'node_modules/other': locked } })).toBe(true);
  });

  it('differs by version, checksum or absence', () => {
    const wanted = { packages: { 'node_modules/a': locked } };
    expect(sameInstall(wanted, { packages: { 'node_modules/a': { ...locked, version: '1.0.1' } } })).toBe(false);
    expect(sameInstall(wanted, { packages: { 'node_modules/a': { ...locked, integrity: 'sha512-b' } } })).toBe(false);
    expect(sameInstall(wanted, {})).toBe(false);
  });

  it('may lack what is made for another system', () => {
    expect(sameInstall({ packages: { 'node_modules/a': { ...locked, optional: true } } }, {})).toBe(true);
  });
});
