import type { ErrorCode } from '#protocol/errors/catalogue.ts';

export type StorageFailureCode = Extract<ErrorCode, 'database-newer' | 'database-damaged' | 'storage-full'>;

/** The database cannot be used; `code` says why in a way that people have words for. */
export class StorageFailure extends Error {
  readonly code: StorageFailureCode;
  constructor(code: StorageFailureCode, message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'StorageFailure';
    this.code = code;
  }
}

// SQLite result codes (names), PostgreSQL SQLSTATEs and system error names that mean the same to a person.
// SQLITE_IOERR_SHMSIZE: no room for the index of the log, the first thing that a full disk refuses.
const full = new Set(['SQLITE_FULL', 'SQLITE_IOERR_SHMSIZE', 'ENOSPC', 'EDQUOT', '53100']);
const damaged = new Set(['SQLITE_NOTADB', 'SQLITE_CORRUPT', 'XX001', 'XX002']);

/** What an error of the database means to a person, or null when it is none of storage. Looks through causes. */
export function storageFailureCode(error: unknown): StorageFailureCode | null {
  for (let current = error; current instanceof Error; current = current.cause) {
    if (current instanceof StorageFailure) return current.code;
    const code = 'code' in current && typeof current.code === 'string' ? current.code : '';
    if (full.has(code)) return 'storage-full';
    // SQLite's extended codes: SQLITE_CORRUPT_INDEX, SQLITE_IOERR_WRITE on a full disk stays an input/output error.
    if (damaged.has(code) || code.startsWith('SQLITE_CORRUPT')) return 'database-damaged';
  }
  return null;
}

/** Rethrows an error of storage as a `StorageFailure`, any other as it is. */
export function rethrowStorage(error: unknown): never {
  const code = storageFailureCode(error);
  if (code === null || error instanceof StorageFailure) throw error;
  throw new StorageFailure(code, `The database cannot be used: ${code}.`, { cause: error });
}

/** True when a unique key refused the row (both dialects). */
export function isUniqueViolation(error: unknown): boolean {
  if (!(error instanceof Error) || !('code' in error)) return false;
  return (
    error.code === '23505' || error.code === 'SQLITE_CONSTRAINT_UNIQUE' || error.code === 'SQLITE_CONSTRAINT_PRIMARYKEY'
  );
}
