/**
 * Builds the program into dist/ if its sources have changed since the last build.
 *
 * Usage: npm run build [-- --force]
 */
import './bootstrap.mjs';
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { withLock } from './support/lock.mjs';
import { main } from './support/main.mjs';
import { projectRoot } from './support/paths.mjs';
import { say } from './support/say.mjs';
import { sourceHash } from './support/source-hash.mjs';
import { runTool } from './support/tool.mjs';

const MADE_OF = [
  'electron',
  'operator',
  'protocol',
  'resources',
  'src',
  'index.html',
  'package-lock.json',
  'package.json',
  'tsconfig.json',
  'vite.config.ts',
  'vite.dev.ts',
];
const stamp = path.join(projectRoot, 'dist', '.build-stamp');

/**
 * @param {{ force?: boolean }} [options]
 * @returns {Promise<boolean>} whether a build was made
 */
export function buildIfNeeded(options = {}) {
  return withLock('build', async () => {
    const hash = sourceHash(projectRoot, MADE_OF);
    if (!options.force && existsSync(stamp) && readFileSync(stamp, 'utf8') === hash) return false;
    say('building');
    rmSync(stamp, { force: true });
    // Writes nothing to standard output: scripts that print JSON build too.
    const result = await runTool('vite', ['build', '--logLevel', 'warn'], { stdio: ['ignore', 2, 2] });
    if (result.status !== 0) throw new Error(`The build failed (status ${result.status}); see its message above.`);
    writeFileSync(stamp, hash);
    return true;
  });
}

if (process.argv[1] && path.resolve(process.argv[1]) === fileURLToPath(import.meta.url)) {
  await main(async () => {
    const built = await buildIfNeeded({ force: process.argv.includes('--force') });
    if (!built) say('nothing changed since the last build');
    return 0;
  });
}
