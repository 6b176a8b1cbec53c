import { mkdirSync, mkdtempSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { sourceFiles, sourceHash } from './source-hash.mjs';

let root = '';
beforeEach(() => {
  root = mkdtempSync(path.join(os.tmpdir(), 'source-hash-'));
  mkdirSync(path.join(root, 'src', 'app'), { recursive: true });
  writeFileSync(path.join(root, 'src', 'app', 'a.ts'), 'a');
  writeFileSync(path.join(root, 'package.json'), '{}');
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

const places = ['src', 'package.json', 'not-there'];

describe('source hash', () => {
  it('leaves out tests and missing paths', () => {
    writeFileSync(path.join(root, 'src', 'a.test.ts'), 'test');
    expect(sourceFiles(root, places)).toEqual(['package.json', 'src/app/a.ts']);
  });

  it('changes with contents and names, not with time stamps', () => {
    const before = sourceHash(root, places);
    utimesSync(path.join(root, 'package.json'), 1, 1);
    expect(sourceHash(root, places)).toBe(before);
    writeFileSync(path.join(root, 'src', 'app', 'a.ts'), 'b');
    const edited = sourceHash(root, places);
    expect(edited).not.toBe(before);
    writeFileSync(path.join(root, 'src', 'b.ts'), '');
    expect(sourceHash(root, places)).not.toBe(edited);
  });
});
