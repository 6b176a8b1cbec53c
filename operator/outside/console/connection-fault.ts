import type { FastifyReply, FastifyRequest } from 'fastify';
import type { LineFault } from '#protocol/api/console.ts';
import { events } from '#protocol/api/events.ts';
import type { App } from '../../platform/http/app-type.ts';
import { ProblemError } from '../../platform/http/problem-error.ts';

/** Simulated faults of the connection between apps and service; not stored. */
export interface ConnectionFaultSwitch {
  get(): LineFault;
  set(fault: LineFault): void;
}

/** A connection without faults. */
export const noConnectionFault: LineFault = { delayMs: 0, failShare: 0, cutShare: 0 };

/** Creates the switch, initially without faults. */
export function createConnectionFault(): ConnectionFaultSwitch {
  let current = noConnectionFault;
  return {
    get: () => current,
    set(fault) {
      current = fault;
    },
  };
}

const RETRY_AFTER_MS = 1_000;

/** Affects the operator API only: neither event streams, whose responses do not end, nor the console itself. */
function isAffected(request: FastifyRequest): boolean {
  const route = request.routeOptions.url;
  return route?.startsWith('/v1/') === true && route !== events.stream.path;
}

/** Sends the head and half of the body, then cuts the connection: the work is done but its response is lost. */
function cut(reply: FastifyReply, payload: unknown): void {
  const { raw } = reply;
  const body = typeof payload === 'string' ? Buffer.from(payload) : Buffer.isBuffer(payload) ? payload : null;
  if (body === null || body.length < 2) {
    raw.destroy();
    return;
  }
  raw.statusCode = reply.statusCode;
  for (const [name, value] of Object.entries(reply.getHeaders())) if (value !== undefined) raw.setHeader(name, value);
  raw.setHeader('content-length', body.length);
  raw.write(body.subarray(0, Math.floor(body.length / 2)), () => raw.destroy());
}

/**
 * Simulates connection faults on API responses: delays, 503 before the work, cut responses after it. Call it before
 * routes are registered.
 *
 * @param random number in [0, 1); a fault applies when it is below the fault's share
 */
export function simulateConnectionFaults(
  app: App,
  fault: ConnectionFaultSwitch,
  random: () => number = Math.random,
): void {
  app.addHook('onRequest', (request, _reply, done) => {
    const fails = isAffected(request) && random() < fault.get().failShare;
    done(fails ? new ProblemError('service-unavailable', { retryAfterMs: RETRY_AFTER_MS }) : undefined);
  });
  app.addHook('onSend', (request, reply, payload, done) => {
    if (!isAffected(request)) {
      done(null, payload);
      return;
    }
    const { delayMs, cutShare } = fault.get();
    const answer = (): void => {
      // The payload is dropped: the framework has nothing left to send.
      if (random() < cutShare) cut(reply, payload);
      else done(null, payload);
    };
    if (delayMs > 0) setTimeout(answer, delayMs);
    else answer();
  });
}
