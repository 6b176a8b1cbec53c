import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ntvPlus } from '../profile/ntv-plus.ts';
import { triesLeft, waitAfterFailures } from './failure-rules.ts';

const rules = ntvPlus.accounts;

describe('waits after failures', () => {
  it('start at 30 s with the fifth failure, double, and stop at one hour', () => {
    const waits = [4, 5, 6, 7, 11, 12, 1_000].map((failures) => waitAfterFailures(failures, rules) / 1_000);
    expect(waits).toEqual([0, 30, 60, 120, 1_920, 3_600, 3_600]);
    expect([0, 1, 4, 5, 9].map((failures) => triesLeft(failures, rules))).toEqual([5, 4, 1, 0, 0]);
  });
  it('never decrease', () => {
    fc.assert(
      fc.property(fc.nat(5_000), (failures) => {
        expect(waitAfterFailures(failures + 1, rules)).toBeGreaterThanOrEqual(waitAfterFailures(failures, rules));
      }),
    );
  });
});
