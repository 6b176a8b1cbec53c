import { Worker } from 'node:worker_threads';

export interface TimedRequest {
  readonly url: string;
  /** JSON to be posted. */
  readonly body: string;
  readonly token: string | null;
}

export interface TimedAnswer {
  /** From sending until the head of the answer is there. */
  readonly ms: number;
  readonly status: number;
}

/** Measures answers from a thread of its own, as from outside: what the service does after an answer is not seen. */
export interface Stopwatch {
  time(request: TimedRequest): Promise<TimedAnswer>;
  stop(): Promise<unknown>;
}

/** Starts one. For tests alone. */
export function startStopwatch(): Stopwatch {
  const worker = new Worker(new URL('./stopwatch-worker.ts', import.meta.url));
  return {
    time: (request) =>
      new Promise((resolve, reject) => {
        worker.once('error', reject);
        worker.once('message', (answer: TimedAnswer) => {
          worker.off('error', reject);
          resolve(answer);
        });
        worker.postMessage(request);
      }),
    stop: () => worker.terminate(),
  };
}
