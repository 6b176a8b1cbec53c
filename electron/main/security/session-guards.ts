import type { Session } from 'electron';
import type { Log } from '../logging/log.ts';
import { mayLoad } from './navigation-rules.ts';
import { permissionDenied } from './permissions.ts';

/**
 * Denies everything in a session that the program's page does not need: permissions, devices, downloads, the network.
 *
 * @param devServer origin of the development server; null in every program that ships
 */
export function guardSession(session: Session, log: Log, devServer: string | null): void {
  const refuse = (permission: string): boolean => {
    log.warn('permission denied', { permission, reason: permissionDenied(permission).reason });
    return permissionDenied(permission).granted;
  };
  session.setPermissionRequestHandler((_contents, permission, answer) => {
    answer(refuse(permission));
  });
  session.setPermissionCheckHandler((_contents, permission) => permissionDenied(permission).granted);
  session.setDevicePermissionHandler(() => permissionDenied('usb').granted);
  if (process.platform !== 'darwin') {
    session.setBluetoothPairingHandler((_details, answer) => {
      answer({ confirmed: permissionDenied('bluetooth').granted });
    });
  }
  session.setDisplayMediaRequestHandler((_request, answer) => {
    refuse('display-capture');
    // Electron reads an empty answer as "denied" (an exception is thrown into the page's promise).
    answer({});
  });
  session.setSpellCheckerEnabled(false);
  session.on('will-download', (event) => {
    event.preventDefault();
    log.warn('download denied');
  });
  session.webRequest.onBeforeRequest({ urls: ['<all_urls>'] }, (details, answer) => {
    answer({ cancel: !mayLoad(details.url, devServer) });
  });
}
