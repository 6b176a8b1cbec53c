import { z } from 'zod';
import { declineReason, paymentMethod, paymentStatus } from '../api/payments.ts';
import { event } from '../event.ts';
import { contractNumber, day, kopecks } from '../primitives.ts';

const usual = { audience: 'account', changes: ['overview', 'money'], screen: 'top-up' } as const;

/** Payments and autopay, for the account that pays. */
export const paymentEvents = [
  event({
    ...usual,
    type: 'payment-changed',
    data: {
      /** Null: a contract of somebody else. */
      contractNumber: contractNumber.nullable(),
      paymentId: z.string(),
      origin: z.enum(['online', 'sms', 'autopay']),
      method: paymentMethod,
      status: paymentStatus,
      declineReason: declineReason.nullable(),
      /** It was credited, and refunded since. */
      refunded: z.boolean().default(false),
      amountKopecks: kopecks,
    },
    notification: 'payment',
  }),
  event({
    ...usual,
    type: 'autopay-announced',
    data: { on: day, amountKopecks: kopecks, cardMask: z.string() },
    notification: 'autopay',
  }),
] as const;
