import { createHash } from 'node:crypto';

/** 16 to 80 visible ASCII characters. */
export function isKey(key: string): boolean {
  return /^[\x21-\x7e]{16,80}$/.test(key);
}

/** The hash of a key within its scope (SHA-256, hex); keys themselves are not stored. */
export function keyHash(scope: string, key: string): string {
  return createHash('sha256').update(`${scope}\n${key}`).digest('hex');
}

/** Plain data with the names of its fields in one order, whatever order they came in. */
function ordered(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(ordered);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0))
      .map(([name, field]) => [name, ordered(field)]),
  );
}

/** The hash of what was asked (SHA-256, hex): the same whatever the order of its fields. */
export function bodyHash(body: unknown): string {
  return createHash('sha256')
    .update(JSON.stringify(ordered(body)))
    .digest('hex');
}
