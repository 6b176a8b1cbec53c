const secretName = /token|password|authorization|cookie|secret|credential|email/i;
/** Opaque tokens are 43 base64url characters; card numbers 12 to 19 digits. */
const secretText = /[A-Za-z0-9_-]{43,}|\b\d{12,19}\b|\bBearer\s+\S+|[^\s@"']+@[^\s@"']+\.[^\s@"']+/g;
const hidden = '[hidden]';

/**
 * A copy of what is about to be logged without tokens, passwords, card numbers and addresses: by the names of fields
 * and by the look of texts. Errors keep name, code, message and stack.
 */
export function redact(value: unknown, depth = 0): unknown {
  if (typeof value === 'string') return value.replace(secretText, hidden);
  if (typeof value !== 'object' || value === null) return value;
  if (depth > 4) return '[deep]';
  if (value instanceof Error) {
    const code = 'code' in value && typeof value.code === 'string' ? { code: value.code } : {};
    return redact({ name: value.name, message: value.message, stack: value.stack, ...code }, depth + 1);
  }
  if (Array.isArray(value)) return value.map((item) => redact(item, depth + 1));
  return Object.fromEntries(
    Object.entries(value).map(([name, item]) => [name, secretName.test(name) ? hidden : redact(item, depth + 1)]),
  );
}
