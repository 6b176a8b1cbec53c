const second = 1_000;
const minute = 60 * second;
const hour = 60 * minute;

/** Waits after the first, second, … try; the last one repeats. Short at first: most outages are a restart. */
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

/** A letter that could not leave for so long is given up, ms by the service's clock. */
export const givenUpAfterMs = 24 * hour;

/** How long to wait after so many tries (at least one), ms. */
export function retryAfterMs(tries: number): number {
  return waits[Math.min(Math.max(tries, 1), waits.length) - 1] ?? hour;
}

/** Whether a letter has waited too long. Every letter is tried once, however old. */
export function isGivenUp({ createdAt, tries }: { createdAt: number; tries: number }, now: number): boolean {
  return tries > 0 && now - createdAt >= givenUpAfterMs;
}
