import { z } from 'zod';
import { operation } from '../operation.ts';
import { localized } from '../primitives.ts';
import { completionRequest } from './registrations.ts';

/** A fictional subscriber that demo mode offers on the sign-in page. */
export const demoSubscriber = z.object({
  key: z.enum(['healthy', 'running-out', 'blocked']),
  name: z.string(),
  email: z.string(),
  password: z.string(),
  situation: localized,
});
export type DemoSubscriber = z.infer<typeof demoSubscriber>;

/** Contract details for completing a registration in demo mode. */
export const spareContract = completionRequest;
export type SpareContract = z.infer<typeof spareContract>;

/** The demo subscribers, and a free contract. */
export const demoSubscribers = z.object({
  subscribers: z.array(demoSubscriber),
  /** A fictional contract that no account has linked yet; null when all are linked. */
  spareContract: spareContract.nullable().default(null),
});
export type DemoSubscribers = z.infer<typeof demoSubscribers>;

/** Demo mode. */
export const demo = {
  subscribers: operation({
    id: 'demo.subscribers',
    method: 'GET',
    path: '/v1/demo/subscribers',
    tag: 'demo',
    summary: 'The demo subscribers; only where the service runs on demo data.',
    answers: { 200: demoSubscribers },
    errors: ['not-found'],
    auth: 'none',
    send: 'repeat',
    changes: [],
    exposed: true,
  }),
};
