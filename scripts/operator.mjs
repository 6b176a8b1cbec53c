/**
 * Runs the operator service standalone, from its sources.
 *
 * Usage: npm run operator [-- command and switches of the service]
 */
import './bootstrap.mjs';
import path from 'node:path';
import { main } from './support/main.mjs';
import { projectRoot } from './support/paths.mjs';
import { run } from './support/run.mjs';

await main(async () => {
  const entry = path.join(projectRoot, 'operator', 'main.ts');
  const result = await run(process.execPath, [entry, ...process.argv.slice(2)], { cwd: projectRoot });
  return result.status;
});
