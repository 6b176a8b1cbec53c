/** What idling leads to, and when. */
export interface IdlePlan {
  /** Idle time at which it ends, ms. */
  readonly afterMs: number;
  /** How long before the end the person is warned, ms; null: it ends without a word. */
  readonly warnMs: number | null;
}

/** Watches how long the person has been away: ends a session on somebody else's computer, locks one on their own. */
export interface IdleLock {
  /**
   * The person did something in the program. Answers whether it counts: once they are warned, only an answer to the
   * warning does, so that a mouse pushed by chance keeps nothing open, and a click meant for the warning meets nothing
   * that was behind it.
   */
  active(): boolean;
  /** The person answered the warning: they are here. */
  stay(): void;
  /** Watches by a plan from now on, or stops with null. Another plan for the same person keeps the time passed. */
  watch(plan: IdlePlan | null): void;
  /** The computer falls asleep: what is done until it wakes does not make the time asleep undone. */
  fallsAsleep(): void;
  /** The computer slept this long, ms; time asleep is idle time. */
  wakes(sleptMs: number): void;
}

/** How often it is looked at: a warning or an end comes at most this late. */
const LOOK_EVERY_MS = 5_000;

/**
 * @param ports.now monotonic ms (a changed wall clock neither locks nor keeps open)
 * @param ports.later calls back after ms; returns how to call it off
 * @param ports.warn told once that it ends in so many ms, and null when it does not after all
 * @param ports.end the person has been away for the whole time
 */
export function createIdleLock(ports: {
  readonly now: () => number;
  readonly later: (ms: number, run: () => void) => () => void;
  readonly warn: (endsInMs: number | null) => void;
  readonly end: () => void;
}): IdleLock {
  let plan: IdlePlan | null = null;
  /** Idle time so far is what passed since `last`, and `before` it. */
  let last = 0;
  let before = 0;
  let atSleep: number | null = null;
  let warned = false;
  let callOff: (() => void) | null = null;

  const idle = (): number => ports.now() - last + before;
  const setIdle = (ms: number): void => {
    last = ports.now();
    before = ms;
  };
  const unwarn = (): void => {
    if (!warned) return;
    warned = false;
    ports.warn(null);
  };
  const stop = (): void => {
    callOff?.();
    callOff = null;
    plan = null;
    unwarn();
  };
  const look = (): void => {
    callOff?.();
    callOff = null;
    if (plan === null) return;
    const left = plan.afterMs - idle();
    if (left <= 0) {
      stop();
      ports.end();
      return;
    }
    const toWarning = plan.warnMs === null ? left : left - plan.warnMs;
    if (toWarning > 0) {
      unwarn();
    } else if (!warned && plan.warnMs !== null) {
      warned = true;
      ports.warn(Math.round(left));
    }
    callOff = ports.later(Math.min(toWarning > 0 ? toWarning : left, LOOK_EVERY_MS), look);
  };
  return {
    active(): boolean {
      if (warned) return false;
      setIdle(0);
      return true;
    },
    stay(): void {
      setIdle(0);
      unwarn();
    },
    watch(next): void {
      if (next === null) {
        stop();
        return;
      }
      if (plan === null) {
        setIdle(0);
        atSleep = null;
      }
      plan = next;
      look();
    },
    fallsAsleep(): void {
      atSleep = idle();
    },
    wakes(sleptMs): void {
      // Some systems' monotonic clocks run on in sleep, others stand still: what counts is the time before and the sleep.
      setIdle((atSleep ?? idle()) + Math.max(0, sleptMs));
      atSleep = null;
      look();
    },
  };
}
