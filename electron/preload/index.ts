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
    demoSubscribers: () => invoke(ask.demoSubscribers),
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
  overview: { get: (contractNumber) => invoke(ask.overview, contractNumber) },
  payments: {
    terms: (contractNumber) => invoke(ask.topUpTerms, contractNumber),
    preview: (input) => invoke(ask.topUpPreview, input),
    methods: () => invoke(ask.paymentMethods),
    payee: (input) => invoke(ask.payee, input),
    begin: (input) => invoke(ask.beginPayment, input),
    tracked: () => invoke(ask.trackedPayments),
    showPage: (input) => invoke(ask.showPaymentPage, input),
    ask: (input) => invoke(ask.askPayment, input),
    cancel: (input) => invoke(ask.cancelPayment, input),
    dismiss: (input) => invoke(ask.dismissPayment, input),
    onChanged: (listener) => listen(told.paymentsChanged, listener),
    cards: () => invoke(ask.linkedCards),
    unlinkCard: (input) => invoke(ask.unlinkCard, input),
    autopay: (contractNumber) => invoke(ask.autopay, contractNumber),
    setAutopay: (input) => invoke(ask.setAutopay, input),
    stopAutopay: (contractNumber) => invoke(ask.stopAutopay, contractNumber),
    slip: (input) => invoke(ask.slip, input),
    saveSlip: (input) => invoke(ask.saveSlip, input),
    saveReceipt: (input) => invoke(ask.saveReceipt, input),
  },
  promise: {
    terms: (contractNumber) => invoke(ask.promiseTerms, contractNumber),
    take: (input) => invoke(ask.takePromise, input),
  },
  profile: { get: () => invoke(ask.profile) },
  settings: {
    get: () => invoke(ask.settings),
    update: (patch) => invoke(ask.updateSettings, patch),
    onChanged: (listener) => listen(told.settingsChanged, listener),
  },
  service: {
    status: () => invoke(ask.serviceStatus),
    retry: () => invoke(ask.retryService),
    onChanged: (listener) => listen(told.serviceChanged, listener),
  },
  notices: {
    list: () => invoke(ask.notices),
    dismiss: (code) => invoke(ask.dismissNotice, code),
    onChanged: (listener) => listen(told.noticesChanged, listener),
  },
  links: { open: (request) => invoke(ask.openLink, request) },
  clipboard: { copy: (text) => invoke(ask.copyText, text) },
  data: { onChanged: (listener) => listen(told.dataChanged, listener) },
  app: {
    started: (screen) => invoke(ask.started, screen),
    onNavigate: (listener) => listen(told.navigate, listener),
  },
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
