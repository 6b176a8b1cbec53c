/** Ends a session on somebody else's computer after idling. */
export interface IdleLock {
  /** The person did something in the program. */
  active(): void;
  /** Starts to watch, or stops with null. */
  watch(idleMs: number | null): void;
  /** The computer slept this long; time asleep is idle time. */
  slept(ms: number): void;
}

/** How often it is looked at: the lock falls at most this late. */
const LOOK_EVERY_MS = 5_000;

/**
 * @param ports.now monotonic ms (a changed wall clock neither locks nor keeps open)
 * @param ports.later calls back after ms; returns how to call it off
 */
export function createIdleLock(ports: {
  readonly now: () => number;
  readonly later: (ms: number, run: () => void) => () => void;
  readonly lock: () => void;
}): IdleLock {
  let limit: number | null = null;
  let last = 0;
  let asleep = 0;
  let callOff: (() => void) | null = null;
  const look = (): void => {
    callOff?.();
    callOff = null;
    if (limit === null) return;
    const left = limit - (ports.now() - last + asleep);
    if (left <= 0) {
      limit = null;
      ports.lock();
      return;
    }
    callOff = ports.later(Math.min(left, LOOK_EVERY_MS), look);
  };
  return {
    active(): void {
      last = ports.now();
      asleep = 0;
    },
    watch(idleMs): void {
      if (limit === idleMs) return;
      limit = idleMs;
      last = ports.now();
      asleep = 0;
      look();
    },
    slept(ms): void {
      asleep += Math.max(0, ms);
      look();
    },
  };
}
