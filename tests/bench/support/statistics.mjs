/**
 * @typedef {object} Summary
 * @property {number} median
 * @property {number} low lower quartile
 * @property {number} high upper quartile
 * @property {number} count
 */

/**
 * Median and quartiles, because a mean is distorted by other work on the machine.
 *
 * @param {number[]} values at least one
 * @returns {Summary}
 */
export function summary(values) {
  if (values.length === 0) throw new Error('nothing was measured');
  const sorted = [...values].sort((a, b) => a - b);
  return {
    median: quantile(sorted, 0.5),
    low: quantile(sorted, 0.25),
    high: quantile(sorted, 0.75),
    count: sorted.length,
  };
}

/**
 * @param {number[]} sorted
 * @param {number} share 0 to 1
 */
function quantile(sorted, share) {
  const place = (sorted.length - 1) * share;
  const below = Math.floor(place);
  const low = sorted[below] ?? 0;
  const high = sorted[below + 1] ?? low;
  return low + (high - low) * (place - below);
}

/**
 * @param {Summary} figures
 * @param {string} unit
 * @returns {string} `812 ms (IQR 790–833, n = 10)`
 */
export function summaryText(figures, unit) {
  const round = (/** @type {number} */ value) => String(Math.round(value * 10) / 10);
  return `${round(figures.median)} ${unit} (IQR ${round(figures.low)}–${round(figures.high)}, n = ${figures.count})`;
}
