import { vi, type Mock } from 'vitest';
import type { CabinetBridge } from '#protocol/ipc/bridge.ts';
import type { DerivedBridge, OwnMessage } from '#protocol/ipc/bridge-types.ts';
import { bridgeNames } from '#protocol/ipc/names.ts';
import type { z } from 'zod';
import { failed, success, type Result } from '#protocol/errors/problem.ts';
import type {
  DataChange,
  IdleWarning,
  LinkForm,
  Navigation,
  Notice,
  ServiceStatus,
  SessionStatus,
  Settings,
  SignInOutcome,
  TrackedPayments,
} from '#protocol/ipc/state.ts';

/** What main may tell by itself. */
interface Told {
  session: SessionStatus;
  idle: IdleWarning;
  form: LinkForm;
  service: ServiceStatus;
  settings: Settings;
  notices: readonly Notice[];
  payments: TrackedPayments;
  data: DataChange;
  navigate: Navigation;
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

/** Every verb is a mock that answers `not-found` until a test says otherwise. */
function derivedBridge(): DerivedDouble {
  const listeners = new Map<string, Set<(value: unknown) => void>>();
  const bridge: Record<string, Record<string, unknown>> = {};
  for (const [domain, { verbs, messages }] of Object.entries(bridgeNames())) {
    const members = (bridge[domain] ??= {});
    for (const name of verbs) members[name] = nothing();
    for (const name of messages) {
      const all = new Set<(value: unknown) => void>();
      listeners.set(`${domain}.${name}`, all);
      members[`on${name.charAt(0).toUpperCase()}${name.slice(1)}`] = (listener: (value: unknown) => void) => {
        all.add(listener);
        return () => all.delete(listener);
      };
    }
  }
  return {
    bridge: bridge as unknown as MockedOf<DerivedBridge>,
    send(id, data): void {
      for (const listener of listeners.get(id) ?? []) listener(data);
    },
  };
}

/** A bridge for component tests: every verb is a mock that answers the plainest thing; `tell` is main speaking. */
export interface FakeBridge {
  readonly bridge: MockedBridge;
  readonly signIn: Mock<CabinetBridge['session']['signIn']>;
  readonly demoSubscribers: Mock<CabinetBridge['session']['demoSubscribers']>;
  readonly updateSettings: Mock<CabinetBridge['settings']['update']>;
  readonly retry: Mock<CabinetBridge['service']['retry']>;
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

export function fakeBridge(): FakeBridge {
  const listeners: { [K in keyof Told]: Set<(value: Told[K]) => void> } = {
    session: new Set(),
    idle: new Set(),
    form: new Set(),
    service: new Set(),
    settings: new Set(),
    notices: new Set(),
    payments: new Set(),
    data: new Set(),
    navigate: new Set(),
  };
  const on =
    <K extends keyof Told>(what: K) =>
    (listener: (value: Told[K]) => void): (() => void) => {
      listeners[what].add(listener);
      return () => listeners[what].delete(listener);
    };
  const out: SessionStatus = { state: 'signed-out', because: null };
  const outcome: SignInOutcome = { step: 'signed-in', status: out };
  const letter = { againInMs: 60_000, delayed: false };
  const settings: Settings = { language: 'en', theme: 'system', lockAfter: 'never' };

  const derived = derivedBridge();
  derived.bridge.statement.spending.mockResolvedValue(success({ months: [] }));
  derived.bridge.statement.save.mockResolvedValue(success('saved'));
  derived.bridge.statement.cancelSaving.mockResolvedValue(success(null));
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
      demoSubscribers: nothing(),
      onChanged: on('session'),
    },
    registration: { begin: answer(letter), letter: answer(letter), confirm: answer(outcome) },
    passwordReset: { ask: answer(letter), complete: answer(null) },
    door: { openedForm: answer(null), closeForm: answer(null), onFormOpened: on('form') },
    account: { completeRegistration: answer(out) },
    overview: { get: nothing() },
    payments: {
      terms: nothing(),
      preview: nothing(),
      methods: nothing(),
      payee: nothing(),
      begin: nothing(),
      tracked: answer({ payments: [] }),
      showPage: answer(null),
      ask: nothing(),
      cancel: nothing(),
      dismiss: answer({ payments: [] }),
      onChanged: on('payments'),
      cards: answer({ cards: [] }),
      unlinkCard: answer({ cards: [] }),
      autopay: nothing(),
      setAutopay: nothing(),
      stopAutopay: nothing(),
      slip: nothing(),
      saveSlip: answer('saved'),
      saveReceipt: answer('saved'),
    },
    promise: { terms: nothing(), take: nothing() },
    ...derived.bridge,
    profile: { get: nothing() },
    settings: {
      get: answer(settings),
      update: vi.fn((patch) =>
        Promise.resolve(
          success<Settings>({
            language: patch.language ?? settings.language,
            theme: patch.theme ?? settings.theme,
            lockAfter: patch.lockAfter ?? settings.lockAfter,
          }),
        ),
      ),
      onChanged: on('settings'),
    },
    service: { status: answer({ state: 'up' }), retry: answer({ state: 'up' }), onChanged: on('service') },
    notices: { list: answer([]), dismiss: answer([]), onChanged: on('notices') },
    links: { open: answer(null) },
    clipboard: { copy: answer(null) },
    data: { onChanged: on('data') },
    app: { started: answer(null), onNavigate: on('navigate') },
  };
  return {
    bridge,
    signIn: bridge.session.signIn,
    demoSubscribers: bridge.session.demoSubscribers,
    updateSettings: bridge.settings.update,
    retry: bridge.service.retry,
    openLink: bridge.links.open,
    started: bridge.app.started,
    send: derived.send,
    tell(what, value): void {
      for (const listener of listeners[what]) listener(value);
    },
  };
}
