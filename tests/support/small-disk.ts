import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { isRoot } from './paths.ts';

const run = promisify(execFile);

/** A folder on a file system of its own that holds so many bytes and no more. */
export interface SmallDisk {
  readonly folder: string;
  /** Takes the room that is left, so that the next write meets ENOSPC. */
  fill(): Promise<void>;
  /** Gives that room back. */
  free(): Promise<void>;
  remove(): Promise<void>;
}

/** Mounting needs the super-user; anybody else is asked for it without a question on the screen. */
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
      // Pieces down to one byte: a file system refuses a piece that does not fit whole.
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
