import type { FastifyInstance } from 'fastify';
import { ProblemError } from '../../platform/http/problem-error.ts';

const LOOPBACK_HOST = /^(127\.0\.0\.1|localhost|\[::1\])(:\d{1,5})?$/i;

/** Whether an error is the client's (malformed, too large) rather than the system's. */
export function isProblemOfRequest(error: unknown): boolean {
  if (error instanceof ProblemError) return true;
  const status = error instanceof Error && 'statusCode' in error ? error.statusCode : undefined;
  return typeof status === 'number' && status >= 400 && status < 500;
}

/**
 * Rejects requests from foreign pages: a foreign host name (DNS rebinding), or a form or script of another origin.
 * Navigation by a link is allowed.
 */
export function refuseForeign(app: FastifyInstance, loopbackOnly: boolean): void {
  app.addHook('onRequest', async (request, reply) => {
    const strangeName = loopbackOnly && !LOOPBACK_HOST.test(request.headers.host ?? '');
    const site = request.headers['sec-fetch-site'];
    const strangePage = site !== undefined && site !== 'same-origin' && site !== 'none';
    const visit = request.method === 'GET' && request.headers['sec-fetch-mode'] === 'navigate';
    if (strangeName || (strangePage && !visit)) await reply.code(403).send({ error: 'foreign' });
  });
}
