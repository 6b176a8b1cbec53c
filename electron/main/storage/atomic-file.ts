import { closeSync, fsyncSync, mkdirSync, openSync, readFileSync, renameSync, rmSync, writeSync } from 'node:fs';
import path from 'node:path';
import type { ErrorCode } from '#protocol/errors/catalogue.ts';

/** Thrown when the disk has no room (or the quota none). The program goes on without the file. */
export class DiskFullError extends Error {
  override readonly name = 'DiskFullError';
  /** The error of the system as one of these; null: it is another one. */
  static from(error: unknown): DiskFullError | null {
    if (error instanceof DiskFullError) return error;
    return full.has(errorCodeOf(error) ?? '') ? new DiskFullError('disk full', { cause: error }) : null;
  }
}

/** Thrown when the folder or the file may not be written. The program goes on without the file. */
export class FolderUnwritableError extends Error {
  override readonly name = 'FolderUnwritableError';
  /** The error of the system as one of these; null: it is another one. */
  static from(error: unknown): FolderUnwritableError | null {
    if (error instanceof FolderUnwritableError) return error;
    return unwritable.has(errorCodeOf(error) ?? '')
      ? new FolderUnwritableError('not writable', { cause: error })
      : null;
  }
}

const full = new Set(['ENOSPC', 'EDQUOT', 'EFBIG']);
const unwritable = new Set(['EACCES', 'EPERM', 'EROFS', 'ENOTDIR', 'EISDIR', 'EEXIST', 'EBUSY']);

/** The error of the system as DiskFullError or FolderUnwritableError where it is one of these. */
export function asStorageError(error: unknown): unknown {
  return DiskFullError.from(error) ?? FolderUnwritableError.from(error) ?? error;
}

/** What the person is told of an error of writing; null: nothing that has a name. */
export function storageErrorCode(error: unknown): ErrorCode | null {
  if (DiskFullError.from(error) !== null) return 'profile-folder-full';
  return FolderUnwritableError.from(error) === null ? null : 'profile-folder-unwritable';
}

function errorCodeOf(error: unknown): string | null {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : null;
}

/**
 * Replaces a file so that after a crash at any moment either the old or the new content is there, whole:
 * temporary file, fsync, rename, fsync of the folder. Synchronous: the files are a few kilobytes.
 *
 * Errors: DiskFullError, FolderUnwritableError, and whatever else the system says.
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
    throw asStorageError(error);
  }
}

/** The rename itself is durable only once the folder is; Windows has no such handle and needs none. */
export function syncFolder(folder: string): void {
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
