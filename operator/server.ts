import type { AddressInfo } from 'node:net';
import type { FastifyInstance } from 'fastify';
import type { DemoSubscriber } from '#protocol/http/demo.ts';
import { createAccountDeps, type AccountDeps } from './accounts/account-deps.ts';
import { accountCreator, type CreateAccount } from './accounts/accounts.ts';
import { createPasswords, type PasswordCost } from './accounts/passwords.ts';
import { sweepIdentities } from './accounts/identities/tickets.ts';
import { createSessions, type Sessions } from './accounts/sessions.ts';
import { purgeAccountRows } from './accounts/tidy.ts';
import { buildApp } from './app.ts';
import { billThroughToday } from './billing/daily-job.ts';
import type { TimeSource } from './clock/system-time.ts';
import { consoleActions } from './console/console-actions.ts';
import { readOverview } from './contracts/overview.ts';
import { openCore, type Core } from './core.ts';
import { createNetworks, type Networks } from './gateways/identity/networks.ts';
import type { DatabaseAddress } from './database/connect.ts';
import { createEventSource } from './events/event-source.ts';
import { createEventHub, type EventHub } from './events/hub.ts';
import { listenToInstances } from './events/listener.ts';
import type { Readiness } from './health/health-routes.ts';
import type { LogSink } from './http/logging.ts';
import { usualLimits, type Limits } from './http/rate-limits.ts';
import type { LetterLog } from './letters/outbox.ts';
import { createPost, type MailOptions, type Post } from './letters/post.ts';
import { loadProfile } from './profile/load.ts';
import { withoutMocks } from './profile/without-mocks.ts';
import { createScheduler, type Scheduler } from './scheduler.ts';
import { isDemo, readDemoSubscribers } from './seed/guard.ts';
import { StartFailure } from './start-failure.ts';
import { version } from './version.ts';

export interface StartOptions {
  readonly address: DatabaseAddress;
  /** Name or address to listen on; loopback unless given. */
  readonly host?: string;
  /** 0: any free port. */
  readonly port: number;
  /** Where people find a service that is not on loopback, `https://host[:port]`. */
  readonly publicOrigin?: string;
  /** Real people's data: nothing that is only a demonstration is offered. */
  readonly production?: boolean;
  /** Seeds demo data into an empty database. */
  readonly demo: boolean;
  /** Offers the operator console; on loopback alone. */
  readonly console: boolean;
  /** Where letters leave through; the built-in mail catcher unless given. */
  readonly mail?: MailOptions;
  /** The computer's time unless given. */
  readonly time?: TimeSource;
  /** The moment (ms UTC) at which a fresh database's clock begins. */
  readonly clockStart?: number | undefined;
  /** pino's level; `info` unless given. */
  readonly logLevel?: string;
  /** Where lines of the log go; standard error unless given. */
  readonly logSink?: LogSink;
  readonly limits?: Partial<Limits>;
  /** Cost of password hashes; the full one unless given (tests). */
  readonly passwordCost?: PasswordCost;
  /** The reference page; `registerDocs` of http/docs-page.ts in the standalone service. */
  readonly docs?: (app: FastifyInstance) => Promise<void>;
  /** Closes when the process is asked to end (SIGTERM, SIGINT). */
  readonly closeOnSignals?: boolean;
}

/** A service that is ready. */
export interface RunningServer {
  /** `http://127.0.0.1:PORT` */
  readonly origin: string;
  readonly core: Core;
  /** Stops gracefully: not ready any more, streams ended, requests under way finished or cut after a while. */
  close(): Promise<void>;
}

const HEARTBEAT_MS = 15_000;
/** How often the events are looked at without being told: what another process on the same SQLite file wrote. */
const LOOK_FOR_EVENTS_MS = 1_000;
const CLOSE_WITHIN_MS = 5_000;
const LOOPBACK = new Set(['127.0.0.1', '::1', 'localhost']);

/**
 * Starts the operator service: opens and migrates the database, listens, seeds when asked to, catches up with the
 * billing, and is then ready. Until it is, everything but health answers `service-unavailable`.
 *
 * Errors: `StorageFailure` (`database-newer`, `database-damaged`, `storage-full`), `StartFailure`
 * (`service-port-taken`); nothing stays open after one.
 */
export async function startServer(options: StartOptions): Promise<RunningServer> {
  const sink = options.logSink ?? { write: (line: string) => void process.stderr.write(line) };
  const host = options.host ?? '127.0.0.1';
  const loopbackOnly = LOOPBACK.has(host);
  if (options.console && !loopbackOnly) throw new StartFailure('service-failed', 'The console is for loopback alone.');
  // Until there is an app, there is no log; what fails then is thrown.
  const nothing = (): void => undefined;
  const log: StartLog = { error: nothing, info: nothing, warn: nothing };
  const core = await openCore({
    address: options.address,
    ...(options.time ? { time: options.time } : {}),
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
    const parts = assemble(core, options, log, () => options.publicOrigin ?? place.origin);
    const app = await buildApp({
      core,
      sessions: parts.sessions,
      accounts: parts.accounts,
      networks: parts.networks,
      publicOrigin: options.publicOrigin ?? null,
      hub: parts.hub,
      readOverview: (contractNumber, label) => readOverview(core, contractNumber, label),
      readiness,
      version,
      loopbackOnly,
      limits: { ...usualLimits, ...options.limits },
      log: { level: options.logLevel ?? 'info', sink },
      console: options.console
        ? consoleActions(core, {
            scheduler: parts.scheduler,
            post: parts.post,
            networks: parts.networks,
            afterMove: () => parts.hub.beat(),
          })
        : null,
      demoSubscribers: () => parts.demoSubscribers,
      docs: options.docs,
    });
    log.error = (error) => {
      app.log.error({ err: error }, 'background work failed');
    };
    log.info = app.log.info.bind(app.log);
    log.warn = app.log.warn.bind(app.log);
    closers.unshift(() => parts.post.close());
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
    parts.post.letters.start();
    app.log.info({ origin, version }, 'ready');
    return { origin, core, close };
  } catch (error) {
    await close();
    throw error;
  }
}

/** The app's log, once there is one. */
interface StartLog extends LetterLog {
  error: (error: unknown) => void;
  info: LetterLog['info'];
  warn: LetterLog['warn'];
}

interface Parts {
  readonly sessions: Sessions;
  readonly accounts: AccountDeps;
  readonly post: Post;
  readonly networks: Networks;
  readonly hub: EventHub;
  readonly scheduler: Scheduler;
  readonly createAccount: CreateAccount;
  readonly onError: (error: unknown) => void;
  demoSubscribers: readonly DemoSubscriber[] | null;
}

type Closer = () => Promise<unknown> | undefined;

function assemble(core: Core, options: StartOptions, log: StartLog, origin: () => string): Parts {
  const { clock, db, profile } = core;
  const onError = (error: unknown): void => {
    log.error(error);
  };
  const passwords = createPasswords(options.passwordCost);
  const sessions = createSessions({ db, clock, rules: profile.accounts, passwords });
  const post = createPost(core, {
    ...options.mail,
    origin,
    log: { info: (fields, text) => log.info(fields, text), warn: (fields, text) => log.warn(fields, text) },
    onError,
  });
  const hub = createEventHub({
    source: createEventSource(db),
    standings: (ids) => sessions.standings(ids),
    streamsPerSession: { ...usualLimits, ...options.limits }.streamsPerSession,
    onError,
  });
  const scheduler = createScheduler({
    clock,
    timeZone: profile.timeZone,
    runDays: () => billThroughToday(core),
    async tidy() {
      await sessions.purge();
      await post.tidy();
      await sweepIdentities(db, clock.now(), profile.accounts);
      await purgeAccountRows(db, clock.now(), profile.accounts);
    },
    onError,
  });
  const accounts = createAccountDeps(core, { passwords, sessions, letters: post.letters });
  const createAccount = accountCreator(passwords, () => clock.now());
  const networks = createNetworks({ clientName: profile.brand });
  return { sessions, accounts, post, networks, hub, scheduler, createAccount, onError, demoSubscribers: null };
}

/** What happens between listening and being ready; adds to `closers` what is to be undone. */
async function start(core: Core, options: StartOptions, parts: Parts, closers: Closer[]): Promise<void> {
  const { sessions, hub, scheduler, onError } = parts;
  if (options.demo && !(await isDemo(core.db))) {
    // Loaded when wanted: a start on data that is there has no use for it.
    const { seedDemo } = await import('./seed/seed-demo.ts');
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
  closers.unshift(() => scheduler.stop());
  await scheduler.start();
  const beat = setInterval(() => {
    hub.beat().catch(onError);
  }, HEARTBEAT_MS);
  const look = setInterval(() => {
    if (hub.size > 0) hub.wake();
  }, LOOK_FOR_EVENTS_MS);
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

/** Lets requests under way finish; cuts those that take too long. */
async function closeApp(app: FastifyInstance): Promise<void> {
  const cut = setTimeout(() => {
    app.server.closeAllConnections();
  }, CLOSE_WITHIN_MS);
  await app.close();
  clearTimeout(cut);
}

/** Waits for something, but not for ever: a long billing run is cut between two of its transactions. */
async function bounded(work: Promise<unknown> | undefined): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const bound = new Promise<void>((resolve) => {
    timer = setTimeout(resolve, CLOSE_WITHIN_MS + 1_000);
  });
  try {
    await Promise.race([work, bound]);
  } finally {
    clearTimeout(timer);
  }
}

/** Undoes one after another; what fails or hangs does not keep the rest from being undone. */
async function closeAll(readiness: Readiness, closers: readonly Closer[]): Promise<void> {
  readiness.status = 'stopping';
  let failure: unknown = null;
  for (const one of closers) {
    try {
      await bounded(one());
    } catch (error) {
      failure ??= error;
    }
  }
  if (failure !== null) throw failure as Error;
}

/** Returns how to leave the signals alone again. */
function onSignals(close: () => Promise<void>): Closer {
  const asked = (): void => {
    close().then(
      () => process.exit(0),
      () => process.exit(1),
    );
  };
  process.once('SIGTERM', asked);
  process.once('SIGINT', asked);
  return () => {
    process.off('SIGTERM', asked);
    process.off('SIGINT', asked);
    return undefined;
  };
}
