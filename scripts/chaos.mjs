/**
 * Chaos runs: kills real processes at random moments and checks the resulting state.
 *
 * Usage: npm run chaos -- payments [--runs <number>] [--seed <number>] [--json]
 *
 * Each is tests/chaos/<name>/chaos.ts and exports `run({ runs, seed, log })`, which returns { name, runs, …, pass }. With --json,
 * standard output contains only that object (run with `npm run -s`). Exit status 0 only when it passes.
 */
import './bootstrap.mjs';
import { existsSync } from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { parseArgs } from 'node:util';
import { main } from './support/main.mjs';
import { projectRoot } from './support/paths.mjs';
import { say } from './support/say.mjs';

const DEFAULT_RUNS = 20;

/**
 * @param {string} name
 * @param {string | undefined} text
 * @param {number} otherwise
 */
function whole(name, text, otherwise) {
  if (text === undefined) return otherwise;
  if (!/^\d{1,9}$/.test(text)) throw new Error(`--${name} needs a whole number.`);
  return Number(text);
}

await main(async () => {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: { runs: { type: 'string' }, seed: { type: 'string' }, json: { type: 'boolean' } },
  });
  const [name = ''] = positionals;
  const file = path.join(projectRoot, 'tests', 'chaos', name, 'chaos.ts');
  if (!/^[a-z-]+$/.test(name) || !existsSync(file)) throw new Error('Which chaos? There is: payments.');
  const chaos = await import(pathToFileURL(file).href);
  const result = await chaos.run({
    runs: whole('runs', values.runs, DEFAULT_RUNS),
    seed: whole('seed', values.seed, Date.now() % 1_000_000_000),
    log: say,
  });
  process.stdout.write(values.json === true ? `${JSON.stringify(result, null, 2)}\n` : `${JSON.stringify(result)}\n`);
  return result.pass ? 0 : 1;
});
