import { z } from 'zod';
import { localized } from '../primitives.ts';
import { completionRequest } from './registrations.ts';

/** A made-up subscriber whom the demo mode offers on the sign-in page. */
export const demoSubscriber = z.object({
  key: z.enum(['healthy', 'running-out', 'blocked']),
  name: z.string(),
  email: z.string(),
  password: z.string(),
  situation: localized,
});
export type DemoSubscriber = z.infer<typeof demoSubscriber>;

/** Details with which somebody who registers in the demo completes their registration. */
export const spareContract = completionRequest;
export type SpareContract = z.infer<typeof spareContract>;

/** `GET /v1/demo/subscribers`: only where the service runs on demo data; otherwise `not-found`. */
export const demoSubscribers = z.object({
  subscribers: z.array(demoSubscriber),
  /** A made-up contract that no account has yet; null when all are taken. */
  spareContract: spareContract.nullable().default(null),
});
export type DemoSubscribers = z.infer<typeof demoSubscribers>;
