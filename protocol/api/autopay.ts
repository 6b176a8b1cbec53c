import { z } from 'zod';
import { operation } from '../operation.ts';
import { contractNumber, day, kopecks } from '../primitives.ts';
import { declineReason } from './payments.ts';

/**
 * When autopay pays and how much. `threshold`: when the balance would fall below a sum. `day`: on a day of each month, the
 * last one in months that are shorter. Never more than the ceiling in a calendar month.
 */
export const autopayPlan = z.object({
  when: z.discriminatedUnion('kind', [
    z.object({ kind: z.literal('threshold'), belowKopecks: kopecks }),
    z.object({ kind: z.literal('day'), dayOfMonth: z.int().min(1).max(31) }),
  ]),
  amountKopecks: kopecks,
  monthlyCeilingKopecks: kopecks,
  linkedCardId: z.string().max(80),
});
export type AutopayPlan = z.infer<typeof autopayPlan>;

/** Autopay of a contract. */
export const autopayStatus = z.object({
  /** Null: autopay is off. */
  plan: autopayPlan.nullable(),
  /** Amount that lasts to the end of next month. */
  recommendedKopecks: kopecks,
  /** The next payment as far as it is known; `announced`: the notice was sent, it is due tomorrow. */
  next: z.object({ on: day, amountKopecks: kopecks, announced: z.boolean() }).nullable(),
  paidThisMonthKopecks: kopecks,
  /** The last attempt, when it failed; null: it succeeded, or there was none. */
  failed: z.object({ on: day, declineReason }).nullable(),
});
export type Autopay = z.infer<typeof autopayStatus>;

const usual = {
  path: '/v1/contracts/:contractNumber/autopay',
  tag: 'autopay',
  params: z.object({ contractNumber }),
  answers: { 200: autopayStatus },
  auth: 'session',
  // Setting the same plan twice has the effect of setting it once.
  send: 'repeat',
  exposed: true,
} as const;

/** Autopay of a contract, by a linked card. */
export const autopay = {
  read: operation({
    ...usual,
    id: 'autopay.read',
    method: 'GET',
    summary: 'What autopay of the contract does, what it does next, and how its last try went.',
    errors: ['input-invalid', 'contract-not-found'],
    changes: [],
  }),
  set: operation({
    ...usual,
    id: 'autopay.set',
    method: 'PUT',
    summary: 'Set what autopay is to do, by a linked card of the account.',
    body: autopayPlan,
    errors: [
      'input-invalid',
      'contract-not-found',
      'contract-closed',
      'amount-invalid',
      'card-not-found',
      'storage-full',
    ],
    changes: ['overview', 'money'],
  }),
  stop: operation({
    ...usual,
    id: 'autopay.stop',
    method: 'DELETE',
    summary: 'Switch autopay off.',
    errors: ['input-invalid', 'contract-not-found', 'storage-full'],
    changes: ['overview', 'money'],
  }),
};
