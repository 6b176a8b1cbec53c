import os from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

/** The root folder of the repository. */
export const projectRoot = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '..', '..');

/**
 * The cache folder outside the repository for large downloads that all clones share.
 *
 * @param {NodeJS.ProcessEnv} [env]
 * @returns {string}
 */
export function cacheRoot(env = process.env) {
  if (env['XDG_CACHE_HOME']) return path.join(env['XDG_CACHE_HOME'], 'plus-cabinet');
  if (process.platform === 'win32' && env['LOCALAPPDATA']) {
    return path.join(env['LOCALAPPDATA'], 'plus-cabinet', 'cache');
  }
  return path.join(os.homedir(), '.cache', 'plus-cabinet');
}
