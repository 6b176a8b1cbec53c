import { vi } from 'vitest';
import { failed, success, type Result } from '#protocol/errors/problem.ts';
import type { AccountData } from '#protocol/api/account-data.ts';
import type { AccountSecurity } from '#protocol/api/account-security.ts';
import type { Account } from '#protocol/api/sessions.ts';
import { invokeChannels as c, type InvokeChannel } from '#protocol/ipc/channels.ts';
import type { PaymentKeeper } from '../../../electron/main/payments/payment-manager.ts';
import type { SignIns } from '../../../electron/main/session/sign-ins.ts';
import { createLinkForms } from '../../../electron/main/session/link-forms.ts';
import { keeperBench, quietLog, type KeeperBench, type KeeperRun } from './session.fixture.ts';
import { createDocuments } from '../../../electron/main/documents/documents.ts';
import { createDispatch, type Dispatch } from '../../../electron/main/ipc/dispatch.ts';
import { createHandlers, type HandlerParts } from '../../../electron/main/ipc/handlers.ts';

export const token = 'A'.repeat(43);
export const number = '1234567890';
const device = { name: 'd', platform: 'linux' } as const;
export const security: AccountSecurity = {
  email: 'anna@example.org',
  emailPending: null,
  phone: null,
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

export const payment = {
  payee: number,
  amountKopecks: 42_500,
  method: 'bank-card',
  phone: null,
  linkedCardId: null,
  linkCard: false,
} as const;
/** A right input of each question that speaks for the person. */
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
  [c.topUpTerms]: number,
  [c.topUpPreview]: { contractNumber: number, amountKopecks: 42_500 },
  [c.paymentMethods]: undefined,
  [c.payee]: { number },
  [c.beginPayment]: payment,
  [c.trackedPayments]: undefined,
  [c.showPaymentPage]: { id: 'p1' },
  [c.askPayment]: { id: 'p1' },
  [c.cancelPayment]: { id: 'p1' },
  [c.dismissPayment]: { id: 'p1' },
  [c.linkedCards]: undefined,
  [c.unlinkCard]: { id: 'card-1' },
  [c.slip]: { contractNumber: number, amountKopecks: null },
  [c.saveSlip]: { contractNumber: number, amountKopecks: null },
  [c.saveReceipt]: { paymentId: 'p1' },
};
/** Those whose verbs ask the keeper of the session themselves. */
export const selfGuarded = new Set<InvokeChannel>([c.saveSlip, c.saveReceipt]);

function build() {
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
    payments: verbs('terms', 'preview', 'methods', 'payee', 'cards', 'unlinkCard', 'slip'),
    statement: verbs('page', 'spending', 'receipt'),
  };
  const tracked = { payments: [] };
  const payments = {
    begin: vi.fn(() => Promise.resolve(success('begun'))),
    tracked: vi.fn(() => tracked),
    ready: vi.fn(() => Promise.resolve()),
    showPage: vi.fn(none),
    ask: vi.fn(() => Promise.resolve(success('asked'))),
    cancel: vi.fn(() => Promise.resolve(success('cancelled'))),
    dismiss: vi.fn(() => Promise.resolve(tracked)),
    payeeSeen: vi.fn<PaymentKeeper['payeeSeen']>(),
  };
  const moneyChanged = vi.fn<(contractNumber: string | null) => void>();
  const documents = createDocuments({
    api: money as unknown as Parameters<typeof createDocuments>[0]['api'],
    keeper,
    profile: () => Promise.resolve(failed({ code: 'service-unreachable' })),
    language: () => 'sv',
    origin: () => Promise.resolve(failed({ code: 'service-unreachable' })),
    files: () => Promise.resolve(failed({ code: 'service-unreachable' })),
    print: () => Promise.reject(new Error('nothing to print')),
    window: () => null,
    told: () => undefined,
    now: () => 0,
    log: quietLog,
  });
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
  const securityChanged = vi.fn<() => void>();
  const idle = { stay: vi.fn<() => void>() };
  const profile = { get: () => Promise.resolve(success({ advertisingConsent: { version: '2026-09' } })) };
  const parts = {
    api,
    keeper,
    linkForms,
    social,
    signIns,
    idle,
    profile,
    securityChanged,
    moneyChanged,
    payments,
    documents: () => Promise.resolve(documents),
    language: () => 'sv',
    window: () => null,
  };
  const dispatch: Dispatch = createDispatch(createHandlers(parts as unknown as HandlerParts), {
    log: quietLog,
    checkAnswers: false,
  });
  const ask = (channel: InvokeChannel, input?: unknown): Promise<Result<unknown>> => dispatch(channel, [input]);
  const asked = [...Object.entries(account), ...Object.values(money).flatMap((part) => Object.entries(part))];
  return { ...parts, bench, account, asked, money, ask };
}

/** The handlers over a session of their own and a service that says yes to everything. */
export function setUp(): ReturnType<typeof build> {
  return build();
}
