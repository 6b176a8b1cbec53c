import { expect, it } from 'vitest';
import { largerShare, median, shareDeviation } from './rank-statistics.ts';

it('median returns the middle value', () => {
  expect(median([3, 1, 2])).toBe(2);
  expect(median([4, 1, 3, 2])).toBe(2.5);
});

it('largerShare counts how often one value is larger than the other', () => {
  expect(largerShare([1, 2, 3], [4, 5])).toBe(0);
  expect(largerShare([4, 5], [1, 2, 3])).toBe(1);
  expect(largerShare([1, 2, 3], [1, 2, 3])).toBe(0.5);
  expect(largerShare([1, 9], [2, 3, 4])).toBe(0.5);
  expect(largerShare([2, 2], [2, 1])).toBe(0.75);
});

it('largerShare does not depend on the size of outliers', () => {
  expect(largerShare([1, 2, 1e9], [1.5, 2.5, 3])).toBe(largerShare([1, 2, 4], [1.5, 2.5, 3]));
});

it('shareDeviation is the deviation for equal distributions', () => {
  // Enumerated for two samples of two values: the share is 0, ¼, ½ (twice), ¾, 1 with equal chances of ⅙ each.
  const variance = [0, 0.25, 0.5, 0.5, 0.75, 1].reduce((sum, share) => sum + (share - 0.5) ** 2 / 6, 0);
  expect(shareDeviation(2, 2)).toBeCloseTo(Math.sqrt(variance), 10);
});
