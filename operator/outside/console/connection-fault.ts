import type { FastifyReply, FastifyRequest } from 'fastify';
import type { LineFault } from '#protocol/api/console.ts';
import { events } from '#protocol/api/events.ts';
import type { App } from '../../platform/http/app-type.ts';
import { ProblemError } from '../../platform/http/problem-error.ts';

/** What the console does to the line between the programs and the service; as long as the service runs. */
export interface LineFaultSwitch {
  get(): LineFault;
  set(fault: LineFault): void;
}

/** A line that works. */
export const noLineFault: LineFault = { delayMs: 0, failShare: 0, cutShare: 0 };

/** Makes the switch; the line works until told otherwise. */
export function createLineFault(): LineFaultSwitch {
  let current = noLineFault;
  return {
    get: () => current,
    set(fault) {
      current = fault;
    },
  };
}

const RETRY_AFTER_MS = 1_000;

/** The operator API; not the streams of events, which have no answer that ends, and not the console itself. */
function isOfLine(request: FastifyRequest): boolean {
  const route = request.routeOptions.url;
  return route?.startsWith('/v1/') === true && route !== events.stream.path;
}

/** Sends the head and half of the body, and cuts the connection: the work is done, and nobody hears of it. */
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
 * Lets the console disturb the operator API's answers: late ones, 503 before the work, cut ones after it. Call it
 * before the routes are made.
 *
 * @param random a number from 0 up to 1; below a share, the answer is of that share
 */
export function disturbLine(app: App, fault: LineFaultSwitch, random: () => number = Math.random): void {
  app.addHook('onRequest', (request, _reply, done) => {
    const fails = isOfLine(request) && random() < fault.get().failShare;
    done(fails ? new ProblemError('service-unavailable', { retryAfterMs: RETRY_AFTER_MS }) : undefined);
  });
  app.addHook('onSend', (request, reply, payload, done) => {
    if (!isOfLine(request)) {
      done(null, payload);
      return;
    }
    const { delayMs, cutShare } = fault.get();
    const answer = (): void => {
      // What is cut is never handed on: the framework has nothing left to send.
      if (random() < cutShare) cut(reply, payload);
      else done(null, payload);
    };
    if (delayMs > 0) setTimeout(answer, delayMs);
    else answer();
  });
}
