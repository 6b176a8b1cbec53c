import { createPinia, setActivePinia } from 'pinia';
import { vi, type Mock } from 'vitest';
import type { CabinetBridge, OwnMessage } from '#protocol/ipc/bridge-types.ts';
import { bridgeNames } from '#protocol/ipc/names.ts';
import type { z } from 'zod';
import { failed, success, type Result } from '#protocol/errors/problem.ts';
import type { SessionStatus, Settings, SignInOutcome } from '#protocol/ipc/state.ts';

type Verb = (...args: never[]) => Promise<unknown>;
/** The bridge with every verb a mock: `fake.bridge.registration.create.mockResolvedValue(…)`. */
export type MockedBridge = {
  readonly [Domain in keyof CabinetBridge]: {
    readonly [Name in keyof CabinetBridge[Domain]]: CabinetBridge[Domain][Name] extends Verb
      ? Mock<CabinetBridge[Domain][Name]>
      : CabinetBridge[Domain][Name];
  };
};

/** The test double of everything that is derived from declarations. */
interface DerivedDouble {
  readonly bridge: MockedBridge;
  /** Sends a message as the main process would. */
  readonly send: <const Id extends OwnMessage['id']>(
    id: Id,
    data: Extract<OwnMessage, { readonly id: Id }> extends { readonly data: infer D extends z.ZodType }
      ? z.output<D>
      : never,
  ) => void;
}

/** Messages that carry a state: a store that is created later receives the last one, as it would by asking main. */
const stateMessages = new Set(['connection.changed', 'notices.changed', 'session.changed', 'settings.changed']);

/** Every verb is a mock that answers `not-found` until a test says otherwise. */
function derivedBridge(): DerivedDouble {
  const listeners = new Map<string, Set<(value: unknown) => void>>();
  const last = new Map<string, unknown>();
  const bridge: Record<string, Record<string, unknown>> = {};
  for (const [domain, { verbs, messages }] of Object.entries(bridgeNames())) {
    const members = (bridge[domain] ??= {});
    for (const name of verbs) members[name] = nothing();
    for (const name of messages) {
      const all = new Set<(value: unknown) => void>();
      listeners.set(`${domain}.${name}`, all);
      members[`on${name.charAt(0).toUpperCase()}${name.slice(1)}`] = (listener: (value: unknown) => void) => {
        all.add(listener);
        if (last.has(`${domain}.${name}`)) listener(last.get(`${domain}.${name}`));
        return () => all.delete(listener);
      };
    }
  }
  return {
    bridge: bridge as unknown as MockedBridge,
    send(id, data): void {
      if (stateMessages.has(id)) last.set(id, data);
      for (const listener of listeners.get(id) ?? []) listener(data);
    },
  };
}

/** A bridge for component tests: every verb is a mock with a plain answer; `send` sends a message of the main process. */
export interface FakeBridge {
  readonly bridge: MockedBridge;
  readonly signIn: Mock<CabinetBridge['session']['signIn']>;
  readonly demoSubscribers: Mock<CabinetBridge['demo']['subscribers']>;
  readonly updateSettings: Mock<CabinetBridge['settings']['update']>;
  readonly retry: Mock<CabinetBridge['connection']['retry']>;
  readonly openLink: Mock<CabinetBridge['links']['open']>;
  readonly started: Mock<CabinetBridge['app']['started']>;
  readonly send: DerivedDouble['send'];
}

/** A verb that no test has given an answer. */
function nothing<T>(): Mock<() => Promise<Result<T>>> {
  return vi.fn(() => Promise.resolve(failed<T>({ code: 'not-found' })));
}

/** Also activates a Pinia, for stores that are used outside a mounted app. */
export function fakeBridge(): FakeBridge {
  setActivePinia(createPinia());
  const signedOut: SessionStatus = { state: 'signed-out', because: null };
  const outcome: SignInOutcome = { step: 'signed-in', status: signedOut };
  const mailSent = { againInMs: 60_000, delayed: false };
  const settings: Settings = { language: 'en', theme: 'system', lockAfter: 'never' };

  const { bridge, send } = derivedBridge();
  bridge.payments.tracked.mockResolvedValue(success({ payments: [] }));
  bridge.payments.showPage.mockResolvedValue(success(null));
  bridge.payments.dismiss.mockResolvedValue(success({ payments: [] }));
  bridge.payments.saveSlip.mockResolvedValue(success('saved'));
  bridge.payments.saveReceipt.mockResolvedValue(success('saved'));
  bridge.cards.list.mockResolvedValue(success({ cards: [] }));
  bridge.cards.unlink.mockResolvedValue(success({ cards: [] }));
  bridge.statement.spending.mockResolvedValue(success({ months: [] }));
  bridge.statement.save.mockResolvedValue(success('saved'));
  bridge.statement.cancelSaving.mockResolvedValue(success(null));
  bridge.settings.get.mockResolvedValue(success(settings));
  bridge.settings.update.mockImplementation((patch) =>
    Promise.resolve(
      success<Settings>({
        language: patch?.language ?? settings.language,
        theme: patch?.theme ?? settings.theme,
        lockAfter: patch?.lockAfter ?? settings.lockAfter,
      }),
    ),
  );
  bridge.connection.status.mockResolvedValue(success({ state: 'up' }));
  bridge.connection.retry.mockResolvedValue(success({ state: 'up' }));
  bridge.notices.list.mockResolvedValue(success([]));
  bridge.notices.dismiss.mockResolvedValue(success([]));
  bridge.links.open.mockResolvedValue(success(null));
  bridge.clipboard.copy.mockResolvedValue(success(null));
  bridge.app.started.mockResolvedValue(success(null));
  for (const name of ['signIn', 'signInThrough', 'confirmTwoStep', 'confirmLink'] as const) {
    bridge.session[name].mockResolvedValue(success(outcome));
  }
  for (const name of ['cancelSignIn', 'lock', 'unlock', 'signOut', 'status'] as const) {
    bridge.session[name].mockResolvedValue(success(signedOut));
  }
  bridge.session.showBrowser.mockResolvedValue(success(null));
  bridge.session.stay.mockResolvedValue(success(null));
  bridge.registration.create.mockResolvedValue(success(mailSent));
  bridge.registration.resendMail.mockResolvedValue(success(mailSent));
  bridge.registration.confirm.mockResolvedValue(success(outcome));
  bridge.registration.complete.mockResolvedValue(success(signedOut));
  bridge.passwordReset.create.mockResolvedValue(success(mailSent));
  bridge.passwordReset.complete.mockResolvedValue(success(null));
  bridge.linkForms.current.mockResolvedValue(success(null));
  bridge.linkForms.close.mockResolvedValue(success(null));
  return {
    bridge,
    signIn: bridge.session.signIn,
    demoSubscribers: bridge.demo.subscribers,
    updateSettings: bridge.settings.update,
    retry: bridge.connection.retry,
    openLink: bridge.links.open,
    started: bridge.app.started,
    send,
  };
}
