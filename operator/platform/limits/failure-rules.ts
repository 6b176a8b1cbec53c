import type { AccountRules } from '#protocol/api/profile.ts';

/**
 * How long nobody may try again after so many failures in a row, ms: nothing below the number of tries, then
 * doubling from the first wait up to the longest.
 */
export function waitAfterFailures(failures: number, rules: AccountRules): number {
  if (failures < rules.signInTries) return 0;
  const doublings = Math.min(failures - rules.signInTries, 40);
  return Math.min(rules.signInFirstWaitMs * 2 ** doublings, rules.signInLongestWaitMs);
}

/** Tries left before a wait. */
export function triesLeft(failures: number, rules: AccountRules): number {
  return Math.max(0, rules.signInTries - failures);
}
