const FIRST_WAIT_MS = 1_000;
const LONGEST_WAIT_MS = 6 * 3_600_000;
const GROWTH = 3;

/** How often a webhook is sent at most: the last time some two days after the first. */
export const MOST_ATTEMPTS = 16;

/** How long to wait after so many failed attempts (from 1), ms: a second, and three times as long each time. */
export function retryDelayMs(attempts: number): number {
  return Math.min(FIRST_WAIT_MS * GROWTH ** (attempts - 1), LONGEST_WAIT_MS);
}
