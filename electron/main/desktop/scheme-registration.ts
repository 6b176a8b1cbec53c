import { execFile } from 'node:child_process';
import { app } from 'electron';
import type { Log } from '../logging/log.ts';
import { deepLinkScheme } from './deep-links.ts';
import { ENTRY_NAME, writeDesktopEntry } from './desktop-entry.ts';

const TOOL_LIMIT_MS = 10_000;

/** Names the entry as the one for the links, beside the window: Electron's own way would hold the program up meanwhile. */
function preferEntry(log: Log): void {
  const args = ['default', ENTRY_NAME, `x-scheme-handler/${deepLinkScheme}`];
  execFile('xdg-mime', args, { timeout: TOOL_LIMIT_MS }, (error) => {
    if (error) log.warn('links not registered', { error });
  });
}

/**
 * Makes the program the one that opens its links, for this person. On Windows and macOS the system is asked whether it
 * is already; on Linux an entry that stands as it was means so.
 */
export function registerScheme(log: Log): void {
  try {
    if (process.platform === 'linux') {
      if (writeDesktopEntry(process.execPath, process.env)) preferEntry(log);
    } else if (!app.isDefaultProtocolClient(deepLinkScheme) && !app.setAsDefaultProtocolClient(deepLinkScheme)) {
      log.warn('links not registered');
    }
  } catch (error) {
    log.warn('links not registered', { error });
  }
}
