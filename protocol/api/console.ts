import { z } from 'zod';
import { contractNumber, day, instant, kopecks, language } from '../primitives.ts';
import { paymentMethod } from './payments.ts';

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
export const shortMessage = z.object({
  id: z.string(),
  at: instant,
  phone: z.string(),
  text: z.string(),
  /** `in`: written by the phone's owner to the short number. */
  direction: z.enum(['out', 'in']),
});
export const shortMessages = z.object({ messages: z.array(shortMessage) });
export type ShortMessages = z.infer<typeof shortMessages>;

/** `POST /console/messages/incoming`: somebody writes to the short number from a phone; answers what came back. */
export const incomingMessage = z.object({
  phone: z.string().regex(/^\+\d{10,15}$/),
  text: z.string().min(1).max(500),
  /** The gateway's own id: a message delivered twice is one message. */
  messageId: z.string().min(8).max(80),
});
export type IncomingMessage = z.infer<typeof incomingMessage>;
export const incomingMessageAnswer = z.object({ answer: z.string() });
export type IncomingMessageAnswer = z.infer<typeof incomingMessageAnswer>;

/** An order as the payment system has it, newest first in `GET /console/payments`. */
export const consoleOrder = z.object({
  id: z.string(),
  paymentId: z.string(),
  method: paymentMethod,
  amountKopecks: kopecks,
  status: z.enum(['awaiting-payer', 'processing', 'succeeded', 'declined', 'cancelled', 'expired', 'refunded']),
  /** The phone that is asked to confirm, E.164; for `sbp` any phone. */
  phone: z.string().nullable(),
  /** Somebody at a phone can answer it. */
  waitsForPhone: z.boolean(),
  /** The bank is silent until told to answer. */
  waitsForBank: z.boolean(),
  createdAt: instant,
  /** Webhooks about it that were not taken yet. */
  unsentWebhooks: z.int().nonnegative(),
});
export type ConsoleOrder = z.infer<typeof consoleOrder>;
export const consoleOrders = z.object({ orders: z.array(consoleOrder) });
export type ConsoleOrders = z.infer<typeof consoleOrders>;
/** `POST …/phone-answer`, `POST …/bank-answer`: yes or no. `POST …/refund`: the whole sum. */
export const yesOrNo = z.object({ yes: z.boolean() });
export type YesOrNo = z.infer<typeof yesOrNo>;

/**
 * `PUT /console/faults/payment-system`: what goes wrong there. `down`: refuses connections' requests with 503; `lostWebhooks`:
 * answers but never tells; `doubledWebhooks`: tells everything twice, the later one first.
 */
export const paymentSystemFault = z.object({
  down: z.boolean(),
  lostWebhooks: z.boolean(),
  doubledWebhooks: z.boolean(),
});
export type PaymentSystemFault = z.infer<typeof paymentSystemFault>;

/** `PUT /console/faults/line`: what happens to each answer of the operator API. */
export const lineFault = z.object({
  delayMs: z.int().min(0).max(10_000),
  /** Share of requests answered with a 503, 0 to 1. */
  failShare: z.number().min(0).max(1),
  /** Share of answers cut in the middle, after the work was done, 0 to 1. */
  cutShare: z.number().min(0).max(1),
});
export type LineFault = z.infer<typeof lineFault>;

/** `PUT /console/faults/methods/:method`: a way of paying is off, until told otherwise. */
export const methodFault = z.object({ off: z.boolean() });
export type MethodFault = z.infer<typeof methodFault>;

/** `PUT /console/faults/mail` and `PUT /console/faults/identity/:provider`: a part of the outside world is down. */
export const outsideFault = z.object({ down: z.boolean() });
export type OutsideFault = z.infer<typeof outsideFault>;
