/**
 * @typedef {{ id: string, name: string }} Feature
 * @typedef {{ title: string, file: string, status: 'passing' | 'failing' | 'skipped' }} FeatureTest
 * @typedef {{ id: string, status: 'passing' | 'failing' | 'missing', tests: FeatureTest[] }} FeatureRow
 */

/**
 * The feature ids of a test title: `[S16][S17] pays by card` → S16, S17.
 *
 * @param {string} title
 * @returns {string[]}
 */
export function idsOf(title) {
  return [...title.matchAll(/\[([SB]\d{2})\]/g)].map((match) => match[1] ?? '');
}

/**
 * One row per feature. A feature with only skipped tests is missing.
 *
 * @param {Feature[]} features
 * @param {FeatureTest[]} tests
 * @returns {FeatureRow[]}
 */
export function featureRows(features, tests) {
  return features.map(({ id }) => {
    const own = tests.filter((test) => idsOf(test.title).includes(id));
    const ran = own.filter((test) => test.status !== 'skipped');
    const failed = ran.some((test) => test.status === 'failing');
    return { id, status: ran.length === 0 ? 'missing' : failed ? 'failing' : 'passing', tests: own };
  });
}

/**
 * Ids in titles that are not in the list: a misspelled id would otherwise hide a test.
 *
 * @param {Feature[]} features
 * @param {FeatureTest[]} tests
 * @returns {string[]}
 */
export function unknownIds(features, tests) {
  const known = new Set(features.map((feature) => feature.id));
  return [...new Set(tests.flatMap((test) => idsOf(test.title)))].filter((id) => !known.has(id)).sort();
}

/**
 * @param {FeatureRow[]} rows
 * @param {{ all: boolean }} options all: a missing feature fails too
 * @returns {number} exit status
 */
export function featureStatus(rows, { all }) {
  const bad = rows.some((row) => row.status === 'failing' || (all && row.status === 'missing'));
  return bad ? 1 : 0;
}

/**
 * @param {Feature[]} features
 * @param {FeatureRow[]} rows
 * @returns {string}
 */
export function featureText(features, rows) {
  const names = new Map(features.map((feature) => [feature.id, feature.name]));
  const lines = rows.map(
    (row) => `${row.id}  ${row.status.padEnd(8)} ${String(row.tests.length).padStart(3)}  ${names.get(row.id)}`,
  );
  /** @param {FeatureRow['status']} status */
  const count = (status) => rows.filter((row) => row.status === status).length;
  const sum = `${count('passing')} passing, ${count('failing')} failing, ${count('missing')} missing`;
  return [...lines, sum, ''].join('\n');
}
