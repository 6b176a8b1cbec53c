import type { FastifyInstance } from 'fastify';
import { events } from '#protocol/api/events.ts';
import type { EventHub } from './hub.ts';

/** Reads the contract numbers of an account; implemented by the accounts domain. */
export type ContractsOf = (accountId: string) => Promise<readonly string[]>;

/** The id of an event, as the service writes it; null for any other text (HTML, 9.2.4). */
function eventId(header: unknown): number | null {
  return typeof header === 'string' && /^\d{1,15}$/.test(header) ? Number(header) : null;
}

/** The event stream: events of the caller's contracts and payments, as Server-Sent Events. */
export function eventRoutes(hub: EventHub, contractsOf: ContractsOf): (app: FastifyInstance) => void {
  return (app) => {
    app.operation(
      events.stream,
      async ({ caller, request, reply }) => {
        const { accountId, sessionId } = caller;
        const contracts = await contractsOf(accountId);
        const lastEventId = eventId(request.headers['last-event-id']);
        const { raw } = reply;
        reply.hijack();
        raw.writeHead(200, {
          'content-type': 'text/event-stream; charset=utf-8',
          'cache-control': 'no-store',
          'x-content-type-options': 'nosniff',
          'x-request-id': request.id,
          // Proxies that buffer answers would delay events.
          'x-accel-buffering': 'no',
        });
        await hub.open({ sessionId, accountId, contracts, lastEventId, sink: raw });
        return reply;
      },
      { activity: false },
    );
  };
}
