import { z } from 'zod';
import { contractNumber, day, instant, kopecks, language } from '../primitives.ts';

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

/** A letter as the built-in mail catcher received it over SMTP, newest first in `GET /console/letters`. */
export const caughtLetter = z.object({
  id: z.string(),
  at: instant,
  to: z.string(),
  from: z.string(),
  subject: z.string(),
  language: language.nullable(),
});
export const caughtLetters = z.object({ letters: z.array(caughtLetter) });
export type CaughtLetters = z.infer<typeof caughtLetters>;
/** `GET /console/letters/:letterId`: with its bodies and the links in them. */
export const caughtLetterWhole = caughtLetter.extend({
  text: z.string(),
  html: z.string(),
  links: z.array(z.string()),
});
export type CaughtLetterWhole = z.infer<typeof caughtLetterWhole>;

/** `GET /console/messages`: what the SMS gateway sent, newest first: the screen of the phone that has the number. */
export const shortMessage = z.object({ id: z.string(), at: instant, phone: z.string(), text: z.string() });
export const shortMessages = z.object({ messages: z.array(shortMessage) });
export type ShortMessages = z.infer<typeof shortMessages>;

/** `PUT /console/faults/mail` and `PUT /console/faults/identity/:provider`: a part of the outside world is down. */
export const outsideFault = z.object({ down: z.boolean() });
export type OutsideFault = z.infer<typeof outsideFault>;
