import { z } from 'zod';

/** `GET /health/live` and `GET /health/ready`. Ready means: migrated, seeded when asked to, billing caught up. */
export const health = z.object({ status: z.enum(['ok', 'starting', 'stopping']), version: z.string() });
export type Health = z.infer<typeof health>;
