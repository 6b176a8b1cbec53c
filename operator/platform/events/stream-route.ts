import { z } from 'zod';
import { paths } from '#protocol/api/paths.ts';
import { callerOf } from '../http/caller.ts';
import type { App } from '../http/app-type.ts';
import { bearer, problems, signedInProblems } from '../http/openapi.ts';
import type { EventHub } from './hub.ts';

/** Numbers of an account's contracts; the accounts domain provides it. */
export type ContractsOf = (accountId: string) => Promise<readonly string[]>;

/** An id as we gave it out; anything else counts as none (HTML, 9.2.4: a client may send what it was given). */
function eventId(header: string | undefined): number | null {
  return header !== undefined && /^\d{1,15}$/.test(header) ? Number(header) : null;
}

/** `GET /v1/events`: what happens on the caller's contracts and payments, as Server-Sent Events. */
export function eventRoutes(scope: App, hub: EventHub, contractsOf: ContractsOf): void {
  scope.get(
    paths.events,
    {
      config: { activity: false },
      schema: {
        tags: ['events'],
        summary: 'What happens on one’s contracts and payments, as it happens (Server-Sent Events).',
        description:
          'Opens with `hello`, then replays what came after `Last-Event-ID`, then goes on live. A comment every 15 seconds keeps the line open. `session-ended` closes it for good.',
        security: bearer,
        // Loose: the other headers must survive.
        headers: z.looseObject({ 'last-event-id': z.string().max(200).optional() }),
        response: {
          200: { description: 'The stream.', content: { 'text/event-stream': { schema: z.string() } } },
          ...problems(...signedInProblems),
        },
      },
    },
    async (request, reply) => {
      const { accountId, sessionId } = callerOf(request);
      const contracts = await contractsOf(accountId);
      const lastEventId = eventId(request.headers['last-event-id']);
      const { raw } = reply;
      reply.hijack();
      raw.writeHead(200, {
        'content-type': 'text/event-stream; charset=utf-8',
        'cache-control': 'no-store',
        'x-content-type-options': 'nosniff',
        'x-request-id': request.id,
        // Proxies that collect answers would hold events back.
        'x-accel-buffering': 'no',
      });
      await hub.open({ sessionId, accountId, contracts, lastEventId, sink: raw });
    },
  );
}
