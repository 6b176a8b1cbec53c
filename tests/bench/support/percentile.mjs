/**
 * @param {readonly number[]} values at least one
 * @param {number} share 0 to 1
 */
export function percentile(values, share) {
  const sorted = values.toSorted((a, b) => a - b);
  const place = Math.min(sorted.length - 1, Math.ceil(sorted.length * share) - 1);
  const found = sorted[Math.max(0, place)];
  if (found === undefined) throw new Error('nothing was measured');
  return found;
}
