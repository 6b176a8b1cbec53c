import type { FastifyInstance, FastifyRequest } from 'fastify';
import { ProblemError } from './problem-error.ts';

const LOOPBACK_NAMES = new Set(['127.0.0.1', 'localhost', '[::1]']);

/**
 * Default policy for pages: own files only, no frames, no foreign form targets. The reference page sets a wider one.
 */
const PAGE_CSP =
  "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; " +
  "base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

function hostName(host: string): string {
  const match = /^(\[[0-9a-f:.]+\]|[^:]+)(?::\d{1,5})?$/i.exec(host);
  return match?.[1]?.toLowerCase() ?? '';
}

/**
 * Whether a request comes from a foreign page. A page elsewhere can reach a loopback port through a DNS name that
 * resolves to 127.0.0.1 (DNS rebinding: foreign `Host`) or directly (foreign `Origin` or `Sec-Fetch-Site`). The app
 * itself sends neither `Origin` nor `Sec-Fetch-Site`.
 */
function isForeign(request: FastifyRequest, loopbackOnly: boolean): boolean {
  const host = request.headers.host ?? '';
  if (loopbackOnly && !LOOPBACK_NAMES.has(hostName(host))) return true;
  const { origin } = request.headers;
  if (origin !== undefined && origin !== `${request.protocol}://${host}`) return true;
  const site = request.headers['sec-fetch-site'];
  if (site === undefined || site === 'same-origin' || site === 'none') return false;
  // Links from elsewhere to the reference page are allowed; loading responses into a foreign page is not.
  return request.headers['sec-fetch-mode'] !== 'navigate' || request.method !== 'GET';
}

/**
 * Rejects requests from foreign pages and sets the common response headers. No CORS headers: no page may read
 * responses.
 *
 * @param loopbackOnly true when the service listens on loopback: only loopback host names are accepted
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
