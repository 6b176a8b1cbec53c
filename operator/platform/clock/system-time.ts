/** Reads ms UTC; never goes back. */
export type TimeSource = () => number;

/** The computer's time, ms UTC; the only place of the service that reads it. */
export function systemTime(): TimeSource {
  let last = Date.now();
  return () => {
    // A computer's clock set back must not set the operator's back: a day would be billed in the wrong order.
    last = Math.max(last, Date.now());
    return last;
  };
}
