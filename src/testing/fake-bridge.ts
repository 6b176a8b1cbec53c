import { createPinia, setActivePinia } from 'pinia';
import { vi, type Mock } from 'vitest';
import type { CabinetBridge } from '#protocol/ipc/bridge.ts';
import type { DerivedBridge, OwnMessage } from '#protocol/ipc/bridge-types.ts';
import { bridgeNames } from '#protocol/ipc/names.ts';
import type { z } from 'zod';
import { failed, success, type Result } from '#protocol/errors/problem.ts';
import type { IdleWarning, LinkForm, SessionStatus, Settings, SignInOutcome } from '#protocol/ipc/state.ts';

/** What main may tell by itself. */
interface Told {
  session: SessionStatus;
  idle: IdleWarning;
  form: LinkForm;
}

type Verb = (...args: never[]) => Promise<unknown>;
/** The bridge with every question a mock: `fake.bridge.registration.begin.mockResolvedValue(…)`. */
export type MockedBridge = MockedOf<CabinetBridge>;

type MockedOf<Bridge> = {
  readonly [Domain in keyof Bridge]: {
    readonly [Name in keyof Bridge[Domain]]: Bridge[Domain][Name] extends Verb
      ? Mock<Bridge[Domain][Name]>
      : Bridge[Domain][Name];
  };
};

/** The test double of everything that is derived from declarations. */
interface DerivedDouble {
  readonly bridge: MockedOf<DerivedBridge>;
  /** Sends a message as the main process would. */
  readonly send: <const Id extends OwnMessage['id']>(
    id: Id,
    data: Extract<OwnMessage, { readonly id: Id }> extends { readonly data: infer D extends z.ZodType }
      ? z.output<D>
      : never,
  ) => void;
}

/** Messages that carry a state: a store that is created later receives the last one, as it would by asking main. */
const stateMessages = new Set(['connection.changed', 'notices.changed', 'settings.changed']);

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
    bridge: bridge as unknown as MockedOf<DerivedBridge>,
    send(id, data): void {
      if (stateMessages.has(id)) last.set(id, data);
      for (const listener of listeners.get(id) ?? []) listener(data);
    },
  };
}

/** A bridge for component tests: every verb is a mock that answers the plainest thing; `tell` is main speaking. */
export interface FakeBridge {
  readonly bridge: MockedBridge;
  readonly signIn: Mock<CabinetBridge['session']['signIn']>;
  readonly demoSubscribers: Mock<CabinetBridge['demo']['subscribers']>;
  readonly updateSettings: Mock<CabinetBridge['settings']['update']>;
  readonly retry: Mock<CabinetBridge['connection']['retry']>;
  readonly openLink: Mock<CabinetBridge['links']['open']>;
  readonly started: Mock<CabinetBridge['app']['started']>;
  readonly tell: <K extends keyof Told>(what: K, value: Told[K]) => void;
  readonly send: DerivedDouble['send'];
}

/** A verb that answers this, whatever it is asked. */
function answer<T>(value: T): Mock<() => Promise<Result<T>>> {
  return vi.fn(() => Promise.resolve(success(value)));
}

/** A verb that has nothing to answer. */
function nothing<T>(): Mock<() => Promise<Result<T>>> {
  return vi.fn(() => Promise.resolve(failed<T>({ code: 'not-found' })));
}

/** Also activates a Pinia, for stores that are used outside a mounted app. */
export function fakeBridge(): FakeBridge {
  setActivePinia(createPinia());
  const listeners: { [K in keyof Told]: Set<(value: Told[K]) => void> } = {
    session: new Set(),
    idle: new Set(),
    form: new Set(),
  };
  /** See `stateMessages`. */
  const last: { session?: SessionStatus } = {};
  const on =
    <K extends keyof Told>(what: K) =>
    (listener: (value: Told[K]) => void): (() => void) => {
      listeners[what].add(listener);
      const value = (last as Partial<Told>)[what];
      if (value !== undefined) listener(value);
      return () => listeners[what].delete(listener);
    };
  const out: SessionStatus = { state: 'signed-out', because: null };
  const outcome: SignInOutcome = { step: 'signed-in', status: out };
  const letter = { againInMs: 60_000, delayed: false };
  const settings: Settings = { language: 'en', theme: 'system', lockAfter: 'never' };

  const derived = derivedBridge();
  derived.bridge.payments.tracked.mockResolvedValue(success({ payments: [] }));
  derived.bridge.payments.showPage.mockResolvedValue(success(null));
  derived.bridge.payments.dismiss.mockResolvedValue(success({ payments: [] }));
  derived.bridge.payments.saveSlip.mockResolvedValue(success('saved'));
  derived.bridge.payments.saveReceipt.mockResolvedValue(success('saved'));
  derived.bridge.cards.list.mockResolvedValue(success({ cards: [] }));
  derived.bridge.cards.unlink.mockResolvedValue(success({ cards: [] }));
  derived.bridge.statement.spending.mockResolvedValue(success({ months: [] }));
  derived.bridge.statement.save.mockResolvedValue(success('saved'));
  derived.bridge.statement.cancelSaving.mockResolvedValue(success(null));
  derived.bridge.settings.get.mockResolvedValue(success(settings));
  derived.bridge.settings.update.mockImplementation((patch) =>
    Promise.resolve(
      success<Settings>({
        language: patch?.language ?? settings.language,
        theme: patch?.theme ?? settings.theme,
        lockAfter: patch?.lockAfter ?? settings.lockAfter,
      }),
    ),
  );
  derived.bridge.connection.status.mockResolvedValue(success({ state: 'up' }));
  derived.bridge.connection.retry.mockResolvedValue(success({ state: 'up' }));
  derived.bridge.notices.list.mockResolvedValue(success([]));
  derived.bridge.notices.dismiss.mockResolvedValue(success([]));
  derived.bridge.links.open.mockResolvedValue(success(null));
  derived.bridge.clipboard.copy.mockResolvedValue(success(null));
  derived.bridge.app.started.mockResolvedValue(success(null));
  const bridge: MockedBridge = {
    session: {
      signIn: answer(outcome),
      signInThrough: answer(outcome),
      showBrowser: answer(null),
      confirmTwoStep: answer(outcome),
      confirmLink: answer(outcome),
      cancelSignIn: answer(out),
      stay: answer(null),
      lock: answer(out),
      unlock: answer(out),
      onIdleWarning: on('idle'),
      signOut: answer(out),
      status: answer(out),
      onChanged: on('session'),
    },
    registration: { begin: answer(letter), letter: answer(letter), confirm: answer(outcome) },
    passwordReset: { ask: answer(letter), complete: answer(null) },
    door: { openedForm: answer(null), closeForm: answer(null), onFormOpened: on('form') },
    account: { completeRegistration: answer(out) },
    ...derived.bridge,
  };
  return {
    bridge,
    signIn: bridge.session.signIn,
    demoSubscribers: bridge.demo.subscribers,
    updateSettings: bridge.settings.update,
    retry: bridge.connection.retry,
    openLink: bridge.links.open,
    started: bridge.app.started,
    send: derived.send,
    tell(what, value): void {
      if (what === 'session') Object.assign(last, { session: value });
      for (const listener of listeners[what]) listener(value);
    },
  };
}
