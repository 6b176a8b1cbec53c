import type { ErrorCode } from '#protocol/errors/catalogue.ts';

export type StorageFailureCode = Extract<ErrorCode, 'database-newer' | 'database-damaged' | 'storage-full'>;

/** The database cannot be used. `code` is a user-facing error code. */
export class StorageFailure extends Error {
  readonly code: StorageFailureCode;
  constructor(code: StorageFailureCode, message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'StorageFailure';
    this.code = code;
  }
}

// SQLite result code names, PostgreSQL SQLSTATEs and system error names grouped by user-facing meaning.
// SQLITE_IOERR_SHMSIZE: no space for the WAL index, the first thing that fails on a full disk.
const full = new Set(['SQLITE_FULL', 'SQLITE_IOERR_SHMSIZE', 'ENOSPC', 'EDQUOT', '53100']);
const damaged = new Set(['SQLITE_NOTADB', 'SQLITE_CORRUPT', 'XX001', 'XX002']);

/** Maps a database error to a user-facing code; null when it is not a storage error. Follows the chain of causes. */
export function storageFailureCode(error: unknown): StorageFailureCode | null {
  for (let current = error; current instanceof Error; current = current.cause) {
    if (current instanceof StorageFailure) return current.code;
    const code = 'code' in current && typeof current.code === 'string' ? current.code : '';
    if (full.has(code)) return 'storage-full';
    // Covers extended codes such as SQLITE_CORRUPT_INDEX. SQLITE_IOERR_WRITE is not mapped: it stays an input/output
    // error.
    if (damaged.has(code) || code.startsWith('SQLITE_CORRUPT')) return 'database-damaged';
  }
  return null;
}

/** Rethrows a storage error as `StorageFailure`, any other error unchanged. */
export function rethrowStorage(error: unknown): never {
  const code = storageFailureCode(error);
  if (code === null || error instanceof StorageFailure) throw error;
  throw new StorageFailure(code, `The database cannot be used: ${code}.`, { cause: error });
}

/** True for a unique constraint violation (both dialects). */
export function isUniqueViolation(error: unknown): boolean {
  if (!(error instanceof Error) || !('code' in error)) return false;
  return (
    error.code === '23505' || error.code === 'SQLITE_CONSTRAINT_UNIQUE' || error.code === 'SQLITE_CONSTRAINT_PRIMARYKEY'
  );
}
