/** Lets the service know that the person is there although the program asks it nothing. */
export interface Presence {
  /** The person did something. */
  active(): void;
  /** Whether it is told: for sessions that the service ends by idling. */
  watch(needed: boolean): void;
}

/** Told at most once in this time, and once more after the last doing: the service never ends it before the program. */
const TELL_EVERY_MS = 60_000;

/**
 * @param ports.tell asks the service something that counts as the person's doing
 * @param ports.later calls back after ms; returns how to call it off
 */
export function createPresence(ports: {
  readonly tell: () => void;
  readonly later: (ms: number, run: () => void) => () => void;
}): Presence {
  let needed = false;
  let callOff: (() => void) | null = null;
  let since = false;
  const wait = (): void => {
    since = false;
    callOff = ports.later(TELL_EVERY_MS, () => {
      callOff = null;
      if (since) tell();
    });
  };
  const tell = (): void => {
    ports.tell();
    wait();
  };
  return {
    active(): void {
      if (!needed) return;
      if (callOff === null) tell();
      else since = true;
    },
    watch(next): void {
      if (next === needed) return;
      needed = next;
      callOff?.();
      callOff = null;
      // Whoever just signed in was heard of by that.
      if (needed) wait();
    },
  };
}
