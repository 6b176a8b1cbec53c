import { accessSync, constants } from 'node:fs';
import path from 'node:path';

function runnable(file: string): boolean {
  try {
    accessSync(file, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

/**
 * Whether the system has something that opens addresses. Windows and macOS say so when asked to open one; on Linux
 * Electron starts `xdg-open` and never hears whether there is one.
 */
export function hasOpener(platform: NodeJS.Platform, env: Readonly<Record<string, string | undefined>>): boolean {
  if (platform !== 'linux') return true;
  const folders = (env['PATH'] ?? '').split(':').filter((folder) => folder !== '');
  return folders.some((folder) => runnable(path.join(folder, 'xdg-open')));
}
