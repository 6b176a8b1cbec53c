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
  password: z.string().min(1).max(128),
  computer,
  device,
});
export type SignInRequest = z.infer<typeof signInRequest>;

/** Opaque bearer tokens: 32 random bytes, base64url. Stored hashed at the service. */
const token = z.string().regex(/^[A-Za-z0-9_-]{43}$/);

/** The signed-in person and the contracts that they may see. */
export const account = z.object({
  id: z.string(),
  email: z.string(),
  name: z.string(),
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
