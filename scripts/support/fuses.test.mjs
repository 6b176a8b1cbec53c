import { FuseV1Options } from '@electron/fuses';
import { describe, expect, it } from 'vitest';
import { FUSES, fuseProblems, fuseState } from './fuses.mjs';

const wanted = Object.fromEntries(Object.keys(FUSES).map((name) => [name, false]));

describe('fuses', () => {
  it('knows every fuse of @electron/fuses at its position', () => {
    const known = Object.values(FuseV1Options).filter((value) => typeof value === 'number');
    expect(Object.values(FUSES).sort()).toEqual(known.sort());
    expect(FUSES.onlyLoadAppFromAsar).toBe(FuseV1Options.OnlyLoadAppFromAsar);
    expect(FUSES.runAsNode).toBe(FuseV1Options.RunAsNode);
    expect(FUSES.enableNodeCliInspectArguments).toBe(FuseV1Options.EnableNodeCliInspectArguments);
  });

  it('decodes a byte of the wire', () => {
    expect([49, 48, 114, undefined].map(fuseState)).toEqual([true, false, undefined, undefined]);
  });

  it('reports fuses that differ, are not listed or have no name', () => {
    expect(fuseProblems(wanted, { 0: 48, 1: 48 })).toEqual([]);
    expect(fuseProblems(wanted, { 0: 49 })).toEqual(['runAsNode is on']);
    expect(fuseProblems({ ...wanted, runAsNode: undefined }, { 0: 48 })).toEqual(['runAsNode is not listed']);
    expect(fuseProblems(wanted, { 9: 48 })).toEqual(['fuse 9 has no name here']);
  });

  it('ignores a fuse that was removed from Electron', () => {
    expect(fuseProblems(wanted, { 0: 114 })).toEqual([]);
  });
});
