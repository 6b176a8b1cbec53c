import { z } from 'zod';
import { localized } from '../primitives.ts';

/** A made-up subscriber whom the demo mode offers on the sign-in page. */
export const demoSubscriber = z.object({
  key: z.enum(['healthy', 'running-out', 'blocked']),
  name: z.string(),
  email: z.string(),
  password: z.string(),
  situation: localized,
});
export type DemoSubscriber = z.infer<typeof demoSubscriber>;

/** `GET /v1/demo/subscribers`: only where the service runs on demo data; otherwise `not-found`. */
export const demoSubscribers = z.object({ subscribers: z.array(demoSubscriber) });
export type DemoSubscribers = z.infer<typeof demoSubscribers>;
