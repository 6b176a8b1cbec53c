import { randomUUID } from 'node:crypto';
import fastify, { LogController, type FastifyInstance } from 'fastify';
import { serializerCompiler, validatorCompiler, type ZodTypeProvider } from 'fastify-type-provider-zod';
import type { DemoSubscriber } from '#protocol/api/demo.ts';
import type { AccountDeps } from './domains/accounts/account-deps.ts';
import { contractNumbers } from './domains/accounts/accounts.ts';
import { accountRoutes, signInRoutes } from './domains/accounts/index.ts';
import { offeredNetworks } from './domains/accounts/identities/identity-deps.ts';
import { oauthRoutes } from './domains/accounts/identities/oauth-routes.ts';
import type { Sessions } from './domains/accounts/sessions/sessions.ts';
import { createAuthenticator } from './domains/accounts/sessions/signed-in.ts';
import { addOperationRoutes } from './platform/http/operation-route.ts';
import { autopayRoutes, type AutopayJob } from './domains/autopay/index.ts';
import type { ConsoleActions } from './outside/console/console-ports.ts';
import { consoleRoutes } from './outside/console/console-routes.ts';
import { simulateConnectionFaults } from './outside/console/connection-fault.ts';
import type { Core } from './platform/lifecycle/core.ts';
import { demoRoutes } from './outside/demo/demo-routes.ts';
import { readSpareContract } from './outside/demo/spare-contract.ts';
import type { EventHub } from './platform/events/hub.ts';
import { eventRoutes } from './platform/events/stream-route.ts';
import type { Networks } from './outside/identity-networks/networks.ts';
import { healthRoutes, type Readiness } from './platform/health/health-routes.ts';
import type { App } from './platform/http/app-type.ts';
import { refuseNul } from './platform/http/clean-text.ts';
import { handleErrors, problemOf, sendProblem } from './platform/http/error-handling.ts';
import { logFinished, loggerOptions, type LogSink } from './platform/http/logging.ts';
import { describeApi, openApiRoute } from './platform/http/openapi.ts';
import { overviewRoute, type ReadOverview } from './domains/overview/index.ts';
import { ProblemError } from './platform/http/problem-error.ts';
import { profileRoute } from './platform/profile/profile-route.ts';
import { limitRates, type Limits } from './platform/http/rate-limits.ts';
import { secure } from './platform/http/response-headers.ts';
import { linkRoutes } from './domains/accounts/link-pages/link-routes.ts';
import { paymentRoutes, type Payments } from './domains/payments/index.ts';
import { promiseRoutes } from './domains/promises/index.ts';
import { statementRoutes } from './domains/statement/statement-routes.ts';

/** Dependencies of the app. It reads neither environment, system time nor files by itself. */
export interface AppDeps {
  readonly core: Core;
  readonly sessions: Sessions;
  readonly accounts: AccountDeps;
  readonly networks: Networks;
  readonly payments: Payments;
  readonly hub: EventHub;
  readonly autopay: Pick<AutopayJob, 'runOne'>;
  readonly readOverview: ReadOverview;
  readonly readiness: Readiness;
  readonly version: string;
  /** True when bound to loopback: only loopback names are then accepted as `Host`. */
  readonly loopbackOnly: boolean;
  /** Public origin of a service that is not on loopback, `https://host`; null: not set, no social sign-in. */
  readonly publicOrigin: string | null;
  readonly limits: Limits;
  readonly log: { readonly level: string; readonly sink: LogSink };
  /** Null: no console. */
  readonly console: ConsoleActions | null;
  readonly demoSubscribers: () => readonly DemoSubscriber[] | null;
  /** Registers the API reference page; standalone service only. */
  readonly docs?: ((app: FastifyInstance) => Promise<void>) | undefined;
}

const BODY_LIMIT_BYTES = 64 * 1024;
const HEADERS_TIMEOUT_MS = 10_000;
const REQUEST_TIMEOUT_MS = 20_000;
const KEEP_ALIVE_MS = 60_000;

/** Answers only health checks before the service is ready and while it stops. */
function refuseUnlessReady(app: App, readiness: Readiness): void {
  app.addHook('onRequest', async (request, reply) => {
    if (readiness.status === 'ok' || request.url.startsWith('/health/')) return;
    if (readiness.status === 'stopping') void reply.header('connection', 'close');
    throw new ProblemError('service-unavailable', { retryAfterMs: 1_000 });
  });
}

/** Builds the operator API without listening; `server.ts` starts it. */
export async function buildApp(deps: AppDeps): Promise<FastifyInstance> {
  const app: App = fastify({
    bodyLimit: BODY_LIMIT_BYTES,
    requestTimeout: REQUEST_TIMEOUT_MS,
    keepAliveTimeout: KEEP_ALIVE_MS,
    http: { headersTimeout: HEADERS_TIMEOUT_MS },
    genReqId: () => randomUUID(),
    requestIdHeader: false,
    exposeHeadRoutes: false,
    // Disabled: `refuseUnlessReady` answers with a problem while stopping.
    return503OnClosing: false,
    forceCloseConnections: 'idle',
    // Replaced by `logFinished` below: the default request logs contain URLs.
    logController: new LogController({ disableRequestLogging: true }),
    frameworkErrors: (error, _request, reply) => {
      void sendProblem(reply, problemOf(error));
    },
    logger: loggerOptions(deps.log.level, deps.log.sink),
  }).withTypeProvider<ZodTypeProvider>();
  app.setValidatorCompiler(validatorCompiler);
  app.setSerializerCompiler(serializerCompiler);
  app.removeContentTypeParser('text/plain');
  handleErrors(app);
  secure(app, deps.loopbackOnly);
  refuseUnlessReady(app, deps.readiness);
  refuseNul(app);
  if (deps.console) simulateConnectionFaults(app, deps.console.connection);
  app.addHook('onResponse', async (request, reply) => {
    logFinished(request.log, request, reply.statusCode, reply.elapsedTime);
  });
  await describeApi(app, deps.version);
  const limiters = await limitRates(app, deps.limits);
  addOperationRoutes(app, createAuthenticator(deps.core, deps.sessions, limiters));

  await app.register(healthRoutes(deps.readiness, deps.version));
  await app.register(profileRoute(deps.core.profile));
  await app.register(demoRoutes(deps.demoSubscribers, () => readSpareContract(deps.core.db)));
  await app.register(linkRoutes(deps.core.profile));
  const identities = { ...deps.accounts, sessions: deps.sessions, offered: offeredNetworks(deps.core.profile) };
  const oauth = {
    ...identities,
    networks: deps.networks,
    origin: { publicOrigin: deps.publicOrigin, loopbackOnly: deps.loopbackOnly },
    onWrongAnswer: (fault: object): void => {
      app.log.warn(fault, 'a social network answered wrongly');
    },
  };
  await app.register(oauthRoutes(oauth, limiters));
  const accounts = { ...identities, core: deps.core, limiters };
  await app.register(signInRoutes(accounts));
  await app.register(accountRoutes(accounts));
  await app.register(paymentRoutes(deps.core, deps.payments));
  await app.register(overviewRoute(deps.readOverview));
  await app.register(promiseRoutes(deps.core));
  await app.register(autopayRoutes(deps.core, deps.autopay));
  await app.register(statementRoutes(deps.core));
  await app.register(eventRoutes(deps.hub, (accountId) => contractNumbers(deps.core.db, accountId)));
  const { console: actions } = deps;
  if (actions) await app.register(consoleRoutes(actions, deps.core.profile));
  openApiRoute(app);
  if (deps.docs) await deps.docs(app);
  return app;
}
