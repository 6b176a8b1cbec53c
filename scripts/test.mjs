/**
 * Everything: check, end-to-end tests, the packaged program, and what they prove.
 *
 * Usage: npm test
 *
 * Every stage runs even when an earlier one failed, so that one log tells all.
 */
import './bootstrap.mjs';
import { rmSync } from 'node:fs';
import path from 'node:path';
import { main } from './support/main.mjs';
import { projectRoot } from './support/paths.mjs';
import { reports } from './support/reports.mjs';
import { countPlaywright, countUnit, readReport, total } from './support/results.mjs';
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

/** @param {string} script */
async function runScript(script) {
  const result = await run(process.execPath, [path.join(projectRoot, 'scripts', script)], { cwd: projectRoot });
  return result.status;
}

await main(async () => {
  for (const report of Object.values(reports)) rmSync(path.join(projectRoot, report), { force: true });
  const results = [];
  for (const stage of STAGES) {
    process.stdout.write(`\n== ${stage.name}\n`);
    const status = await runScript(stage.script);
    results.push({ name: stage.name, status, count: stage.count() });
  }
  process.stdout.write('\n== features\n');
  const features = await runScript('features.mjs');
  results.push({ name: 'features', status: features, count: { passed: 0, failed: 0 } });

  // A failing feature is a failing test that was counted already; it must not be counted twice.
  const { passed, failed } = total(results.filter((stage) => stage.name !== 'features'));
  process.stdout.write('\n');
  for (const { name, status } of results) process.stdout.write(`${status === 0 ? 'ok    ' : 'FAILED'} ${name}\n`);
  process.stdout.write(`${passed} passed, ${failed} failed\n`);
  return results.every((stage) => stage.status === 0) ? 0 : 1;
});
