/** Returns the current time, ms UTC. Monotonic: never decreases. */
export type TimeSource = () => number;

/** Time source on the system clock, ms UTC. The only place in the service that reads it. */
export function systemTime(): TimeSource {
  let last = Date.now();
  return () => {
    // Never decrease, even if the system clock is set back: billing days must run in order.
    last = Math.max(last, Date.now());
    return last;
  };
}
