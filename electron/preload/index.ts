import { contextBridge, ipcRenderer } from 'electron';
import { bridgeNames } from 'virtual:bridge-names';
import type { Unsubscribe } from '#protocol/ipc/bridge-types.ts';

/** Listens to a message of main; the listener receives the value alone. */
function on(id: string, listener: (value: unknown) => void): Unsubscribe {
  const receive = (_event: unknown, value: unknown): void => {
    listener(value);
  };
  ipcRenderer.on(id, receive);
  return () => {
    ipcRenderer.off(id, receive);
  };
}

const capitalized = (name: string): string => name.charAt(0).toUpperCase() + name.slice(1);

const cabinet: Record<string, Record<string, unknown>> = {};
for (const [domain, { verbs, messages }] of Object.entries(bridgeNames)) {
  const members: Record<string, unknown> = {};
  cabinet[domain] = members;
  for (const name of verbs) {
    members[name] = (...args: unknown[]): Promise<unknown> => ipcRenderer.invoke(`${domain}.${name}`, ...args);
  }
  for (const name of messages) {
    members[`on${capitalized(name)}`] = (listener: (value: unknown) => void) => on(`${domain}.${name}`, listener);
  }
}

contextBridge.exposeInMainWorld('cabinet', cabinet);
