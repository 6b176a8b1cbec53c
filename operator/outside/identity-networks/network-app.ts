import fastify, { type FastifyInstance } from 'fastify';
import { problemOf } from '../../platform/http/error-handling.ts';
import { readFormsOnly } from '../../platform/http/form-body.ts';
import { browserRoutes } from './browser-routes.ts';
import { clientRoutes } from './client-routes.ts';
import type { Grant, NetworkParts } from './network-parts.ts';
import { shortLived } from './short-lived.ts';

const CODE_MS = 60_000;

/**
 * One mock network as an app: authorization code with PKCE (RFC 6749, RFC 7636) for one confidential client, sign-in
 * page, consent page and user info. Keeps everything in memory and uses its own time, because it simulates an external
 * system.
 */
export async function networkApp(deps: Omit<NetworkParts, 'grants'>): Promise<FastifyInstance> {
  const parts = { ...deps, grants: shortLived<Grant>(CODE_MS, deps.time) };
  const app = fastify({ logger: false });
  app.addHook('onSend', (_request, reply, payload, done) => {
    void reply.headers({
      'cache-control': 'no-store',
      'referrer-policy': 'no-referrer',
      'x-content-type-options': 'nosniff',
      // Keep-alive connections would keep a stopped network up.
      connection: 'close',
    });
    done(null, payload);
  });
  app.setErrorHandler((error: unknown, _request, reply) => {
    const status = problemOf(error).code === 'service-failed' ? 500 : 400;
    return reply.code(status).send({ error: status === 500 ? 'server_error' : 'invalid_request' });
  });
  readFormsOnly(app);
  browserRoutes(app, parts);
  clientRoutes(app, parts);
  await app.ready();
  return app;
}
