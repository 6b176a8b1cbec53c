import { z } from 'zod';
import { contractNumber, day, instant, kopecks } from '../primitives.ts';

/** `GET /console/clock` and the answer to moving it. */
export const consoleClock = z.object({ now: instant, today: day });
export type ConsoleClock = z.infer<typeof consoleClock>;

/** `POST /console/clock/advance`: moves the service's one clock forward, runs the billing days passed. */
export const advanceClockRequest = z.object({
  ms: z
    .int()
    .positive()
    .max(400 * 86_400_000),
});
export type AdvanceClockRequest = z.infer<typeof advanceClockRequest>;

/** `POST /console/top-ups`: money taken at the operator's cash desk, credited through the ledger. Idempotent by key. */
export const cashDeskTopUpRequest = z.object({
  contractNumber,
  amountKopecks: kopecks.positive(),
  idempotencyKey: z.string().min(8).max(80),
});
export type CashDeskTopUpRequest = z.infer<typeof cashDeskTopUpRequest>;
export const cashDeskTopUp = z.object({ entryId: z.string(), balanceKopecks: kopecks });
export type CashDeskTopUp = z.infer<typeof cashDeskTopUp>;
