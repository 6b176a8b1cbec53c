import { z } from 'zod';
import { operation } from '../operation.ts';
import { contractNumber, day, instant, kopecks } from '../primitives.ts';
import { reason } from '../reasons.ts';
import { forecastPoint } from './overview.ts';

/** Whether a promised payment can be taken now, and its terms. */
export const promiseTerms = z.object({
  /** The promised payment that is running; null: none. */
  running: z.object({ amountKopecks: kopecks, dueOn: day, takenAt: instant }).nullable(),
  /** What can be taken now; null: `reasons` say why not. */
  offer: z
    .object({
      amountKopecks: kopecks,
      feeKopecks: kopecks,
      /** At 00:00 of this day (operator's time) the unpaid rest is charged back. */
      dueOn: day,
      /** Last day of reception with it, unless more is paid meanwhile. */
      lastDay: day,
      /** What has to be paid by then for reception to continue. */
      toPayKopecks: kopecks,
      points: z.array(forecastPoint).min(1),
    })
    .nullable(),
  /** Every reason against it, the first to be lifted first; empty when there is an offer. */
  reasons: z.array(reason),
  /** The operator's rules, for the explaining texts. */
  rules: z.object({
    minKopecks: kopecks,
    maxKopecks: kopecks,
    termDays: z.int().positive(),
    everyDays: z.int().positive(),
  }),
});
export type PromiseTerms = z.infer<typeof promiseTerms>;

/** The offer as it was shown: a promise is taken only while it still holds. */
export const promiseRequest = z.object({ amountKopecks: kopecks, dueOn: day });
export type PromiseRequest = z.infer<typeof promiseRequest>;

const usual = {
  path: '/v1/contracts/:contractNumber/promise',
  tag: 'promised payment',
  params: z.object({ contractNumber }),
  answers: { 200: promiseTerms },
  auth: 'session',
} as const;

/** The promised payment of a contract. */
export const promises = {
  terms: operation({
    ...usual,
    id: 'promises.terms',
    method: 'GET',
    summary: 'Whether a promised payment may be taken now, what it would be, and every reason against it.',
    errors: ['input-invalid', 'contract-not-found'],
    send: 'repeat',
    changes: [],
    exposed: true,
  }),
  /** Answers the terms after taking it. `promise-refused` carries `reasons`; `promise-changed`: the offer differs by now. */
  take: operation({
    ...usual,
    id: 'promises.take',
    method: 'POST',
    summary: 'Take the promised payment that was offered; needs an Idempotency-Key.',
    body: promiseRequest,
    errors: [
      'input-invalid',
      'contract-not-found',
      'promise-refused',
      'promise-changed',
      'idempotency-key-missing',
      'idempotency-key-reused',
      'idempotency-key-running',
      'storage-full',
    ],
    send: 'keyed',
    changes: ['overview', 'money'],
  }),
};
