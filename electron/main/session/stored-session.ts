import { z } from 'zod';
import { account } from '#protocol/http/sessions.ts';
import { instant } from '#protocol/primitives.ts';

/** A session as it is kept on the person's own computer. The refresh token is the one to present next. */
export const storedSession = z.object({
  version: z.literal(1),
  id: z.string(),
  /** The service it belongs to: `embedded`, or an origin. A token is never shown to another service. */
  service: z.string(),
  expiresAt: instant,
  account,
  refreshToken: z.string(),
  accessToken: z.string(),
  /** The last operator event that was reported to the person. */
  lastEventId: z.string().regex(/^\d+$/).nullable(),
});
export type StoredSession = z.infer<typeof storedSession>;

/** Sessions that were signed out here and are still to be ended at the service. */
export const pendingSignOuts = z.array(
  z.object({ service: z.string(), refreshToken: z.string(), accessToken: z.string() }),
);
export type PendingSignOut = z.infer<typeof pendingSignOuts>[number];
