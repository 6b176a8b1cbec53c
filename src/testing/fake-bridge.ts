import { vi, type Mock } from 'vitest';
import type { CabinetBridge } from '#protocol/ipc/bridge.ts';
import { failed, success, type Result } from '#protocol/errors/problem.ts';
import type { Notice, ServiceStatus, SessionStatus, Settings } from '#protocol/ipc/state.ts';

/** What main may tell by itself. */
interface Told {
  session: SessionStatus;
  service: ServiceStatus;
  settings: Settings;
  notices: readonly Notice[];
}

/** A bridge for component tests: every verb is a mock that answers the plainest thing; `tell` is main speaking. */
export interface FakeBridge {
  readonly bridge: CabinetBridge;
  readonly signIn: Mock<CabinetBridge['session']['signIn']>;
  readonly demoSubscribers: Mock<CabinetBridge['session']['demoSubscribers']>;
  readonly updateSettings: Mock<CabinetBridge['settings']['update']>;
  readonly retry: Mock<CabinetBridge['service']['retry']>;
  readonly openLink: Mock<CabinetBridge['links']['open']>;
  readonly started: Mock<CabinetBridge['app']['started']>;
  tell<K extends keyof Told>(what: K, value: Told[K]): void;
}

export function fakeBridge(): FakeBridge {
  const listeners: { [K in keyof Told]: Set<(value: Told[K]) => void> } = {
    session: new Set(),
    service: new Set(),
    settings: new Set(),
    notices: new Set(),
  };
  const on =
    <K extends keyof Told>(what: K) =>
    (listener: (value: Told[K]) => void): (() => void) => {
      listeners[what].add(listener);
      return () => listeners[what].delete(listener);
    };
  const out: SessionStatus = { state: 'signed-out', because: null };
  const answer =
    <T>(value: T) =>
    (): Promise<Result<T>> =>
      Promise.resolve(success(value));
  const nothing = <T>(): Promise<Result<T>> => Promise.resolve(failed({ code: 'not-found' }));

  const signIn = vi.fn<CabinetBridge['session']['signIn']>(answer(out));
  const demoSubscribers = vi.fn<CabinetBridge['session']['demoSubscribers']>(() => nothing());
  const updateSettings = vi.fn<CabinetBridge['settings']['update']>((patch) =>
    Promise.resolve(success({ language: patch.language ?? 'en', theme: patch.theme ?? 'system' })),
  );
  const retry = vi.fn<CabinetBridge['service']['retry']>(answer({ state: 'up' }));
  const openLink = vi.fn<CabinetBridge['links']['open']>(answer(null));
  const started = vi.fn<CabinetBridge['app']['started']>(answer(null));

  const bridge: CabinetBridge = {
    session: { signIn, demoSubscribers, signOut: answer(out), status: answer(out), onChanged: on('session') },
    overview: { get: () => nothing() },
    profile: { get: () => nothing() },
    settings: {
      get: answer({ language: 'en', theme: 'system' }),
      update: updateSettings,
      onChanged: on('settings'),
    },
    service: { status: answer({ state: 'up' }), retry, onChanged: on('service') },
    notices: { list: answer([]), dismiss: answer([]), onChanged: on('notices') },
    links: { open: openLink },
    clipboard: { copy: answer(null) },
    data: { onChanged: () => () => undefined },
    app: { started, onNavigate: () => () => undefined },
  };
  return {
    bridge,
    signIn,
    demoSubscribers,
    updateSettings,
    retry,
    openLink,
    started,
    tell(what, value): void {
      for (const listener of listeners[what]) listener(value);
    },
  };
}
