import { createHash } from 'node:crypto';

/** 16 to 80 visible ASCII characters. */
export function isKey(key: string): boolean {
  return /^[\x21-\x7e]{16,80}$/.test(key);
}

/** Hash of a key and its scope (SHA-256, hex). Keys themselves are not stored. */
export function keyHash(scope: string, key: string): string {
  return createHash('sha256').update(`${scope}\n${key}`).digest('hex');
}

/** Copy of plain data with sorted field names. */
function ordered(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(ordered);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0))
      .map(([name, field]) => [name, ordered(field)]),
  );
}

/** Hash of a request body (SHA-256, hex), independent of field order. */
export function bodyHash(body: unknown): string {
  return createHash('sha256')
    .update(JSON.stringify(ordered(body)))
    .digest('hex');
}
