import { clipboard } from 'electron';
import { failed, success } from '#protocol/errors/problem.ts';
import type { ConnectionStatus } from '#protocol/ipc/state.ts';
import type { VerbHandlers } from '../ipc/verb-dispatch.ts';
import type { Outside } from '../security/external-links.ts';
import type { SettingsStore } from '../storage/settings-store.ts';
import type { StartContext } from './context.ts';
import type { Notices } from './notices.ts';

type AppVerb =
  | 'settings.get'
  | 'settings.update'
  | 'connection.status'
  | 'connection.retry'
  | 'notices.list'
  | 'notices.dismiss'
  | 'links.open'
  | 'clipboard.copy'
  | 'app.started';

export interface AppVerbPorts {
  readonly settings: Pick<SettingsStore, 'settings' | 'update'>;
  readonly locked: () => boolean;
  readonly connectionStatus: () => ConnectionStatus;
  readonly reconnect: () => Promise<ConnectionStatus>;
  readonly notices: Pick<Notices, 'list' | 'dismiss'>;
  readonly outside: Pick<Outside, 'open'>;
  readonly onStarted: StartContext['onStarted'];
}

/** Handlers of the verbs about the program itself: settings, connection, notices and the desktop. */
export function appHandlers(ports: AppVerbPorts): Pick<VerbHandlers, AppVerb> {
  const { notices, outside, settings } = ports;
  return {
    'settings.get': () => success(settings.settings.get()),
    'settings.update': (patch) =>
      // Only the account's owner may turn the lock off: unlock first.
      patch.lockAfter !== undefined && ports.locked()
        ? failed({ code: 'session-locked' })
        : success(settings.update(patch)),
    'connection.status': () => success(ports.connectionStatus()),
    'connection.retry': async () => success(await ports.reconnect()),
    'notices.list': () => success([...notices.list()]),
    'notices.dismiss': ({ code }) => success([...notices.dismiss(code)]),
    'links.open': (request) => outside.open(request),
    'clipboard.copy': async ({ text }) => {
      // Electron 44 and newer answer with a promise.
      await clipboard.writeText(text);
      return success(null);
    },
    'app.started': ({ screen }) => {
      ports.onStarted(screen);
      return success(null);
    },
  };
}
