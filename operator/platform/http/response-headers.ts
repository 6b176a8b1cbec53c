import type { FastifyInstance, FastifyRequest } from 'fastify';
import { ProblemError } from './problem-error.ts';

const LOOPBACK_NAMES = new Set(['127.0.0.1', 'localhost', '[::1]']);

/** Pages of ours: own files only, no frames, nothing sent elsewhere. The reference page widens it for itself. */
const PAGE_CSP =
  "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; " +
  "base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

function hostName(host: string): string {
  const match = /^(\[[0-9a-f:.]+\]|[^:]+)(?::\d{1,5})?$/i.exec(host);
  return match?.[1]?.toLowerCase() ?? '';
}

/**
 * Whether a request may be looked at. A browser page elsewhere can reach a loopback port: by a name of its own that
 * resolves to 127.0.0.1 (DNS rebinding; then `Host` is foreign) or directly (then `Origin` or `Sec-Fetch-Site` is).
 * The program itself sends neither of the latter.
 */
function isForeign(request: FastifyRequest, loopbackOnly: boolean): boolean {
  const host = request.headers.host ?? '';
  if (loopbackOnly && !LOOPBACK_NAMES.has(hostName(host))) return true;
  const { origin } = request.headers;
  if (origin !== undefined && origin !== `${request.protocol}://${host}`) return true;
  const site = request.headers['sec-fetch-site'];
  if (site === undefined || site === 'same-origin' || site === 'none') return false;
  // A link to the reference page from elsewhere is fine; whatever loads our answers into a foreign page is not.
  return request.headers['sec-fetch-mode'] !== 'navigate' || request.method !== 'GET';
}

/**
 * Refuses requests from foreign pages and sets the headers that every answer carries. No CORS headers: no page is
 * meant to read from here.
 *
 * @param loopbackOnly true when the service listens on loopback: then only loopback names are its own
 */
export function secure(app: FastifyInstance, loopbackOnly: boolean): void {
  app.addHook('onRequest', (request, _reply, done) => {
    done(isForeign(request, loopbackOnly) ? new ProblemError('request-refused') : undefined);
  });
  app.addHook('onSend', (request, reply, payload, done) => {
    void reply.headers({
      'x-content-type-options': 'nosniff',
      'referrer-policy': 'no-referrer',
      'cross-origin-resource-policy': 'same-origin',
      'x-request-id': request.id,
    });
    if (!reply.hasHeader('cache-control')) void reply.header('cache-control', 'no-store');
    const type = reply.getHeader('content-type');
    if (typeof type === 'string' && type.startsWith('text/html') && !reply.hasHeader('content-security-policy')) {
      void reply.header('content-security-policy', PAGE_CSP);
    }
    done(null, payload);
  });
}
