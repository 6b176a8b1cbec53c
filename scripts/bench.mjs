/**
 * Benchmarks, each against a baseline measured in the same run.
 *
 * Usage: npm run bench -- <name> [--json] [switches for the benchmark]
 *        npm run bench -- --list
 *
 * A benchmark is tests/bench/<name>.bench.mjs and exports `run({ log, args })`, which returns rows
 * {name, unit, value, baseline, ratio, budget, pass}. With --json, standard output contains only that array
 * (run with `npm run -s`). Exit status 0 only when every row passes.
 */
import './bootstrap.mjs';
import { existsSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { benchProblems, benchText } from './support/bench-table.mjs';
import { main } from './support/main.mjs';
import { projectRoot } from './support/paths.mjs';
import { say } from './support/say.mjs';

const SUFFIX = '.bench.mjs';
const folder = path.join(projectRoot, 'tests', 'bench');

function benchNames() {
  if (!existsSync(folder)) return [];
  return readdirSync(folder)
    .filter((file) => file.endsWith(SUFFIX))
    .map((file) => file.slice(0, -SUFFIX.length))
    .sort();
}

await main(async () => {
  const args = process.argv.slice(2);
  const json = args.includes('--json');
  const name = args.find((arg) => !arg.startsWith('-'));
  const names = benchNames();
  if (args.includes('--list')) {
    process.stdout.write(names.map((known) => `${known}\n`).join(''));
    return 0;
  }
  if (name === undefined || !names.includes(name)) {
    throw new Error(`Which benchmark? There are: ${names.join(', ') || 'none'}.`);
  }
  const bench = await import(pathToFileURL(path.join(folder, name + SUFFIX)).href);
  const rows = await bench.run({
    log: say,
    args: args.filter((arg) => arg !== '--json' && arg !== name),
  });
  const problems = benchProblems(rows);
  if (problems.length > 0) throw new Error(`${name}: ${problems.join('; ')}`);
  process.stdout.write(json ? `${JSON.stringify(rows, null, 2)}\n` : benchText(rows));
  return rows.every((/** @type {{ pass: boolean }} */ row) => row.pass) ? 0 : 1;
});
