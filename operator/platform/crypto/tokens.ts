import { createHash, randomBytes } from 'node:crypto';

const TOKEN = /^[A-Za-z0-9_-]{43}$/;

/** Creates an opaque token: 32 random bytes, base64url. Only its hash is stored. */
export function newToken(): string {
  return randomBytes(32).toString('base64url');
}

/**
 * SHA-256 of a text, hex. Stored instead of tokens (256 random bits need no salt) and of e-mail addresses with
 * failures.
 */
export function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}

/** Creates a random identifier that carries no information. */
export function newId(): string {
  return randomBytes(16).toString('hex');
}

/** Reads the bearer token from an `Authorization` header (RFC 6750); null when there is none of the expected format. */
export function bearerToken(header: string | undefined): string | null {
  const match = /^Bearer +(\S+) *$/i.exec(header ?? '');
  const token = match?.[1];
  return token !== undefined && TOKEN.test(token) ? token : null;
}
