import { app } from 'electron';
import { deepLinkOf, parseDeepLink } from '../desktop/deep-links.ts';
import { focusWindow } from '../desktop/window.ts';
import type { Start } from './prepare.ts';

function receiveLink(start: Start, address: string | null): void {
  // Only the kind is noted: an address may carry a one-time token.
  if (address !== null) start.log.info('deep link', { kind: parseDeepLink(address).kind });
  if (start.window) focusWindow(start.window);
}

/**
 * Makes this process the program's one instance of its profile folder. A second one hands its deep link over and
 * ends. Returns whether this is the first.
 */
export function claimInstance(start: Start): boolean {
  if (!app.requestSingleInstanceLock()) return false;
  app.on('second-instance', (_event, argv) => receiveLink(start, deepLinkOf(argv)));
  app.on('open-url', (event, address) => {
    event.preventDefault();
    receiveLink(start, address);
  });
  return true;
}

/** Ends a second instance before it makes anything. */
export function beginQuietExit(): void {
  app.exit(0);
}
