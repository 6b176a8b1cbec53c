import { z } from 'zod';
import type { NotificationKind } from '../event.ts';
import type { Screen, Topic } from '../topics.ts';
import { billingEvents } from './billing.ts';
import { paymentEvents } from './payments.ts';
import { promiseEvents } from './promises.ts';

const declared = [...billingEvents, ...promiseEvents, ...paymentEvents] as const;

type Schemas<All extends readonly { readonly schema: z.ZodObject }[]> = {
  -readonly [K in keyof All]: All[K]['schema'];
};

/**
 * What happened at the operator, as `GET /v1/events` streams it (Server-Sent Events, WHATWG HTML 9.2): the SSE
 * `event` is `type`, its `id` is `id` (rising; the client sends the last one back as `Last-Event-ID` and misses
 * nothing), its `data` this object.
 */
export const operatorEvent = z.discriminatedUnion(
  'type',
  declared.map(({ schema }) => schema) as unknown as Schemas<typeof declared>,
);
export type OperatorEvent = z.infer<typeof operatorEvent>;

/** What is declared of an event beside its payload. */
export interface EventFacts {
  readonly audience: 'contract' | 'account';
  readonly changes: readonly Topic[];
  readonly screen: Screen;
  readonly notification: NotificationKind | null;
}

/** The declarations by type. */
export const events = Object.fromEntries(declared.map((one) => [one.type, one])) as unknown as Readonly<
  Record<OperatorEvent['type'], EventFacts>
>;

export const eventTypes = declared.map(({ type }) => type);

/**
 * Control messages of the stream: `hello` opens it with the newest id (for a client that comes without one);
 * `session-ended` closes it for good: the session was ended elsewhere. Comments (`:`) keep the connection open.
 */
export const streamHello = z.object({ lastEventId: z.string().regex(/^\d+$/) });
export type StreamHello = z.infer<typeof streamHello>;
/** Why a session is over, in `session-ended` and in a refused refresh: `session-expired` is its absolute life. */
export const sessionEnd = z.object({ code: z.enum(['session-ended', 'session-idle', 'session-expired']) });
export type SessionEndCode = z.infer<typeof sessionEnd>['code'];
export const streamControl = { hello: 'hello', sessionEnded: 'session-ended' } as const;
