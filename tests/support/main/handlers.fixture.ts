import { vi } from 'vitest';
import { success, type Result } from '#protocol/errors/problem.ts';
import { accounts, devices, identities, twoStep } from '#protocol/api/accounts.ts';
import type { Account } from '#protocol/api/sessions.ts';
import { invokeChannels as c, type InvokeChannel } from '#protocol/ipc/channels.ts';
import type { Operation } from '#protocol/operation.ts';
import type { Topic } from '#protocol/topics.ts';
import { operationExamples } from '#tests/examples/index.ts';
import { createAccountVerbs, type AccountPorts } from '../../../electron/main/accounts/verbs.ts';
import type { OperatorApi } from '../../../electron/main/operator/api.ts';
import type { Call } from '../../../electron/main/operator/call.ts';
import type { SignIns } from '../../../electron/main/session/sign-ins.ts';
import { createLinkForms } from '../../../electron/main/session/link-forms.ts';
import { keeperBench, quietLog, type KeeperBench, type KeeperRun } from './session.fixture.ts';
import { createDispatch, type Dispatch } from '../../../electron/main/ipc/dispatch.ts';
import { createVerbDispatch, type VerbHandlers } from '../../../electron/main/ipc/verb-dispatch.ts';
import { fakeCall } from './fake-call.ts';
import type { HandlerParts } from '../../../electron/main/ipc/handlers/handler-parts.ts';
import { createHandlers } from '../../../electron/main/ipc/handlers.ts';

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

/** A right input of each question that speaks for the person. */
export const personal: Partial<Record<InvokeChannel, unknown>> = {
  [c.completeRegistration]: completion,
};

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
  const api = {
    account,
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
    idle,
    profile,
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
  const asked = Object.entries(account);
  return { ...parts, api, bench, account, asked, fake, securityChanged, ask };
}

/**
 * The handlers and verbs over a session of their own.
 *
 * @param through the operator's client; absent: a test double that answers every operation with its example
 */
export function setUp(through?: { readonly api: OperatorApi; readonly call: Call }): ReturnType<typeof build> {
  return build(through);
}
