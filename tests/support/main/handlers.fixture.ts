import { vi } from 'vitest';
import { passwordResets, registrations, sessions } from '#protocol/api/sign-in.ts';
import { accounts, devices, identities, twoStep } from '#protocol/api/accounts.ts';
import type { Account } from '#protocol/api/sessions.ts';
import { success, type Result } from '#protocol/errors/problem.ts';
import type { Operation } from '#protocol/operation.ts';
import type { Topic } from '#protocol/topics.ts';
import { operationExamples } from '#tests/examples/index.ts';
import { createAccountVerbs, type AccountPorts } from '../../../electron/main/accounts/verbs.ts';
import { createVerbDispatch, type VerbHandlers } from '../../../electron/main/ipc/verb-dispatch.ts';
import type { Call } from '../../../electron/main/operator/call.ts';
import { registrationHandlers, type RegistrationPorts } from '../../../electron/main/registration/verbs.ts';
import { createLinkForms } from '../../../electron/main/session/link-forms.ts';
import type { SignIns } from '../../../electron/main/session/sign-ins.ts';
import { sessionHandlers, type SessionVerbPorts } from '../../../electron/main/session/verbs.ts';
import { fakeCall, type FakeCall } from './fake-call.ts';
import { quietLog, sessionFixture, type SessionFixture, type SessionRun } from './session.fixture.ts';

/** One-time token of links and tickets. */
export const token = 'A'.repeat(43);

/** A client that answers every operation of the account with its example. */
function exampleCall(account: () => Account): FakeCall {
  const fake = fakeCall();
  const domains = { accounts, devices, identities, passwordResets, registrations, sessions, twoStep };
  for (const [domain, of] of Object.entries<Readonly<Record<string, Operation>>>(domains)) {
    const examples = operationExamples[domain as 'accounts'] as Readonly<Record<string, { readonly answer: unknown }>>;
    for (const [name, operation] of Object.entries(of)) {
      fake.answer(operation, () => success(examples[name]?.answer as never));
    }
  }
  fake.answer(accounts.read, () => success({ ...account(), email: 'new@example.org' }));
  fake.answer(registrations.complete, () => success({ ...account(), name: 'Anna Petrova' }));
  return fake;
}

function build(client?: Call) {
  const bench: SessionFixture = sessionFixture();
  const sessionManager: SessionRun = bench.open();
  const fake = exampleCall(() => {
    const current = sessionManager.current();
    if (current === null) throw new Error('signed out');
    return current.account;
  });
  const call = client ?? fake.call;
  const linkForms = createLinkForms();
  const social = {
    start: vi.fn(() => Promise.resolve<Result<{ ticket: string }>>(success({ ticket: token }))),
    showBrowser: vi.fn(() => Promise.resolve<Result<null>>(success(null))),
    cancel: vi.fn<() => void>(),
  };
  const signIns = {
    byRegistration: vi.fn<SignIns['byRegistration']>(() =>
      Promise.resolve(success({ step: 'signed-in', status: sessionManager.status.get() })),
    ),
    cancel: vi.fn(() => sessionManager.status.get()),
  };
  const securityChanged = vi.fn<() => void>();
  const idle = { stay: vi.fn<() => void>() };
  const sleep = vi.fn(() => Promise.resolve());
  const accountRules = { letterAgainMs: 60_000, codeAgainMs: 60_000, phoneCodeMs: 300_000 };
  const profile = {
    get: () => Promise.resolve(success({ advertisingConsent: { version: '2026-09' }, accounts: accountRules })),
  } as unknown as AccountPorts['profile'];
  const changed = (topics: readonly Topic[]): void => {
    if (topics.includes('security')) securityChanged();
  };
  const common = { call, linkForms, profile, language: (): 'sv' => 'sv', sleep };
  const accountVerbs = createAccountVerbs({ ...common, session: sessionManager, social, window: () => null, changed });
  const sessionPorts = { sessionManager, signIns, social, idle, linkForms } as unknown as SessionVerbPorts;
  const registrationPorts: RegistrationPorts = { ...common, sessionManager, signIns };
  const handlers = {
    ...accountVerbs.handlers,
    ...sessionHandlers(sessionPorts),
    ...registrationHandlers(registrationPorts),
  };
  const dispatch = createVerbDispatch({
    call,
    session: {
      authorized: (request) => sessionManager.authorized(request),
      whileOpen: (work) => sessionManager.whileOpen(work),
      signedIn: () => sessionManager.current() !== null,
    },
    handlers: handlers as VerbHandlers,
    hooks: accountVerbs.hooks,
    changed,
    log: quietLog,
    checkAnswers: true,
  });
  /** Calls a verb by its id. */
  const ask = (id: string, input?: unknown): Promise<Result<unknown>> => dispatch(id, [input]);
  return { ask, bench, fake, idle, linkForms, securityChanged, sessionManager, signIns, sleep, social };
}

/**
 * The verbs of session, registration and account over a session of their own.
 *
 * @param client the operator's client; absent: a test double that answers every operation with its example
 */
export function setUp(client?: Call): ReturnType<typeof build> {
  return build(client);
}
