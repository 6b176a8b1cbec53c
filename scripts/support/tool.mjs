import path from 'node:path';
import { projectRoot } from './paths.mjs';
import { run } from './run.mjs';

/** Scripts of the development tools, run with the current Node on every system. */
const TOOLS = {
  vite: 'vite/bin/vite.js',
  vitest: 'vitest/vitest.mjs',
  prettier: 'prettier/bin/prettier.cjs',
  eslint: 'eslint/bin/eslint.js',
  'vue-tsc': 'vue-tsc/bin/vue-tsc.js',
  playwright: '@playwright/test/cli.js',
  knip: 'knip/bin/knip.js',
  depcruise: 'dependency-cruiser/bin/dependency-cruiser.mjs',
};

/**
 * The command line that starts a development tool.
 *
 * @param {keyof typeof TOOLS} name
 * @param {string[]} args
 * @returns {[string, ...string[]]}
 */
export function toolCommand(name, args) {
  return [process.execPath, path.join(projectRoot, 'node_modules', TOOLS[name]), ...args];
}

/**
 * Runs a development tool in the repository root.
 *
 * @param {keyof typeof TOOLS} name
 * @param {string[]} args
 * @param {import('./run.mjs').RunOptions} [options]
 */
export function runTool(name, args, options = {}) {
  const [command, ...rest] = toolCommand(name, args);
  return run(command, rest, { cwd: projectRoot, ...options });
}
