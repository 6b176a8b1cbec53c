import { vi } from 'vitest';
import { failed, success, type Result } from '#protocol/errors/problem.ts';
import type { AccountData } from '#protocol/api/account-data.ts';
import type { AccountSecurity } from '#protocol/api/account-security.ts';
import type { Account } from '#protocol/api/sessions.ts';
import { invokeChannels as c, type InvokeChannel } from '#protocol/ipc/channels.ts';
import type { OperatorApi } from '../../../electron/main/operator/api.ts';
import type { SignIns } from '../../../electron/main/session/sign-ins.ts';
import { createLinkForms } from '../../../electron/main/session/link-forms.ts';
import { keeperBench, quietLog, type KeeperBench, type KeeperRun } from './session.fixture.ts';
import { createDispatch, type Dispatch } from '../../../electron/main/ipc/dispatch.ts';
import type { HandlerParts } from '../../../electron/main/ipc/handlers/handler-parts.ts';
import { createHandlers } from '../../../electron/main/ipc/handlers.ts';

export const token = 'A'.repeat(43);
export const number = '1234567890';
const device = { name: 'd', platform: 'linux' } as const;
export const security: AccountSecurity = {
  email: 'anna@example.org',
  emailPending: null,
  phone: null,
  phonePending: null,
  hasPassword: true,
  passwordChangedAt: null,
  twoStep: { on: false },
  identities: [],
  advertisingConsent: { granted: false, at: null, textVersion: null },
};
export const data: AccountData = {
  exportedAt: '2026-11-22T21:30:00Z',
  account: { id: 'a1', email: 'anna@example.org', name: 'Anna', phone: null, createdAt: '2026-01-01T00:00:00Z' },
  contracts: [{ number, label: null }],
  consents: [],
  identities: [],
  sessions: [
    { device, computer: 'own', signedInAt: '2026-11-22T10:00:00Z', lastUsedAt: '2026-11-22T10:00:00Z', endedAt: null },
  ],
  letters: [],
  messages: [],
  payments: [],
  cards: [],
  kept: ['contract'],
};
const letter = { againInMs: 60_000, delayed: false };
export const completion = {
  contractNumber: number,
  surname: 'a',
  firstName: 'b',
  patronymic: '',
  cardNumber: '123456789012',
};

export const plan = {
  when: { kind: 'threshold', belowKopecks: 10_000 },
  amountKopecks: 50_000,
  monthlyCeilingKopecks: 100_000,
  linkedCardId: 'card-1',
} as const;

/** A valid input for each verb that requires a session. */
export const personal: Partial<Record<InvokeChannel, unknown>> = {
  [c.completeRegistration]: completion,
  [c.security]: undefined,
  [c.changePassword]: { password: 'p', next: 'n' },
  [c.changeEmail]: { password: 'p', email: 'new@example.org' },
  [c.changePhone]: { password: 'p', phone: '+79991234567' },
  [c.confirmPhone]: { code: '123456' },
  [c.setAdvertisingConsent]: { granted: true },
  [c.devices]: undefined,
  [c.endDevice]: { id: 'other' },
  [c.endOtherDevices]: undefined,
  [c.linkIdentity]: { provider: 'vk', password: 'p' },
  [c.unlinkIdentity]: { provider: 'vk', password: 'p' },
  [c.beginTwoStep]: { password: 'p' },
  [c.confirmTwoStepSetup]: { code: '123456' },
  [c.newRecoveryCodes]: { password: 'p' },
  [c.turnTwoStepOff]: { password: 'p' },
  [c.accountData]: undefined,
  [c.saveAccountData]: undefined,
  [c.deleteAccount]: { password: 'p' },
  [c.overview]: number,
  [c.autopay]: number,
  [c.setAutopay]: { contractNumber: number, plan },
  [c.stopAutopay]: number,
  [c.promiseTerms]: number,
  [c.takePromise]: { contractNumber: number, amountKopecks: 10_000, dueOn: '2026-11-27' },
};
/** Verbs that call the session manager themselves. */
export const selfGuarded = new Set<InvokeChannel>([c.overview]);

function build(service?: OperatorApi) {
  const bench: KeeperBench = keeperBench();
  const keeper: KeeperRun = bench.open();
  const theirs = (): Account => {
    const current = keeper.current();
    if (current === null) throw new Error('signed out');
    return current.account;
  };
  const linkForms = createLinkForms();
  const secured = (): Promise<Result<AccountSecurity>> => Promise.resolve(success(security));
  const none = (): Promise<Result<null>> => Promise.resolve(success(null));
  const codes = (): Promise<Result<{ codes: string[] }>> => Promise.resolve(success({ codes: ['abcd-efgh'] }));
  const listed = (): Promise<Result<{ devices: never[] }>> => Promise.resolve(success({ devices: [] }));
  const account = {
    read: vi.fn(() => Promise.resolve(success({ ...theirs(), email: 'new@example.org' }))),
    unlock: vi.fn(none),
    complete: vi.fn(() => Promise.resolve(success({ ...theirs(), name: 'Anna Petrova' }))),
    security: vi.fn(secured),
    changePassword: vi.fn(secured),
    changeEmail: vi.fn(() => Promise.resolve(success(letter))),
    changePhone: vi.fn(() => Promise.resolve(success({ expiresInMs: 300_000, againInMs: 60_000 }))),
    confirmPhone: vi.fn(secured),
    setAdvertisingConsent: vi.fn(secured),
    devices: vi.fn(listed),
    endDevice: vi.fn(listed),
    endOtherDevices: vi.fn(listed),
    linkIdentity: vi.fn(secured),
    unlinkIdentity: vi.fn(secured),
    beginTwoStep: vi.fn(() =>
      Promise.resolve(success({ secret: 'ABC', uri: 'otpauth://totp/x', expiresAt: '2026-11-22T10:05:00Z' })),
    ),
    confirmTwoStep: vi.fn(codes),
    newRecoveryCodes: vi.fn(codes),
    turnTwoStepOff: vi.fn(secured),
    data: vi.fn(() => Promise.resolve(success(data))),
    delete: vi.fn(none),
  };
  const verbs = <N extends string>(...names: N[]): Record<N, ReturnType<typeof vi.fn<() => Promise<Result<string>>>>> =>
    Object.fromEntries(names.map((name) => [name, vi.fn(() => Promise.resolve(success(name)))])) as never;
  const money = {
    payments: verbs('autopay', 'setAutopay', 'stopAutopay'),
    promise: verbs('terms', 'take'),
  };
  const takePromise = vi.fn((_wish: object, ask: (key: string) => Promise<Result<unknown>>) => ask('key-of-this-wish'));
  const moneyChanged = vi.fn<(contractNumber: string | null) => void>();
  const api = {
    account,
    ...money,
    register: vi.fn(() => Promise.resolve(success(letter))),
    registrationLetter: vi.fn(() => Promise.resolve(success(letter))),
    askPasswordReset: vi.fn(() => Promise.resolve(success(letter))),
    completePasswordReset: vi.fn(none),
    confirmEmail: vi.fn(none),
  };
  const social = {
    start: vi.fn(() => Promise.resolve<Result<{ ticket: string }>>(success({ ticket: 'ticket' }))),
    showBrowser: vi.fn(none),
    cancel: vi.fn<() => void>(),
  };
  const signIns = {
    byRegistration: vi.fn<SignIns['byRegistration']>(() =>
      Promise.resolve(success({ step: 'signed-in', status: keeper.status.get() })),
    ),
    cancel: vi.fn(() => keeper.status.get()),
  };
  const overviews = { get: vi.fn(() => Promise.resolve(failed({ code: 'service-unreachable' }))) };
  const settings = { get: () => ({ lockAfter: 'never' }), update: vi.fn((patch: object) => patch) };
  const securityChanged = vi.fn<() => void>();
  const idle = { stay: vi.fn<() => void>() };
  const accounts = { letterAgainMs: 60_000, codeAgainMs: 60_000, phoneCodeMs: 300_000 };
  const profile = { get: () => Promise.resolve(success({ advertisingConsent: { version: '2026-09' }, accounts })) };
  const parts = {
    api: service ?? api,
    keeper,
    linkForms,
    social,
    signIns,
    overviews,
    idle,
    profile,
    settings: { settings, update: settings.update },
    securityChanged,
    moneyChanged,
    promiseKeys: { take: takePromise, left: () => undefined },
    language: () => 'sv',
    window: () => null,
    sleep: vi.fn(() => Promise.resolve()),
  };
  const dispatch: Dispatch = createDispatch(createHandlers(parts as unknown as HandlerParts), {
    log: quietLog,
    checkAnswers: false,
  });
  const ask = (channel: InvokeChannel, input?: unknown): Promise<Result<unknown>> => dispatch(channel, [input]);
  const asked = [...Object.entries(account), ...Object.values(money).flatMap((part) => Object.entries(part))];
  return { ...parts, api, bench, account, asked, money, takePromise, ask, settings };
}

/** The handlers with a separate session and, unless `service` is given, a service that accepts every call. */
export function setUp(service?: OperatorApi): ReturnType<typeof build> {
  return build(service);
}
