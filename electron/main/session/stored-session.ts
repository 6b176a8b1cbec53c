import { z } from 'zod';
import { account } from '#protocol/api/sessions.ts';
import { instant } from '#protocol/primitives.ts';

const common = {
  id: z.string(),
  /** The service it belongs to: `embedded`, or an origin. A token is never shown to another service. */
  service: z.string(),
  expiresAt: instant,
  account,
  refreshToken: z.string(),
  accessToken: z.string(),
  /** The last operator event that was reported to the person. */
  lastEventId: z.string().regex(/^\d+$/).nullable(),
};

const version2 = z.object({
  version: z.literal(2),
  ...common,
  /** Whether the account has a password to unlock with; null: not known yet. */
  hasPassword: z.boolean().nullable(),
  /**
   * The next start begins locked. It stands here, sealed, and not in the plain settings alone: whoever can open the
   * program can also open a text file.
   */
  lockAtStart: z.boolean(),
});
export type StoredSession = z.infer<typeof version2>;

/** Before there was a lock. The only way in was a password. */
const version1 = z
  .object({ version: z.literal(1), ...common })
  .transform((old): StoredSession => ({ ...old, version: 2, hasPassword: true, lockAtStart: false }));

/** A session as it is kept on the person's own computer. The refresh token is the one to present next. */
export const storedSession = z.union([version2, version1]);

/** Sessions that were signed out here and are still to be ended at the service. */
export const pendingSignOuts = z.array(
  z.object({ service: z.string(), refreshToken: z.string(), accessToken: z.string() }),
);
export type PendingSignOut = z.infer<typeof pendingSignOuts>[number];
