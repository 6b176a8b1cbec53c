import type { OrderBook } from './order-book.ts';
import type { WebhookSender } from './webhook-sender.ts';

export interface WorkerDeps {
  readonly book: Pick<OrderBook, 'lapse' | 'nextLapse'>;
  readonly sender: WebhookSender;
  /** ms UTC */
  readonly now: () => number;
  readonly onError: (error: unknown) => void;
}

/** Background worker: expires orders and sends webhooks. */
export interface Worker {
  start(): void;
  /** Runs due work now and schedules the next. */
  wake(): void;
  runDue(): Promise<void>;
  /** Stops; resolves when running work has ended. */
  stop(): Promise<void>;
}

/** Longest timer, ms: computers sleep, and other processes may add work. */
const LONGEST_WAIT_MS = 20_000;
/** Minimum delay after a failure (for example a full disk), ms. */
const SHORTEST_WAIT_MS = 250;

export function createWorker({ book, sender, now, onError }: WorkerDeps): Worker {
  let timer: NodeJS.Timeout | null = null;
  let state: 'idle' | 'running' | 'stopped' = 'idle';
  const underWay = new Set<Promise<void>>();

  async function runDue(): Promise<void> {
    await book.lapse();
    await sender.run();
  }

  function wakeIn(ms: number): void {
    if (state !== 'running') return;
    if (timer !== null) clearTimeout(timer);
    timer = setTimeout(wake, Math.min(Math.max(ms, SHORTEST_WAIT_MS), LONGEST_WAIT_MS));
    timer.unref();
  }

  async function arm(): Promise<void> {
    const moments = [await book.nextLapse(), await sender.nextDue()].filter((one) => one !== null);
    wakeIn(Math.min(...moments) - now());
  }

  function wake(): void {
    if (state !== 'running') return;
    // Schedule before sending too: other work may fall due while a request hangs.
    const work = arm()
      .then(runDue)
      .then(arm)
      .catch((error: unknown) => {
        onError(error);
        wakeIn(LONGEST_WAIT_MS);
      })
      .finally(() => underWay.delete(work));
    underWay.add(work);
  }

  return {
    runDue,
    wake,
    start() {
      state = 'running';
      wake();
    },
    async stop() {
      state = 'stopped';
      if (timer !== null) clearTimeout(timer);
      await sender.stop();
      await Promise.all(underWay);
    },
  };
}
