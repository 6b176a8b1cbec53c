import { Worker } from 'node:worker_threads';

export interface TimedRequest {
  readonly url: string;
  /** JSON body. */
  readonly body: string;
  readonly token: string | null;
}

export interface TimedAnswer {
  /** Time from sending to the response headers. */
  readonly ms: number;
  readonly status: number;
}

/** Measures response times in a separate thread, so that work after the response is not included. */
export interface Stopwatch {
  time(request: TimedRequest): Promise<TimedAnswer>;
  stop(): Promise<unknown>;
}

/** Starts the worker thread. Test helper. */
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
