/** Whether a crashed thing is started again, and after how long. */
export interface CrashPolicy {
  /** Delay in ms before the next try, or null: enough tries for now. */
  next(): number | null;
  /** Forgets what happened: a person asked for a new try. */
  reset(): void;
}

/**
 * Waits grow from `firstMs` by doubling; after `tries` within `windowMs` it is given up.
 *
 * @param now monotonic ms
 */
export function createCrashPolicy(options: {
  readonly tries: number;
  readonly windowMs: number;
  readonly firstMs: number;
  readonly now: () => number;
}): CrashPolicy {
  let crashes: number[] = [];
  return {
    next(): number | null {
      const at = options.now();
      crashes = [...crashes.filter((crash) => at - crash < options.windowMs), at];
      return crashes.length > options.tries ? null : options.firstMs * 2 ** (crashes.length - 1);
    },
    reset(): void {
      crashes = [];
    },
  };
}
