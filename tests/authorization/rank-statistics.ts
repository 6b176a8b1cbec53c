/** Median of the values. */
export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const upper = sorted[Math.floor(sorted.length / 2)] ?? NaN;
  const lower = sorted[Math.floor((sorted.length - 1) / 2)] ?? NaN;
  return (lower + upper) / 2;
}

/**
 * Probability (0 to 1) that a value of the first sample is larger than one of the second, ties counting half: the
 * Mann-Whitney U statistic divided by its maximum. 0.5 when the samples are indistinguishable, 0 or 1 when fully
 * separated. Also the success rate of guessing from one value of each which sample is which.
 *
 * Uses ranks only, so that a few values delayed by the machine have no extra weight.
 */
export function largerShare(first: readonly number[], second: readonly number[]): number {
  let larger = 0;
  for (const one of first) {
    for (const other of second) larger += one > other ? 1 : one === other ? 0.5 : 0;
  }
  return larger / (first.length * second.length);
}

/** Standard deviation of `largerShare` for two samples of one distribution (normal approximation of U). */
export function shareDeviation(first: number, second: number): number {
  return Math.sqrt((first + second + 1) / (12 * first * second));
}
