import { randomUUID } from 'node:crypto';
import { lstat, open, readdir, rename, rm, type FileHandle } from 'node:fs/promises';
import path from 'node:path';

/** A file that is there whole or not at all: its pieces go to another beside it, which takes its name at the end. */
export interface WholeFile {
  /** Errors: what the system says (no room, no permission), and what the pieces throw. Nothing is left then. */
  write(pieces: AsyncIterable<Uint8Array> | Iterable<Uint8Array>): Promise<void>;
}

/** What a file that was cut off by a crash is called: a name of the program's own making, see below. */
const abandoned = /^\..+\.(?:pdf|csv|xlsx)\.[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12}\.part$/;
/** Longer than any file that is still being written rests between two pieces. */
const ABANDONED_MS = 10 * 60_000;

/**
 * Removes what earlier runs left in a folder. Its age is told by the folder's own clock, which may be another computer's.
 * Nothing depends on it: what cannot be seen or removed stays.
 */
async function clearAbandoned(folder: string, handle: FileHandle): Promise<void> {
  try {
    const now = (await handle.stat()).mtimeMs;
    for (const name of await readdir(folder)) {
      if (!abandoned.test(name)) continue;
      const left = path.join(folder, name);
      const about = await lstat(left);
      if (about.isFile() && now - about.mtimeMs >= ABANDONED_MS) await rm(left, { force: true });
    }
  } catch {
    // The person's own file is what counts.
  }
}

/**
 * @param file where the person wants it; what lies there already stays until the new one is whole
 * @param signal calls it off, also between the last piece and the name
 */
export function wholeFile(file: string, signal: AbortSignal): WholeFile {
  // The name cannot be guessed, and it must not exist: nobody else's file or link is written through.
  const part = path.join(path.dirname(file), `.${path.basename(file)}.${randomUUID()}.part`);
  return {
    async write(pieces): Promise<void> {
      const handle = await open(part, 'wx', 0o600);
      try {
        try {
          await clearAbandoned(path.dirname(file), handle);
          for await (const piece of pieces) {
            signal.throwIfAborted();
            await handle.writeFile(piece);
          }
          await handle.sync();
        } finally {
          await handle.close();
        }
        signal.throwIfAborted();
        await rename(part, file);
      } catch (error) {
        await rm(part, { force: true }).catch(() => undefined);
        throw error;
      }
    },
  };
}
