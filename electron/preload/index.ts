import { contextBridge, ipcRenderer } from 'electron';
import type { z } from 'zod';
import type { Result } from '#protocol/errors/problem.ts';
import type { InvokeContract, PushContract } from '#protocol/ipc/schemas.ts';
import { bridgeNames } from 'virtual:bridge-names';
import type { HandWrittenBridge, Unsubscribe } from '#protocol/ipc/bridge.ts';
import {
  invokeChannels as ask,
  pushChannels as told,
  type InvokeChannel,
  type PushChannel,
} from '#protocol/ipc/channels.ts';

type Answer<C extends InvokeChannel> = Result<z.output<InvokeContract[C]['output']>>;

/** Asks main. The answer's type is the contract's: main checked it. */
async function invoke<C extends InvokeChannel>(channel: C, ...args: readonly unknown[]): Promise<Answer<C>> {
  return (await ipcRenderer.invoke(channel, ...args)) as Answer<C>;
}

/** Hands on the value alone: the raw event would carry a way to send anything. */
function listen<C extends PushChannel>(channel: C, listener: (value: z.output<PushContract[C]>) => void): Unsubscribe {
  const receive = (_event: unknown, value: z.output<PushContract[C]>): void => {
    listener(value);
  };
  ipcRenderer.on(channel, receive);
  return () => {
    ipcRenderer.off(channel, receive);
  };
}

const handWritten: HandWrittenBridge = {
  session: {
    signIn: (input) => invoke(ask.signIn, input),
    signOut: () => invoke(ask.signOut),
    status: () => invoke(ask.sessionStatus),
    signInThrough: (input) => invoke(ask.signInThrough, input),
    showBrowser: () => invoke(ask.showBrowser),
    confirmTwoStep: (input) => invoke(ask.confirmTwoStep, input),
    confirmLink: (input) => invoke(ask.confirmLink, input),
    cancelSignIn: () => invoke(ask.cancelSignIn),
    stay: () => invoke(ask.stay),
    lock: () => invoke(ask.lock),
    unlock: (input) => invoke(ask.unlock, input),
    onChanged: (listener) => listen(told.sessionChanged, listener),
    onIdleWarning: (listener) => listen(told.idleWarning, listener),
  },
  registration: {
    begin: (input) => invoke(ask.register, input),
    letter: (input) => invoke(ask.registrationLetter, input),
    confirm: (input) => invoke(ask.confirmRegistration, input),
  },
  passwordReset: {
    ask: (input) => invoke(ask.askPasswordReset, input),
    complete: (input) => invoke(ask.completePasswordReset, input),
  },
  door: {
    openedForm: () => invoke(ask.openedForm),
    closeForm: () => invoke(ask.closeForm),
    onFormOpened: (listener) => listen(told.formOpened, listener),
  },
  account: { completeRegistration: (input) => invoke(ask.completeRegistration, input) },
};

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
for (const [domain, members] of Object.entries<object>({ ...handWritten })) cabinet[domain] = { ...members };
for (const [domain, { verbs, messages }] of Object.entries(bridgeNames)) {
  const members: Record<string, unknown> = (cabinet[domain] ??= {});
  for (const name of verbs) {
    members[name] = (...args: unknown[]): Promise<unknown> => ipcRenderer.invoke(`${domain}.${name}`, ...args);
  }
  for (const name of messages) {
    members[`on${capitalized(name)}`] = (listener: (value: unknown) => void) => on(`${domain}.${name}`, listener);
  }
}

contextBridge.exposeInMainWorld('cabinet', cabinet);
