import { setTimeout as wait } from 'node:timers/promises';

/** Calls back after ms; returns how to call it off. */
export function later(ms: number, run: () => void): () => void {
  const timer = setTimeout(run, ms);
  return () => {
    clearTimeout(timer);
  };
}

/** Waits; ends early without an error when aborted. */
export async function sleep(ms: number, signal?: AbortSignal): Promise<void> {
  try {
    await wait(ms, undefined, signal ? { signal } : {});
  } catch {
    // Aborted: whoever asked looks at the signal.
  }
}

/** Monotonic ms. */
export function monotonic(): number {
  return performance.now();
}
