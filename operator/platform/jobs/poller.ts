import PQueue from 'p-queue';

/** Work that is done from time to time, one run at a time. */
export interface Rounds {
  start(): void;
  /** Does it now, after the run that is under way. */
  run(): Promise<void>;
  /** Stops, and ends when a run under way has ended. */
  stop(): Promise<void>;
}

/** Makes rounds of some work, in the computer's time: the operator's clock may be moved, and waiting is not. */
export function makeRounds(everyMs: number, work: () => Promise<void>, onError: (error: unknown) => void): Rounds {
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
