import { vi } from 'vitest';
import { failed, success, type Result } from '#protocol/errors/problem.ts';
import { accounts, devices, identities, twoStep } from '#protocol/api/accounts.ts';
import type { Account } from '#protocol/api/sessions.ts';
import { invokeChannels as c, type InvokeChannel } from '#protocol/ipc/channels.ts';
import type { Operation } from '#protocol/operation.ts';
import type { Topic } from '#protocol/topics.ts';
import { operationExamples } from '#tests/examples/index.ts';
import { createAccountVerbs, type AccountPorts } from '../../../electron/main/accounts/verbs.ts';
import type { OperatorApi } from '../../../electron/main/operator/api.ts';
import type { Call } from '../../../electron/main/operator/call.ts';
import type { PaymentKeeper } from '../../../electron/main/payments/payment-manager.ts';
import type { SignIns } from '../../../electron/main/session/sign-ins.ts';
import { createLinkForms } from '../../../electron/main/session/link-forms.ts';
import { keeperBench, quietLog, type KeeperBench, type KeeperRun } from './session.fixture.ts';
import { createDocuments } from '../../../electron/main/documents/documents.ts';
import { createDispatch, type Dispatch } from '../../../electron/main/ipc/dispatch.ts';
import { createVerbDispatch, type VerbHandlers } from '../../../electron/main/ipc/verb-dispatch.ts';
import { fakeCall } from './fake-call.ts';
import { createHandlers, type HandlerParts } from '../../../electron/main/ipc/handlers.ts';

export const token = 'A'.repeat(43);
export const number = '1234567890';
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
export const plan = {
  when: { kind: 'threshold', belowKopecks: 10_000 },
  amountKopecks: 50_000,
  monthlyCeilingKopecks: 100_000,
  linkedCardId: 'card-1',
} as const;

/** A right input of each question that speaks for the person. */
export const personal: Partial<Record<InvokeChannel, unknown>> = {
  [c.completeRegistration]: completion,
  [c.overview]: number,
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
  [c.autopay]: number,
  [c.setAutopay]: { contractNumber: number, plan },
  [c.stopAutopay]: number,
  [c.slip]: { contractNumber: number, amountKopecks: null },
  [c.saveSlip]: { contractNumber: number, amountKopecks: null },
  [c.saveReceipt]: { paymentId: 'p1' },
  [c.promiseTerms]: number,
  [c.takePromise]: { contractNumber: number, amountKopecks: 10_000, dueOn: '2026-11-27' },
};
/** Those whose verbs ask the keeper of the session themselves. */
export const selfGuarded = new Set<InvokeChannel>([c.overview, c.saveSlip, c.saveReceipt]);

function build(through?: { readonly api: OperatorApi; readonly call: Call }) {
  const bench: KeeperBench = keeperBench();
  const keeper: KeeperRun = bench.open();
  const theirs = (): Account => {
    const current = keeper.current();
    if (current === null) throw new Error('signed out');
    return current.account;
  };
  const linkForms = createLinkForms();
  const none = (): Promise<Result<null>> => Promise.resolve(success(null));
  const account = {
    unlock: vi.fn(none),
    complete: vi.fn(() => Promise.resolve(success({ ...theirs(), name: 'Anna Petrova' }))),
  };
  const fake = fakeCall();
  for (const [domain, of] of Object.entries<Readonly<Record<string, Operation>>>({
    accounts,
    devices,
    identities,
    twoStep,
  })) {
    const examples = operationExamples[domain as 'accounts'] as Readonly<Record<string, { readonly answer: unknown }>>;
    for (const [name, operation] of Object.entries(of)) {
      fake.answer(operation, () => success(examples[name]?.answer as never));
    }
  }
  fake.answer(accounts.read, () => success({ ...theirs(), email: 'new@example.org' }));
  const call = through?.call ?? fake.call;
  const verbs = <N extends string>(...names: N[]): Record<N, ReturnType<typeof vi.fn<() => Promise<Result<string>>>>> =>
    Object.fromEntries(names.map((name) => [name, vi.fn(() => Promise.resolve(success(name)))])) as never;
  const money = {
    payments: verbs(
      'terms',
      'preview',
      'methods',
      'payee',
      'cards',
      'unlinkCard',
      'autopay',
      'setAutopay',
      'stopAutopay',
      'slip',
    ),
    promise: verbs('terms', 'take'),
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
  const takePromise = vi.fn((_wish: object, ask: (key: string) => Promise<Result<unknown>>) => ask('key-of-this-wish'));
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
  };
  const social = {
    start: vi.fn(() => Promise.resolve<Result<{ ticket: string }>>(success({ ticket: token }))),
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
  const accountRules = { letterAgainMs: 60_000, codeAgainMs: 60_000, phoneCodeMs: 300_000 };
  const profile = {
    get: () => Promise.resolve(success({ advertisingConsent: { version: '2026-09' }, accounts: accountRules })),
  };
  const parts = {
    api: through?.api ?? api,
    call,
    keeper,
    linkForms,
    social,
    signIns,
    overviews,
    idle,
    profile,
    settings: { settings, update: settings.update },
    moneyChanged,
    payments,
    promiseKeys: { take: takePromise, left: () => undefined },
    documents: () => Promise.resolve(documents),
    language: () => 'sv',
    sleep: vi.fn(() => Promise.resolve()),
  };
  const changed = (topics: readonly Topic[]): void => {
    if (topics.includes('security')) securityChanged();
  };
  const accountVerbs = createAccountVerbs({
    call,
    session: keeper,
    linkForms,
    social,
    profile: profile as unknown as AccountPorts['profile'],
    language: () => 'sv',
    window: () => null,
    changed,
    sleep: parts.sleep,
  });
  const verbDispatch = createVerbDispatch({
    call,
    session: {
      authorized: (request) => keeper.authorized(request),
      whileOpen: (work) => keeper.whileOpen(work),
      signedIn: () => keeper.current() !== null,
    },
    handlers: accountVerbs.handlers as VerbHandlers,
    hooks: accountVerbs.hooks,
    changed,
    log: quietLog,
    checkAnswers: true,
  });
  const dispatch: Dispatch = createDispatch(createHandlers(parts as unknown as HandlerParts), {
    log: quietLog,
    checkAnswers: false,
    verbs: verbDispatch,
  });
  /** Asks a verb by its id or, where it is not declared yet, by its channel. */
  const ask = (id: string, input?: unknown): Promise<Result<unknown>> => dispatch(id, [input]);
  const asked = [...Object.entries(account), ...Object.values(money).flatMap((part) => Object.entries(part))];
  return { ...parts, api, bench, account, asked, fake, money, takePromise, securityChanged, ask, settings };
}

/**
 * The handlers and verbs over a session of their own.
 *
 * @param through the operator's client; absent: a test double that answers every operation with its example
 */
export function setUp(through?: { readonly api: OperatorApi; readonly call: Call }): ReturnType<typeof build> {
  return build(through);
}
