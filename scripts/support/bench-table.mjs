/**
 * @typedef {object} BenchRow
 * @property {string} name
 * @property {string} unit
 * @property {number} value
 * @property {number | null} baseline null when the budget is an absolute value
 * @property {number | null} ratio
 * @property {number} budget
 * @property {boolean} pass
 */

/**
 * Validates the rows of a benchmark, so that a row without its figures does not count as a measurement.
 *
 * @param {unknown} rows
 * @returns {string[]}
 */
export function benchProblems(rows) {
  if (!Array.isArray(rows) || rows.length === 0) return ['the benchmark gave no rows'];
  return rows.flatMap((row) => {
    const name = typeof row?.name === 'string' ? row.name : 'a row without a name';
    /** @param {unknown} value */
    const number = (value) => typeof value === 'number' && Number.isFinite(value);
    const problems = [];
    if (typeof row?.unit !== 'string') problems.push(`${name}: no unit`);
    if (!number(row?.value)) problems.push(`${name}: no value`);
    if (!number(row?.budget)) problems.push(`${name}: no budget`);
    if (typeof row?.pass !== 'boolean') problems.push(`${name}: no verdict`);
    if (row?.baseline !== null && !number(row?.baseline)) problems.push(`${name}: no baseline`);
    if (row?.ratio !== null && !number(row?.ratio)) problems.push(`${name}: no ratio`);
    return problems;
  });
}

/**
 * @param {BenchRow[]} rows
 * @returns {string}
 */
export function benchText(rows) {
  /** @param {number | null} value */
  const figure = (value) => (value === null ? '-' : String(Math.round(value * 1000) / 1000));
  const lines = rows.map((row) =>
    [
      row.pass ? 'ok    ' : 'FAILED',
      row.name,
      `${figure(row.value)} ${row.unit}`,
      `baseline ${figure(row.baseline)}`,
      `ratio ${figure(row.ratio)}`,
      `budget ${figure(row.budget)}`,
    ].join('  '),
  );
  return [...lines, ''].join('\n');
}
