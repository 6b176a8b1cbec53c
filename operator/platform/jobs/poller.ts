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
  let queue: Promise<void> = Promise.resolve();
  let timer: NodeJS.Timeout | null = null;
  const run = (): Promise<void> => {
    const mine = queue.then(work);
    queue = mine.catch(() => undefined);
    return mine;
  };
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
      await queue;
    },
  };
}
