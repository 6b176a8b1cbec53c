import type { AddressInfo } from 'node:net';
import type { FastifyInstance } from 'fastify';
import { newToken } from '../../platform/crypto/tokens.ts';
import { systemTime, type TimeSource } from '../../platform/clock/system-time.ts';
import { closeApp } from '../../platform/lifecycle/closing.ts';
import type { LogSink } from '../../platform/http/logging.ts';
import { StartFailure } from '../../platform/lifecycle/start-failure.ts';
import type { ProviderAccess } from '../../platform/payment-provider/api.ts';
import { noFaults } from './faults.ts';
import { createOrderBook } from './order-book.ts';
import { providerApp } from './provider-app.ts';
import { openProviderClock } from './provider-parts.ts';
import { keepSetting, openStore, readSetting, settled, type Store } from './store.ts';
import { createWorker } from './worker.ts';
import { createWebhookSender, deliverByHttp, type Deliver } from './webhook-sender.ts';

export interface ProviderOptions {
  /** Its SQLite file, created when missing; `:memory:` for tests. */
  readonly file: string;
  /** Host name or address to listen on. Default: loopback. */
  readonly host?: string;
  /** 0: the port of its last start if free, else any. */
  readonly port: number;
  /** Public origin of its pages, if different: `https://host[:port]`. */
  readonly publicOrigin?: string | undefined;
  /** Configured keys. Default: generated and stored. */
  readonly keys?: Omit<ProviderAccess, 'origin'> | undefined;
  /** Default: system time. */
  readonly time?: TimeSource;
  /** How far the operator's clock is ahead of system time, ms. Default: the stored offset. */
  readonly aheadMs?: number;
  readonly log: { readonly level: string; readonly sink: LogSink };
  /** Sends webhooks. Default: over HTTP (tests replace it). */
  readonly deliver?: Deliver;
}

/** A running payment system. */
export interface RunningProvider {
  readonly access: ProviderAccess;
  /** Runs due work now (webhooks, expired orders). */
  runDue(): Promise<void>;
  close(): Promise<void>;
}

const PORT = 'port';

async function listen(app: FastifyInstance, host: string, port: number): Promise<number> {
  await app.listen({ host, port });
  return (app.server.address() as AddressInfo).port;
}

/** Listens on its last port, so that open pages and existing orders keep their URLs. */
async function listenAgain(app: FastifyInstance, host: string, port: number, db: Store): Promise<number> {
  try {
    return await listen(app, host, port === 0 ? Number((await readSetting(db, PORT)) ?? 0) : port);
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : '';
    if (code !== 'EADDRINUSE' && code !== 'EACCES') throw error;
    if (port === 0) return listen(app, host, 0);
    throw new StartFailure('service-port-taken', `Port ${port} cannot be used (${code}).`, { cause: error });
  }
}

async function keysIn(db: Store): Promise<Omit<ProviderAccess, 'origin'>> {
  const [merchantKey, webhookSecret, controlKey] = [
    await settled(db, 'merchant-key', newToken),
    await settled(db, 'webhook-secret', newToken),
    await settled(db, 'control-key', newToken),
  ];
  return { merchantKey, webhookSecret, controlKey };
}

/**
 * Starts the mock payment system with its own origin, store, clock and background work. Accepts only the cards and
 * wallets listed on its pages.
 *
 * @throws `StorageFailure`, `StartFailure` (`service-port-taken`)
 */
export async function startPaymentProvider(options: ProviderOptions): Promise<RunningProvider> {
  const { host = '127.0.0.1', time = systemTime(), deliver = deliverByHttp } = options;
  const db = await openStore(options.file, time());
  const undo: (() => Promise<unknown>)[] = [() => db.destroy()];
  const close = async (): Promise<void> => {
    for (const step of undo.splice(0).reverse()) await step();
  };
  try {
    const keys = options.keys ?? (await keysIn(db));
    const clock = await openProviderClock(db, time, options.aheadMs);
    const faults = noFaults();
    const place = { origin: options.publicOrigin ?? '' };
    const now = (): number => clock.now();
    const onError = (error: unknown): void => {
      app.log.error({ err: error }, 'background work failed');
    };
    const book = createOrderBook({
      db,
      now,
      origin: () => place.origin,
      onChange: () => {
        worker.wake();
      },
    });
    const sender = createWebhookSender({ db, secret: keys.webhookSecret, now, faults, deliver, onError });
    const worker = createWorker({ book, sender, now, onError });
    const app = providerApp(
      {
        keys: { merchant: keys.merchantKey, control: keys.controlKey },
        book,
        clock,
        faults,
        wake: () => {
          worker.wake();
        },
      },
      { loopbackOnly: options.publicOrigin === undefined, log: options.log },
    );
    undo.push(
      () => worker.stop(),
      () => closeApp(app),
    );
    const port = await listenAgain(app, host, options.port, db);
    if (options.port === 0) await keepSetting(db, PORT, String(port));
    const origin = `http://${host.includes(':') ? `[${host}]` : host}:${port}`;
    if (place.origin === '') place.origin = origin;
    worker.start();
    return { access: { origin, ...keys }, runDue: () => worker.runDue(), close };
  } catch (error) {
    await close();
    throw error;
  }
}
