/**
 * Runs all stages: check, end-to-end tests, tests of the packaged program, and the feature table.
 *
 * Usage: npm test
 *
 * Every stage runs even when an earlier one failed, so that one log shows all failures. The last line of the output is
 * `<number> passed, <number> failed`.
 */
import './bootstrap.mjs';
import { rmSync } from 'node:fs';
import path from 'node:path';
import { main } from './support/main.mjs';
import { projectRoot } from './support/paths.mjs';
import { reports } from './support/reports.mjs';
import { countPlaywright, countUnit, readReport, summaryText, total } from './support/results.mjs';
import { run } from './support/run.mjs';

/** @type {{ name: string, script: string, count: () => import('./support/results.mjs').Count }[]} */
const STAGES = [
  { name: 'check', script: 'check.mjs', count: () => countUnit(read(reports.unit)) },
  { name: 'e2e', script: 'e2e.mjs', count: () => countPlaywright(read(reports.e2e)) },
  { name: 'e2e:packaged', script: 'e2e-packaged.mjs', count: () => countPlaywright(read(reports.packaged)) },
];

/** @param {string} report */
function read(report) {
  return readReport(path.join(projectRoot, report));
}

/**
 * @param {string} name
 * @param {string} script
 */
async function runStage(name, script) {
  process.stdout.write(`\n== ${name}\n`);
  const startedAt = performance.now();
  const { status } = await run(process.execPath, [path.join(projectRoot, 'scripts', script)], { cwd: projectRoot });
  return { name, status, durationMs: performance.now() - startedAt };
}

await main(async () => {
  for (const report of Object.values(reports)) rmSync(path.join(projectRoot, report), { force: true });
  const results = [];
  for (const { name, script, count } of STAGES) {
    results.push({ ...(await runStage(name, script)), count: count() });
  }
  // `features` adds no counts: its failures are tests that the stages above have counted.
  const counts = total(results);
  const features = await runStage('features', 'features.mjs');

  const stages = [...results, features];
  process.stdout.write(`\n${summaryText(stages, counts)}`);
  return stages.every(({ status }) => status === 0) ? 0 : 1;
});
