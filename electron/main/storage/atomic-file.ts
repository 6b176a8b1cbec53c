import { closeSync, fsyncSync, mkdirSync, openSync, readFileSync, renameSync, rmSync, writeSync } from 'node:fs';
import path from 'node:path';

/** Thrown when the disk has no room (or the quota none). The program goes on without the file. */
export class DiskFullError extends Error {
  override readonly name = 'DiskFullError';
}

const full = new Set(['ENOSPC', 'EDQUOT', 'EFBIG']);

function errorCodeOf(error: unknown): string | null {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : null;
}

/**
 * Replaces a file so that after a crash at any moment either the old or the new content is there, whole:
 * temporary file, fsync, rename, fsync of the folder. Synchronous on purpose: the token files must be on disk before
 * the next step, and they are a few kilobytes.
 *
 * Errors: DiskFullError, and whatever else the system says.
 */
export function writeFileAtomically(file: string, content: string | Uint8Array): void {
  const temporary = `${file}.${process.pid}.tmp`;
  const data = typeof content === 'string' ? Buffer.from(content) : content;
  try {
    mkdirSync(path.dirname(file), { recursive: true });
    const handle = openSync(temporary, 'w', 0o600);
    try {
      let written = 0;
      while (written < data.length) written += writeSync(handle, data, written);
      fsyncSync(handle);
    } finally {
      closeSync(handle);
    }
    renameSync(temporary, file);
    syncFolder(path.dirname(file));
  } catch (error) {
    removeFile(temporary);
    throw full.has(errorCodeOf(error) ?? '') ? new DiskFullError('disk full', { cause: error }) : error;
  }
}

/** The rename itself is durable only once the folder is; Windows has no such handle and needs none. */
function syncFolder(folder: string): void {
  if (process.platform === 'win32') return;
  const handle = openSync(folder, 'r');
  try {
    fsyncSync(handle);
  } finally {
    closeSync(handle);
  }
}

/** The content, or null when there is no such file. */
export function readFileIfThere(file: string): Buffer | null {
  try {
    return readFileSync(file);
  } catch (error) {
    if (errorCodeOf(error) === 'ENOENT') return null;
    throw error;
  }
}

/** Removes a file; none there is fine, and so is a folder that forbids it. */
export function removeFile(file: string): void {
  try {
    rmSync(file, { force: true });
  } catch {
    // The caller's business goes on without it; a file that stays is met again, and judged, at the next start.
  }
}

/** Moves a damaged file out of the way, kept for whoever wants to look at it. Returns whether it went. */
export function setAside(file: string): boolean {
  try {
    renameSync(file, `${file}.damaged`);
    return true;
  } catch {
    return false;
  }
}
