import { app } from 'electron';
import { deepLinkOf, parseDeepLink } from '../desktop/deep-links.ts';
import { focusWindow } from '../desktop/window.ts';
import type { Start } from './prepare.ts';

function receiveLink(start: Start, address: string | null): void {
  if (address !== null) {
    // Only the kind is noted: an address may carry a one-time token.
    start.log.info('deep link', { kind: parseDeepLink(address).kind });
    start.linkForms.opened(address);
  }
  if (start.window) focusWindow(start.window);
}

/**
 * Makes this process the program's one instance of its profile folder, to which links come from now on. A second one
 * hands its deep link over and ends. Returns whether this is the first.
 */
export function claimInstance(start: Start): boolean {
  if (!app.requestSingleInstanceLock()) return false;
  // A link that started the program; on macOS it comes as open-url, before the program is ready.
  receiveLink(start, deepLinkOf(process.argv));
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
