import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { isRoot } from './paths.ts';

const run = promisify(execFile);

/** A folder on a separate file system of limited size. */
export interface SmallDisk {
  readonly folder: string;
  /** Fills the free space, so that the next write fails with ENOSPC. */
  fill(): Promise<void>;
  /** Frees that space again. */
  free(): Promise<void>;
  remove(): Promise<void>;
}

/** Mounting needs root; other users need `sudo` without a prompt. */
async function asRoot(program: string, args: readonly string[]): Promise<void> {
  await (isRoot ? run(program, [...args]) : run('sudo', ['--non-interactive', program, ...args]));
}

export async function makeSmallDisk(bytes: number): Promise<SmallDisk> {
  const folder = await mkdtemp(path.join(os.tmpdir(), 'cabinet-disk-'));
  await asRoot('mount', ['-t', 'tmpfs', '-o', `size=${bytes},mode=1777`, 'tmpfs', folder]);
  const ballast = path.join(folder, 'ballast');
  return {
    folder,
    fill: async () => {
      // Down to single bytes, because a write that does not fit completely is refused.
      for (let size = bytes; size >= 1; size = Math.floor(size / 2)) {
        for (;;) {
          try {
            await writeFile(ballast, Buffer.alloc(size), { flag: 'a' });
          } catch {
            break;
          }
        }
      }
    },
    free: () => rm(ballast, { force: true }),
    remove: async () => {
      await asRoot('umount', ['--lazy', folder]);
      await rm(folder, { recursive: true, force: true });
    },
  };
}
