import { z } from 'zod';
import { operation } from '../operation.ts';

/** The event stream. Its events are declared in protocol/events. */
export const events = {
  stream: operation({
    id: 'events.stream',
    method: 'GET',
    path: '/v1/events',
    tag: 'events',
    summary: 'What happens on one’s contracts and payments, as it happens (Server-Sent Events).',
    description:
      'Opens with `hello`, then replays what came after `Last-Event-ID`, then goes on live. A comment every 15 seconds keeps the line open. `session-ended` closes it for good.',
    // Loose: the other headers are kept.
    headers: z.looseObject({ 'last-event-id': z.string().max(200).optional() }),
    answers: { 200: { description: 'The stream.', contentType: 'text/event-stream' } },
    errors: [],
    auth: 'session',
    send: 'once',
    changes: [],
  }),
};
