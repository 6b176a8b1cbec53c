/** Reads ms UTC; never goes back. */
export type TimeSource = () => number;

/**
 * The computer's time, the only place of the service that reads it. With `start` the service begins at that
 * moment (ms UTC) whatever the computer says, and time passes from there: tests and pictures need the same day.
 */
export function systemTime(start?: number): TimeSource {
  const begin = Date.now();
  const shift = start === undefined ? 0 : start - begin;
  let last = begin + shift;
  return () => {
    // A computer's clock set back must not set the operator's back: a day would be billed in the wrong order.
    last = Math.max(last, Date.now() + shift);
    return last;
  };
}
