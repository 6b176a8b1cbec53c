import { backoffMs, type RetryPlan } from './retry.ts';

/** Asks again, ever more rarely, for what could not be had although the line is up (one question that fails, or is limited). */
export interface AskAgain {
  /** It could not be had: ask again later. While a wait runs, another one changes nothing. */
  failed(): void;
  /** It was had: the next wait begins small again. */
  had(): void;
}

const PLAN: RetryPlan = { tries: Number.POSITIVE_INFINITY, firstMs: 4_000, longestMs: 60_000 };

/**
 * @param ports.ask what asks again
 * @param ports.later calls back after ms; returns how to call it off
 */
export function createAskAgain(ports: {
  readonly ask: () => void;
  readonly later: (ms: number, run: () => void) => () => void;
  readonly random: () => number;
}): AskAgain {
  let failures = 0;
  let callOff: (() => void) | null = null;
  return {
    failed(): void {
      if (callOff !== null) return;
      failures += 1;
      callOff = ports.later(backoffMs(PLAN, failures, ports.random), () => {
        callOff = null;
        ports.ask();
      });
    },
    had(): void {
      failures = 0;
      callOff?.();
      callOff = null;
    },
  };
}
