const second = 1_000;
const minute = 60 * second;
const hour = 60 * minute;

/** Retry delays after the first, second, … attempt; the last one repeats. Short at first: most outages are restarts. */
const waits = [
  2 * second,
  5 * second,
  15 * second,
  30 * second,
  minute,
  2 * minute,
  5 * minute,
  10 * minute,
  30 * minute,
  hour,
];

/** Age at which unsent mail is given up, ms of the service's clock. */
export const givenUpAfterMs = 24 * hour;

/** Delay before the next attempt after `tries` attempts (at least one), ms. */
export function retryAfterMs(tries: number): number {
  return waits[Math.min(Math.max(tries, 1), waits.length) - 1] ?? hour;
}

/** Whether a mail is too old for another attempt. Every mail gets at least one attempt. `createdAt`, `now`: ms UTC. */
export function isGivenUp({ createdAt, tries }: { createdAt: number; tries: number }, now: number): boolean {
  return tries > 0 && now - createdAt >= givenUpAfterMs;
}
