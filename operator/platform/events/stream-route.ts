import { z } from 'zod';
import { paths } from '#protocol/api/paths.ts';
import { callerOf } from '../http/caller.ts';
import type { App } from '../http/app-type.ts';
import { bearer, problems, signedInProblems } from '../http/openapi.ts';
import type { EventHub } from './hub.ts';

/** Reads the contract numbers of an account; implemented by the accounts domain. */
export type ContractsOf = (accountId: string) => Promise<readonly string[]>;

/** Parses `Last-Event-ID`; null for anything that is not an id of ours (HTML, 9.2.4: clients may send any value). */
function eventId(header: string | undefined): number | null {
  return header !== undefined && /^\d{1,15}$/.test(header) ? Number(header) : null;
}

/** `GET /v1/events`: events of the caller's contracts and payments as Server-Sent Events. */
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
        // Loose, so that the other headers are kept.
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
        // Stops proxies from buffering events.
        'x-accel-buffering': 'no',
      });
      await hub.open({ sessionId, accountId, contracts, lastEventId, sink: raw });
    },
  );
}
