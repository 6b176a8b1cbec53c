const FIRST_WAIT_MS = 1_000;
const LONGEST_WAIT_MS = 6 * 3_600_000;
const GROWTH = 3;

/** Maximum attempts per webhook; the last is about two days after the first. */
export const MAX_ATTEMPTS = 16;

/** Delay after failed attempts (from 1), ms: one second, tripled each time up to a maximum. */
export function retryDelayMs(attempts: number): number {
  return Math.min(FIRST_WAIT_MS * GROWTH ** (attempts - 1), LONGEST_WAIT_MS);
}
