import PQueue from 'p-queue';

/** Runs work at an interval, one run at a time. */
export interface Poller {
  start(): void;
  /** Runs now, after a run in progress. */
  run(): Promise<void>;
  /** Stops; resolves when a run in progress has ended. */
  stop(): Promise<void>;
}

/** Creates a poller. Uses system time: moving the operator's clock does not change intervals. */
export function createPoller(everyMs: number, work: () => Promise<void>, onError: (error: unknown) => void): Poller {
  const queue = new PQueue({ concurrency: 1 });
  let timer: NodeJS.Timeout | null = null;
  const run = (): Promise<void> => queue.add(work);
  return {
    run,
    start() {
      timer = setInterval(() => {
        run().catch(onError);
      }, everyMs);
      timer.unref();
    },
    async stop() {
      if (timer !== null) clearInterval(timer);
      await queue.onIdle();
    },
  };
}
