/**
 * Shows which features the last end-to-end runs prove.
 *
 * Usage: npm run features [-- --json] [-- --all]
 *
 * --json  standard output contains only an array of {id, status, tests: [{title, file, status}]} (run with `npm run -s`)
 * --all   fails also when a feature has no test
 *
 * Exit status: 1 when a feature has a failing test (with --all also when one is missing), else 0.
 */
import './bootstrap.mjs';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { featureRows, featureStatus, featureText, unknownIds } from './support/feature-table.mjs';
import { main } from './support/main.mjs';
import { projectRoot } from './support/paths.mjs';
import { reports } from './support/reports.mjs';
import { flattenPlaywright, readReport } from './support/results.mjs';
import { say } from './support/say.mjs';

await main(async () => {
  const options = process.argv.slice(2);
  const features = JSON.parse(readFileSync(path.join(projectRoot, 'docs', 'features.json'), 'utf8'));
  const tests = [reports.e2e, reports.packaged].flatMap((report) => {
    const found = readReport(path.join(projectRoot, report));
    if (found === undefined) say(`no report in ${report}; run the end-to-end tests first`);
    return flattenPlaywright(found);
  });
  const unknown = unknownIds(features, tests);
  if (unknown.length > 0) throw new Error(`Test titles name features that do not exist: ${unknown.join(', ')}`);
  const rows = featureRows(features, tests);
  process.stdout.write(options.includes('--json') ? `${JSON.stringify(rows, null, 2)}\n` : featureText(features, rows));
  return featureStatus(rows, { all: options.includes('--all') });
});
