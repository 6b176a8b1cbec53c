import type { FastifyInstance } from 'fastify';
import { ProblemError } from '../../platform/http/problem-error.ts';

const LOOPBACK_HOST = /^(127\.0\.0\.1|localhost|\[::1\])(:\d{1,5})?$/i;

/** Whether an error says that the request was wrong (unreadable, too large), and not that the system is. */
export function isProblemOfRequest(error: unknown): boolean {
  if (error instanceof ProblemError) return true;
  const status = error instanceof Error && 'statusCode' in error ? error.statusCode : undefined;
  return typeof status === 'number' && status >= 400 && status < 500;
}

/**
 * Refuses what a page elsewhere makes a browser send: under a name of its own (DNS rebinding), or a form or script that
 * is not of these pages. A visit that somebody was led to is fine.
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
