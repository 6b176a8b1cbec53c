import type { AddressInfo } from 'node:net';
import type { FastifyInstance } from 'fastify';
import { buildApp } from './app.ts';
import { closeAll, closeApp, onSignals, type Closer } from './platform/lifecycle/closing.ts';
import { systemTime } from './platform/clock/system-time.ts';
import { consoleActions } from './outside/console/console-actions.ts';
import { topUp } from './domains/billing/top-up.ts';
import { readMethodSwitches, writeMethodSwitch } from './domains/payments/method-switches.ts';
import { readOverview } from './domains/overview/index.ts';
import { openCore, type Core } from './platform/lifecycle/core.ts';
import { migrations } from './migrations/index.ts';
import { listenToInstances } from './platform/events/listener.ts';
import { createProviderControl } from './platform/payment-provider/client.ts';
import { connectPaymentProvider } from './outside/payment-provider/provider-process.ts';
import type { Readiness } from './platform/health/health-routes.ts';
import { usualLimits } from './platform/http/rate-limits.ts';
import { assemble, type Parts, type StartLog } from './parts.ts';
import { loadProfile } from './platform/profile/load.ts';
import { withoutMocks } from './platform/profile/without-mocks.ts';
import { isDemo, readDemoSubscribers } from './outside/seed/guard.ts';
import type { StartOptions } from './start-options.ts';
import { StartFailure } from './platform/lifecycle/start-failure.ts';
import { version } from './platform/lifecycle/version.ts';

/** A running, ready service. */
export interface RunningServer {
  /** `http://127.0.0.1:PORT` */
  readonly origin: string;
  readonly core: Core;
  /** Shuts down gracefully: reports not ready, ends streams, waits for running requests and cuts them after a while. */
  close(): Promise<void>;
}

const HEARTBEAT_MS = 15_000;
/** Interval for reading events without a notification: SQLite cannot notify about writes of another process. */
const POLL_EVENTS_MS = 1_000;
const LOOPBACK = new Set(['127.0.0.1', '::1', 'localhost']);

/**
 * Starts the operator service: opens and migrates the database, listens, seeds if requested, catches up on billing and
 * becomes ready. Until then everything except health checks answers `service-unavailable`.
 *
 * @throws `StorageFailure` (`database-newer`, `database-damaged`, `storage-full`), `StartFailure`
 *   (`service-port-taken`); nothing stays open afterwards
 */
export async function startServer(options: StartOptions): Promise<RunningServer> {
  const sink = options.logSink ?? { write: (line: string) => void process.stderr.write(line) };
  const host = options.host ?? '127.0.0.1';
  const loopbackOnly = LOOPBACK.has(host);
  if (options.console && !loopbackOnly) throw new StartFailure('service-failed', 'The console is for loopback alone.');
  // The logger belongs to the app. Errors before it exists are thrown or logged later.
  const nothing = (): void => undefined;
  const early: unknown[] = [];
  const log: StartLog = { error: (error) => early.push(error), info: nothing, warn: nothing };
  const time = options.time ?? systemTime();
  const core = await openCore({
    migrations,
    address: options.address,
    time,
    clockStart: options.clockStart,
    ...(options.production === true ? { profile: withoutMocks(loadProfile()) } : {}),
    onIdleError: (error) => {
      log.error(error);
    },
  });
  const closers: Closer[] = [() => core.close()];
  const readiness: Readiness = { status: 'starting' };
  let closing: Promise<void> | null = null;
  const close = (): Promise<void> => (closing ??= closeAll(readiness, closers));
  try {
    const place = { origin: '' };
    const aheadMs = (): number => core.clock.now() - time();
    const logging = { level: options.logLevel ?? 'info', sink };
    const provider = await connectPaymentProvider({
      choice: options.paymentProvider,
      production: options.production === true,
      address: options.address,
      time,
      aheadMs: aheadMs(),
      log: logging,
      onError: (error) => {
        log.error(error);
      },
    });
    closers.unshift(() => provider.close());
    const parts = assemble(core, options, {
      log,
      origin: () => options.publicOrigin ?? place.origin,
      paymentProvider: provider.access,
    });
    const providerControl = createProviderControl(provider.access);
    const app = await buildApp({
      core,
      sessions: parts.sessions,
      accounts: parts.accounts,
      networks: parts.networks,
      payments: parts.payments,
      publicOrigin: options.publicOrigin ?? null,
      hub: parts.hub,
      autopay: parts.autopay,
      readOverview: (contractNumber, label) => readOverview(core, contractNumber, label),
      readiness,
      version,
      loopbackOnly,
      limits: { ...usualLimits, ...options.limits },
      log: logging,
      console: options.console
        ? consoleActions(core, {
            scheduler: parts.scheduler,
            mail: parts.mail,
            topUp: (request) => topUp(core, { ...request, method: 'cash-desk' }),
            networks: parts.networks,
            payments: {
              receiveMessage: (message) => parts.smsPayments.receive(message),
              methodsOff: () => readMethodSwitches(core.db),
              switchMethod: (method, off) => writeMethodSwitch(core.db, method, off),
              control: providerControl,
              refund: (orderId) => parts.payments.refund(orderId),
            },
            onMove: async () => {
              await providerControl?.setAhead(aheadMs()).catch(parts.onError);
            },
            afterMove: () => parts.hub.beat(),
          })
        : null,
      demoSubscribers: () => parts.demoSubscribers,
      docs: options.docs,
    });
    log.error = (error) => {
      app.log.error({ err: error }, 'background work failed');
    };
    for (const error of early) log.error(error);
    log.info = app.log.info.bind(app.log);
    log.warn = app.log.warn.bind(app.log);
    closers.unshift(() => parts.mail.close());
    closers.unshift(() => parts.networks.close());
    closers.unshift(() => closeApp(app));
    const origin = await listen(app, host, options.port);
    place.origin = origin;
    closers.unshift(() => {
      parts.hub.close();
      return undefined;
    });
    await start(core, options, parts, closers);
    if (options.closeOnSignals === true) closers.unshift(onSignals(close));
    readiness.status = 'ok';
    parts.mail.outbox.start();
    app.log.info({ origin, version }, 'ready');
    return { origin, core, close };
  } catch (error) {
    await close();
    throw error;
  }
}

/** Runs the steps between listening and being ready; adds their clean-up to `closers`. */
async function start(core: Core, options: StartOptions, parts: Parts, closers: Closer[]): Promise<void> {
  const { sessions, hub, scheduler, autopay, onError } = parts;
  if (options.demo && !(await isDemo(core.db))) {
    // Loaded on demand: starting on an existing database does not need it.
    const { seedDemo } = await import('./outside/seed/seed-demo.ts');
    await seedDemo(core, { createAccount: parts.createAccount });
  }
  parts.demoSubscribers = await readDemoSubscribers(core.db);
  await hub.start();
  const unsubscribers = [
    core.events.subscribe(() => {
      hub.wake();
    }),
    sessions.onEnd((id, code) => {
      hub.endSession(id, code);
    }),
  ];
  closers.unshift(() => {
    for (const stop of unsubscribers) stop();
    return undefined;
  });
  closers.unshift(() => parts.payments.rounds.stop());
  closers.unshift(() => parts.smsPoller.stop());
  closers.unshift(() => scheduler.stop());
  await scheduler.start();
  parts.payments.rounds.start();
  parts.smsPoller.start();
  closers.unshift(() => autopay.stop());
  autopay.start();
  const beat = setInterval(() => {
    hub.beat().catch(onError);
  }, HEARTBEAT_MS);
  const look = setInterval(() => {
    if (hub.size > 0) hub.wake();
  }, POLL_EVENTS_MS);
  for (const timer of [beat, look]) timer.unref();
  closers.unshift(() => {
    clearInterval(beat);
    clearInterval(look);
    return undefined;
  });
  if (options.address.kind === 'postgres') {
    closers.unshift(
      await listenToInstances(options.address.url, {
        onEvents: () => {
          hub.wake();
        },
        onSessionEnd: (id) => {
          hub.endSession(id, 'session-ended');
        },
        onError,
      }),
    );
  }
}

async function listen(app: FastifyInstance, host: string, port: number): Promise<string> {
  try {
    await app.listen({ host, port });
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : '';
    if (code !== 'EADDRINUSE' && code !== 'EACCES') throw error;
    throw new StartFailure('service-port-taken', `Port ${port} cannot be used (${code}).`, { cause: error });
  }
  const address = app.server.address() as AddressInfo;
  return `http://${address.family === 'IPv6' ? `[${address.address}]` : address.address}:${address.port}`;
}
