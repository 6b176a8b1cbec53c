import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { withLock } from './lock.mjs';
import { runPool } from './pool.mjs';

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(path.join(os.tmpdir(), 'lock-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

describe('lock', () => {
  it('runs one function at a time', async () => {
    let inside = 0;
    let most = 0;
    const job = () =>
      withLock(
        'build',
        async () => {
          inside += 1;
          most = Math.max(most, inside);
          await new Promise((done) => setImmediate(done));
          inside -= 1;
        },
        folder,
      );
    await Promise.all([job(), job(), job()]);
    expect(most).toBe(1);
  });

  it('is released after a failure and taken over from a process that has ended', async () => {
    // Higher than any real process id.
    writeFileSync(path.join(folder, 'build.lock'), '99999999');
    await expect(withLock('build', () => Promise.reject(new Error('broken')), folder)).rejects.toThrow('broken');
    expect(existsSync(path.join(folder, 'build.lock'))).toBe(false);
  });
});

describe('pool', () => {
  it('keeps the order of the results and the limit', async () => {
    let running = 0;
    let most = 0;
    const jobs = [3, 1, 2, 0].map((value) => async () => {
      running += 1;
      most = Math.max(most, running);
      await new Promise((done) => setImmediate(done));
      running -= 1;
      return value;
    });
    expect(await runPool(jobs, 2)).toEqual([3, 1, 2, 0]);
    expect(most).toBe(2);
  });
});
