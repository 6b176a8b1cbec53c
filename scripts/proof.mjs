/**
 * Statistical proofs of properties that need many measurements. They take minutes, depend on the machine's load and
 * are therefore not part of `npm test`.
 *
 * Usage: npm run proof -- <name>
 *        npm run proof -- --list
 *
 * A proof is a vitest file <name>.proof.ts below operator/ or tests/authorization/. Exit status 0 only when it passes.
 */
import './bootstrap.mjs';
import { mkdirSync, readdirSync, rmSync } from 'node:fs';
import path from 'node:path';
import { main } from './support/main.mjs';
import { projectRoot } from './support/paths.mjs';
import { reports } from './support/reports.mjs';
import { readReport } from './support/results.mjs';
import { runTool } from './support/tool.mjs';

const SUFFIX = '.proof.ts';

/** @returns {Map<string, string>} path of each proof, relative to the root, by its name */
function proofs() {
  const files = ['operator', path.join('tests', 'authorization')].flatMap((folder) =>
    readdirSync(path.join(projectRoot, folder), { recursive: true, encoding: 'utf8' }).map((file) =>
      path.join(folder, file),
    ),
  );
  return new Map(
    files
      .filter((file) => file.endsWith(SUFFIX))
      .sort()
      .map((file) => [path.basename(file, SUFFIX), file]),
  );
}

await main(async () => {
  const args = process.argv.slice(2);
  const known = proofs();
  if (args.includes('--list')) {
    process.stdout.write([...known.keys()].map((name) => `${name}\n`).join(''));
    return 0;
  }
  const file = known.get(args[0] ?? '');
  if (file === undefined) throw new Error(`Which proof? There are: ${[...known.keys()].join(', ')}.`);
  const report = path.join(projectRoot, reports.proof);
  mkdirSync(path.dirname(report), { recursive: true });
  rmSync(report, { force: true });
  const { status } = await runTool('vitest', [
    'run',
    '--config=vitest.proof.config.ts',
    '--reporter=verbose',
    '--reporter=json',
    `--outputFile.json=${reports.proof}`,
    file,
  ]);
  // The exit status is not enough: see unitTestsPassed in check.mjs.
  return status === 0 && readReport(report)?.success === true ? 0 : 1;
});
