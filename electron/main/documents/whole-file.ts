import { randomUUID } from 'node:crypto';
import { open, rename, rm } from 'node:fs/promises';
import path from 'node:path';

/** A file that is there whole or not at all: its pieces go to another beside it, which takes its name at the end. */
export interface WholeFile {
  /** Errors: what the system says (no room, no permission), and what the pieces throw. Nothing is left then. */
  write(pieces: AsyncIterable<Uint8Array> | Iterable<Uint8Array>): Promise<void>;
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
