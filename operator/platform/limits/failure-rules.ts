import type { AccountRules } from '#protocol/api/profile.ts';

/**
 * Wait after consecutive failures, ms: 0 below the allowed number of attempts, then doubling from the first wait up to
 * the maximum.
 */
export function waitAfterFailures(failures: number, rules: AccountRules): number {
  if (failures < rules.signInTries) return 0;
  const doublings = Math.min(failures - rules.signInTries, 40);
  return Math.min(rules.signInFirstWaitMs * 2 ** doublings, rules.signInLongestWaitMs);
}

/** Attempts left before a wait. */
export function triesLeft(failures: number, rules: AccountRules): number {
  return Math.max(0, rules.signInTries - failures);
}
