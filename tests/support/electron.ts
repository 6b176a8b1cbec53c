import path from 'node:path';
import { projectRoot } from './paths.ts';

/** Folder of the Electron of this run; set by the script that starts the tests. */
export function electronFolder(): string {
  return process.env['ELECTRON_OVERRIDE_DIST_PATH'] ?? path.join(projectRoot, 'node_modules', 'electron', 'dist');
}

/** Path of its executable. */
export function electronExecutable(): string {
  const names = { darwin: 'Electron.app/Contents/MacOS/Electron', win32: 'electron.exe' } as const;
  const name = process.platform === 'darwin' || process.platform === 'win32' ? names[process.platform] : 'electron';
  return path.join(electronFolder(), name);
}
