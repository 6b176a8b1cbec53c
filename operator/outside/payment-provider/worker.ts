import type { OrderBook } from './order-book.ts';
import type { WebhookSender } from './webhook-sender.ts';

export interface WorkerDeps {
  readonly book: Pick<OrderBook, 'lapse' | 'nextLapse'>;
  readonly sender: WebhookSender;
  /** ms UTC */
  readonly now: () => number;
  readonly onError: (error: unknown) => void;
}

/** Does what is due in the background: ends orders whose time is up, sends webhooks. */
export interface Worker {
  start(): void;
  /** Something changed: looks at what is due now, and when the next thing will be. */
  wake(): void;
  runDue(): Promise<void>;
  /** Ends when what is under way has ended. */
  stop(): Promise<void>;
}

/** No timer waits longer, ms: computers sleep, and another process may have added something. */
const LONGEST_WAIT_MS = 20_000;
/** After a failure (a full disk) it does not try again at once. */
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
    // Armed before the sends too: while one hangs, other things fall due.
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
