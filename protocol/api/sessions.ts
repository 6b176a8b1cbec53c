import { z } from 'zod';
import { computer, contractNumber, instant } from '../primitives.ts';

/** What a device calls itself in the list of signed-in devices. */
export const device = z.object({
  name: z.string().min(1).max(80),
  platform: z.enum(['windows', 'macos', 'linux']),
});

/** `POST /v1/sessions`. The password is passed once and never stored by the program. */
export const signInRequest = z.object({
  email: z.string().trim().min(3).max(254),
  /** Longer than a password may be: composed (NFC) it can get shorter, and its length is judged then. */
  password: z.string().min(1).max(1024),
  computer,
  device,
});
export type SignInRequest = z.infer<typeof signInRequest>;

/** Opaque tokens: 32 random bytes, base64url. Stored hashed at the service. */
export const token = z.string().regex(/^[A-Za-z0-9_-]{43}$/);

/**
 * The signed-in person and the contracts that they may see. `email` is null where a social account gave none;
 * `name` is null until the registration is completed with a contract (or a social account gave one).
 */
export const account = z.object({
  id: z.string(),
  email: z.string().nullable(),
  name: z.string().nullable(),
  contracts: z.array(z.object({ number: contractNumber, label: z.string().nullable() })),
});
export type Account = z.infer<typeof account>;

/** Answer to a sign-in and to a refresh. `idleMs` is set on somebody else's computer only. */
export const tokenGrant = z.object({
  accessToken: token,
  accessExpiresAt: instant,
  refreshToken: token,
  session: z.object({
    id: z.string(),
    computer,
    /** No refresh prolongs the session beyond this. */
    expiresAt: instant,
    idleMs: z.int().positive().nullable(),
  }),
  account,
});
export type TokenGrant = z.infer<typeof tokenGrant>;

/** `POST /v1/sessions/refresh`. Each refresh token is good for one refresh (rotation, OAuth 2.0 Security BCP, 4.14). */
export const refreshRequest = z.object({ refreshToken: token });
export type RefreshRequest = z.infer<typeof refreshRequest>;

/**
 * Answer to a right password where the account asks for a second step (202 instead of 201). The challenge is good
 * for one sign-in, for a few minutes and a few tries, and for nothing else.
 */
export const twoStepChallenge = z.object({ twoStep: z.object({ challenge: token, expiresInMs: z.int().positive() }) });
export type TwoStepChallenge = z.infer<typeof twoStepChallenge>;

/** Answer to every way of signing in: 201 a grant, or 202 the question for the second step. */
export const signInAnswer = z.union([tokenGrant, twoStepChallenge]);
export type SignInAnswer = z.infer<typeof signInAnswer>;

/**
 * `POST /v1/sessions/two-step`: 201 `tokenGrant`. `code`: six digits of the authenticator app (TOTP, RFC 6238), or a
 * recovery code, blanks, hyphens and case as the person likes.
 * Errors: `two-step-failed` (with `triesLeft`), `two-step-expired`.
 */
export const twoStepSignInRequest = z.object({ challenge: token, code: z.string().trim().min(6).max(24) });
export type TwoStepSignInRequest = z.infer<typeof twoStepSignInRequest>;

/**
 * `POST /v1/sessions/current/unlock`: 204 when the password is the account's. It opens the lock of the program on
 * one's own computer; it gives no token. Errors: `password-wrong`, `password-throttled`, `password-missing`.
 */
export const unlockRequest = z.object({ password: z.string().min(1).max(1024) });

/** A device on which the account is signed in. */
export const signedInDevice = z.object({
  id: z.string(),
  device,
  computer,
  signedInAt: instant,
  lastUsedAt: instant,
  expiresAt: instant,
  /** True for the session of the request. */
  current: z.boolean(),
});
export type SignedInDevice = z.infer<typeof signedInDevice>;
/** The signed-in devices: the one of the request first, then by last use, newest first. */
export const signedInDevices = z.object({ devices: z.array(signedInDevice) });
export type SignedInDevices = z.infer<typeof signedInDevices>;
