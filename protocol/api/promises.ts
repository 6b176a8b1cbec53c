import { z } from 'zod';
import { day, instant, kopecks } from '../primitives.ts';
import { reason } from '../reasons.ts';
import { forecastPoint } from './overview.ts';

/**
 * `GET /v1/contracts/:contractNumber/promise`: whether a promised payment may be taken now, and what it would be.
 * Errors: `contract-not-found`.
 */
export const promiseTerms = z.object({
  /** The running one. */
  running: z.object({ amountKopecks: kopecks, dueOn: day, takenAt: instant }).nullable(),
  /** What can be taken now; null: see `reasons`. */
  offer: z
    .object({
      amountKopecks: kopecks,
      feeKopecks: kopecks,
      /** At 00:00 of this day what is not repaid is taken back. */
      dueOn: day,
      /** Last day of reception with it, when nothing is paid meanwhile. */
      lastDay: day,
      /** What has to be paid by then so that reception goes on. */
      toPayKopecks: kopecks,
      points: z.array(forecastPoint).min(1),
    })
    .nullable(),
  /** Every reason against it, the first to be lifted first; empty when there is an offer. */
  reasons: z.array(reason),
  /** The rules in figures, for the words around it. */
  rules: z.object({
    minKopecks: kopecks,
    maxKopecks: kopecks,
    termDays: z.int().positive(),
    everyDays: z.int().positive(),
  }),
});
export type PromiseTerms = z.infer<typeof promiseTerms>;

/**
 * `POST /v1/contracts/:contractNumber/promise` with an `Idempotency-Key`: takes what the person saw. Answers the terms as
 * they are then. Errors: `promise-refused` (carries `reasons`), `promise-changed` (the offer is another one by now),
 * `idempotency-key-…`.
 */
export const promiseRequest = z.object({ amountKopecks: kopecks, dueOn: day });
export type PromiseRequest = z.infer<typeof promiseRequest>;
