import { z } from 'zod';
import { operation } from '../operation.ts';

/** State of the service. `ok`: migrated, seeded when asked to, billing caught up, not stopping. */
export const healthStatus = z.object({ status: z.enum(['ok', 'starting', 'stopping']), version: z.string() });
export type Health = z.infer<typeof healthStatus>;

const usual = { method: 'GET', tag: 'health', errors: [], auth: 'none', changes: [] } as const;

/** Health checks: exempt from rate limits, answered also while the service starts and stops. */
export const health = {
  live: operation({
    ...usual,
    id: 'health.live',
    path: '/health/live',
    summary: 'The process answers.',
    answers: { 200: healthStatus },
    send: 'repeat',
  }),
  ready: operation({
    ...usual,
    id: 'health.ready',
    path: '/health/ready',
    summary: 'The service is ready to work.',
    answers: { 200: healthStatus, 503: healthStatus },
    send: 'once',
    timeoutMs: 1_500,
  }),
};
