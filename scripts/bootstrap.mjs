/**
 * The first import of every script: installs the locked packages and switches to the Node version that the tools need.
 *
 * It depends only on Node's built-in modules, because a fresh clone has no packages yet. A script that
 * needs a package therefore imports it with `import()` after this one, never statically.
 */
import path from 'node:path';
import { ensurePackages, packagedNode } from './support/packages.mjs';
import { projectRoot } from './support/paths.mjs';
import { run } from './support/run.mjs';

/** Prevents a second switch if the packaged Node reports a different version than its package. */
const HANDED_OVER = 'PLUS_CABINET_NODE';
/** Minimum version for vite, eslint and the operator service run from source. */
const LEAST_MAJOR = 24;

async function runOnPackagedNode() {
  const node = packagedNode(projectRoot);
  if (node && process.versions.node !== node.version && process.env[HANDED_OVER] === undefined) {
    const result = await run(node.executable, [...process.execArgv, ...process.argv.slice(1)], {
      env: { ...process.env, [HANDED_OVER]: node.version },
    });
    process.exit(result.status);
  }
  if (Number(process.versions.node.split('.')[0]) < LEAST_MAJOR) {
    throw new Error(
      `Node ${LEAST_MAJOR} is needed and its package has no program for this system (${process.platform}-${process.arch}). ` +
        `Install Node ${LEAST_MAJOR} and start again.`,
    );
  }
}

try {
  await ensurePackages(projectRoot);
  await runOnPackagedNode();
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exit(1);
}

// Tools started by name find the same Node and the project's own executables.
const bin = path.join(projectRoot, 'node_modules', '.bin');
if (!(process.env['PATH'] ?? '').split(path.delimiter).includes(bin)) {
  process.env['PATH'] = [bin, process.env['PATH'] ?? ''].join(path.delimiter);
}
