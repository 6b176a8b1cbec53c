import { createHash, randomBytes } from 'node:crypto';

const TOKEN = /^[A-Za-z0-9_-]{43}$/;

/** A new opaque token: 32 random bytes, base64url. Given out once, never stored. */
export function newToken(): string {
  return randomBytes(32).toString('base64url');
}

/** What is stored of a token (256 random bits need no salt), and of an address with failures: SHA-256, hex. */
export function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}

/** An identifier that says nothing and cannot be guessed. */
export function newId(): string {
  return randomBytes(16).toString('hex');
}

/** The bearer token of an `Authorization` header (RFC 6750); null when there is none of our form. */
export function bearerToken(header: string | undefined): string | null {
  const match = /^Bearer +(\S+) *$/i.exec(header ?? '');
  const token = match?.[1];
  return token !== undefined && TOKEN.test(token) ? token : null;
}
