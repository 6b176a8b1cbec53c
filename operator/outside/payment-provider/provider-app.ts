import fastify, { LogController, type FastifyInstance } from 'fastify';
import { readFormsOnly } from '../../platform/http/form-body.ts';
import { logFinished, loggerOptions, type LogSink } from '../../platform/http/logging.ts';
import { isProblemOfRequest, refuseForeign } from './guards.ts';
import { pageRoutes } from './pages/page-routes.ts';
import type { ProviderParts } from './provider-parts.ts';
import { controlRoutes, fail, merchantRoutes } from './provider-routes.ts';

export interface ProviderAppOptions {
  /** True: only loopback host names are accepted. */
  readonly loopbackOnly: boolean;
  readonly log: { readonly level: string; readonly sink: LogSink };
}

const BODY_LIMIT_BYTES = 16 * 1024;
const REQUEST_TIMEOUT_MS = 20_000;

/**
 * The payment system as an app: merchant API, pages, control API. Logs methods, routes and statuses; never bodies,
 * which contain card data.
 */
export function providerApp(parts: ProviderParts, options: ProviderAppOptions): FastifyInstance {
  const app = fastify({
    bodyLimit: BODY_LIMIT_BYTES,
    requestTimeout: REQUEST_TIMEOUT_MS,
    exposeHeadRoutes: false,
    forceCloseConnections: true,
    logController: new LogController({ disableRequestLogging: true }),
    logger: loggerOptions(options.log.level, options.log.sink),
  });
  app.removeContentTypeParser('text/plain');
  app.setErrorHandler((error: unknown, request, reply) => {
    if (isProblemOfRequest(error)) return fail(reply, 'invalid');
    request.log.error({ err: error }, 'a request failed');
    return reply.code(500).send({ error: 'failed' });
  });
  app.setNotFoundHandler((_request, reply) => fail(reply, 'unknown'));
  app.addHook('onSend', (_request, reply, payload, done) => {
    void reply.headers({
      'cache-control': 'no-store',
      // A keep-alive connection would be cut at shutdown, leaving the next request on it with an unknown outcome.
      connection: 'close',
      'referrer-policy': 'no-referrer',
      'x-content-type-options': 'nosniff',
      'cross-origin-resource-policy': 'same-origin',
    });
    done(null, payload);
  });
  app.addHook('onResponse', (request, reply, done) => {
    logFinished(request.log, request, reply.statusCode, reply.elapsedTime);
    done();
  });
  refuseForeign(app, options.loopbackOnly);
  const refuseWhenDown = (scope: FastifyInstance): void => {
    scope.addHook('onRequest', async (_request, reply) => {
      if (parts.faults.down) await fail(reply, 'unavailable');
    });
  };
  void app.register((scope, _options, done) => {
    refuseWhenDown(scope);
    merchantRoutes(scope, parts);
    done();
  });
  void app.register((scope, _options, done) => {
    controlRoutes(scope, parts);
    done();
  });
  void app.register((scope, _options, done) => {
    readFormsOnly(scope);
    pageRoutes(scope, parts);
    done();
  });
  return app;
}
