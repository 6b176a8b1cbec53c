import { z } from 'zod';
import { declineReason, paymentMethod, paymentStatus } from '../api/payments.ts';
import { contractNumber, day, instant, kopecks } from '../primitives.ts';

const about = { id: z.string().regex(/^\d+$/), at: instant, contractNumber };

/**
 * What happened at the operator, as `GET /v1/events` streams it (Server-Sent Events, WHATWG HTML 9.2): the SSE
 * `event` is `type`, its `id` is `id` (rising; the client sends the last one back as `Last-Event-ID` and misses
 * nothing), its `data` this object. A subscriber receives the events of their own contracts and payments alone.
 */
export const operatorEvent = z.discriminatedUnion('type', [
  z.object({ ...about, type: z.literal('top-up-credited'), amountKopecks: kopecks, balanceKopecks: kopecks }),
  /** A payment was given back to whoever made it: the money is off the balance again. */
  z.object({ ...about, type: z.literal('top-up-refunded'), amountKopecks: kopecks, balanceKopecks: kopecks }),
  z.object({ ...about, type: z.literal('daily-charged'), day, amountKopecks: kopecks, balanceKopecks: kopecks }),
  z.object({
    ...about,
    type: z.literal('reception-warning'),
    daysLeft: z.int().positive(),
    lastDay: day,
    balanceKopecks: kopecks,
  }),
  z.object({ ...about, type: z.literal('reception-blocked'), missingKopecks: kopecks }),
  z.object({ ...about, type: z.literal('reception-restored'), balanceKopecks: kopecks, lastDay: day.nullable() }),
  z.object({ ...about, type: z.literal('promise-taken'), amountKopecks: kopecks, dueOn: day, lastDay: day }),
  z.object({ ...about, type: z.literal('promise-returned'), amountKopecks: kopecks, balanceKopecks: kopecks }),
  /** Goes to who pays, whosever contract it is; `contractNumber` is null then. */
  z.object({
    ...about,
    contractNumber: contractNumber.nullable(),
    type: z.literal('payment-changed'),
    paymentId: z.string(),
    origin: z.enum(['online', 'sms', 'autopay']),
    method: paymentMethod,
    status: paymentStatus,
    declineReason: declineReason.nullable(),
    /** It was credited, and given back since. */
    refunded: z.boolean().default(false),
    amountKopecks: kopecks,
  }),
  z.object({ ...about, type: z.literal('autopay-announced'), on: day, amountKopecks: kopecks, cardMask: z.string() }),
]);
export type OperatorEvent = z.infer<typeof operatorEvent>;

/**
 * Control messages of the stream: `hello` opens it with the newest id (for a client that comes without one);
 * `session-ended` closes it for good: the session was ended elsewhere. Comments (`:`) keep the line open.
 */
export const streamHello = z.object({ lastEventId: z.string().regex(/^\d+$/) });
export type StreamHello = z.infer<typeof streamHello>;
/** Why a session is over, as `session-ended` says it and as a refresh is refused: `session-expired` is its absolute life. */
export const sessionEnd = z.object({ code: z.enum(['session-ended', 'session-idle', 'session-expired']) });
export type SessionEndCode = z.infer<typeof sessionEnd>['code'];
export const streamControl = { hello: 'hello', sessionEnded: 'session-ended' } as const;
