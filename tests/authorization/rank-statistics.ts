/** Value in the middle of several. */
export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const upper = sorted[Math.floor(sorted.length / 2)] ?? NaN;
  const lower = sorted[Math.floor((sorted.length - 1) / 2)] ?? NaN;
  return (lower + upper) / 2;
}

/**
 * How often a value of the first sample is larger than one of the second, 0 to 1, equal ones counting half: the
 * statistic U of Mann and Whitney over its largest value. 0.5 where nothing tells the two apart; 0 or 1 where every
 * single value does. It is also how often somebody who holds one value of each would tell right which is which.
 *
 * It looks at the order alone, so a few values that the machine delayed count no more than any others.
 */
export function largerShare(first: readonly number[], second: readonly number[]): number {
  let larger = 0;
  for (const one of first) {
    for (const other of second) larger += one > other ? 1 : one === other ? 0.5 : 0;
  }
  return larger / (first.length * second.length);
}

/** Standard deviation of `largerShare` where both samples are of the same distribution (normal approximation of U). */
export function shareDeviation(first: number, second: number): number {
  return Math.sqrt((first + second + 1) / (12 * first * second));
}
