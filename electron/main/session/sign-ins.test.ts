import { expect, test, vi } from 'vitest';
import { registrations, sessions } from '#protocol/api/sign-in.ts';
import { failed, success, type Result } from '#protocol/errors/problem.ts';
import type { OperatorProfile } from '#protocol/api/profile.ts';
import { accounts } from '#protocol/api/accounts.ts';
import type { SignInAnswer, TokenGrant } from '#protocol/api/sessions.ts';
import { deferred } from '../app/deferred.ts';
import { createPendingSignIns } from './pending-sign-in.ts';
import { createSignIns, type SignIns } from './sign-ins.ts';
import { exampleSecurity } from '#tests/examples/accounts.ts';
import { fakeCall } from '#tests/main/fake-call.ts';
import { fakeTime, sessionFixture, type SessionRun } from '#tests/main/session.fixture.ts';

const person = { email: 'anna@example.org', password: 'secret', computer: 'own' } as const;
const device = { name: 'test', platform: 'linux' } as const;
const challenge: SignInAnswer = { twoStep: { challenge: 'challenge-1', expiresInMs: 300_000 } };
const linkNeeded = { code: 'account-link-needed', email: 'anna@example.org' } as const;
const accountRules = { twoStepMs: 300_000, identityTicketMs: 200_000 };

function setUp() {
  const bench = sessionFixture();
  const sessionManager: SessionRun = bench.open();
  const time = fakeTime();
  const granted = (): Promise<Result<TokenGrant>> => Promise.resolve(success(bench.service.grant()));
  const signInAnswer = (): Promise<Result<SignInAnswer>> => granted();
  const api = {
    signIn: vi.fn(signInAnswer),
    twoStep: vi.fn(granted),
    identity: vi.fn(signInAnswer),
    identityLink: vi.fn(signInAnswer),
    confirmRegistration: vi.fn(granted),
  };
  const fake = fakeCall();
  fake.answer(sessions.create, api.signIn);
  fake.answer(sessions.confirmTwoStep, api.twoStep);
  fake.answer(sessions.createByIdentity, api.identity);
  fake.answer(sessions.createByIdentityLink, api.identityLink);
  fake.answer(registrations.confirm, api.confirmRegistration);
  fake.answer(accounts.security, () => success({ ...exampleSecurity, hasPassword: false }));
  const social = {
    start: vi.fn(() => Promise.resolve<Result<{ ticket: string }>>(success({ ticket: 'ticket-1' }))),
    cancel: vi.fn(),
  };
  const signIns: SignIns = createSignIns({
    call: fake.call,
    sessionManager,
    pending: createPendingSignIns({ later: time.later }),
    social,
    profile: () => Promise.resolve(success({ accounts: accountRules } as OperatorProfile)),
    language: () => 'sv',
    device,
  });
  return { ...bench, sessionManager, api, social, signIns, pass: time.pass };
}

const signedIn = { ok: true, value: { step: 'signed-in', status: { state: 'signed-in' } } };

test('a right password signs in', async () => {
  const { signIns, api, sessionManager } = setUp();
  expect(await signIns.byPassword(person)).toMatchObject(signedIn);
  expect(api.signIn).toHaveBeenCalledWith({ ...person, device }, {});
  expect(sessionManager.current()).toMatchObject({ hasPassword: true, kept: true });
});

test('the second step is a question to the person; its secret stays here', async () => {
  const { signIns, api, file, sessionManager } = setUp();
  api.signIn.mockResolvedValueOnce(success(challenge));
  const outcome = await signIns.byPassword({ ...person, computer: 'shared' });
  expect(outcome).toEqual(success({ step: 'two-step', expiresInMs: 300_000 }));
  expect(sessionManager.status.get().state).toBe('signed-out');
  api.twoStep.mockResolvedValueOnce(failed({ code: 'two-step-failed', triesLeft: 4 }));
  expect(await signIns.confirmTwoStep('000000')).toEqual(failed({ code: 'two-step-failed', triesLeft: 4 }));
  expect(await signIns.confirmTwoStep('123456')).toMatchObject(signedIn);
  expect(api.twoStep).toHaveBeenLastCalledWith({ challenge: 'challenge-1', code: '123456' }, {});
  // Whose computer it is was said at the first step.
  expect(file.writes).toBe(0);
  expect(await signIns.confirmTwoStep('123456')).toEqual(failed({ code: 'two-step-expired' }));
  expect(api.twoStep).toHaveBeenCalledTimes(2);
});

test('the second step is forgotten when called off, when its time is over, and when the service says so', async () => {
  const { signIns, api, pass } = setUp();
  const begin = async (): Promise<void> => {
    api.signIn.mockResolvedValueOnce(success(challenge));
    await signIns.byPassword(person);
  };
  const over = failed<never>({ code: 'two-step-expired' });
  await begin();
  expect(signIns.cancel()).toEqual({ state: 'signed-out', because: null });
  expect(await signIns.confirmTwoStep('123456')).toEqual(over);
  await begin();
  pass(accountRules.twoStepMs);
  expect(await signIns.confirmTwoStep('123456')).toEqual(over);
  expect(api.twoStep).not.toHaveBeenCalled();
  await begin();
  api.twoStep.mockResolvedValueOnce(over);
  expect(await signIns.confirmTwoStep('123456')).toEqual(over);
  expect(await signIns.confirmTwoStep('123456')).toEqual(over);
  expect(api.twoStep).toHaveBeenCalledTimes(1);
  await begin();
  await signIns.byPassword(person);
  expect(await signIns.confirmTwoStep('123456')).toEqual(over);
});

test('through a network: the ticket is passed on and the session taken; whether there is a password is learned', async () => {
  const { signIns, api, social, sessionManager, file } = setUp();
  expect(await signIns.byNetwork({ provider: 'vk', computer: 'own' })).toMatchObject(signedIn);
  expect(social.start).toHaveBeenCalledWith({ provider: 'vk', language: 'sv' });
  expect(api.identity).toHaveBeenCalledWith({ ticket: 'ticket-1', computer: 'own', device }, {});
  await vi.waitFor(() => expect(sessionManager.current()?.hasPassword).toBe(false));
  await vi.waitFor(() => expect(file.content?.hasPassword).toBe(false));
});

test('an address that has an account: its password links the two, a second step included', async () => {
  const { signIns, api } = setUp();
  api.identity.mockResolvedValueOnce(failed(linkNeeded));
  expect(await signIns.byNetwork({ provider: 'ok', computer: 'own' })).toEqual(
    success({ step: 'link', provider: 'ok', email: 'anna@example.org' }),
  );
  api.identityLink.mockResolvedValueOnce(failed({ code: 'sign-in-failed', triesLeft: 4 }));
  expect(await signIns.confirmLink('wrong')).toEqual(failed({ code: 'sign-in-failed', triesLeft: 4 }));
  api.identityLink.mockResolvedValueOnce(success(challenge));
  expect(await signIns.confirmLink('right')).toMatchObject(success({ step: 'two-step' }));
  expect(api.identityLink).toHaveBeenLastCalledWith(
    {
      ticket: 'ticket-1',
      password: 'right',
      computer: 'own',
      device,
    },
    {},
  );
  expect(await signIns.confirmLink('right')).toEqual(failed({ code: 'identity-ticket-expired' }));
  expect(await signIns.confirmTwoStep('123456')).toMatchObject(signedIn);
});

test('the ticket is forgotten when its time is over, and when the service says so', async () => {
  const { signIns, api, pass } = setUp();
  const over = failed<never>({ code: 'identity-ticket-expired' });
  api.identity.mockResolvedValue(failed(linkNeeded));
  await signIns.byNetwork({ provider: 'ok', computer: 'own' });
  pass(accountRules.identityTicketMs);
  expect(await signIns.confirmLink('right')).toEqual(over);
  await signIns.byNetwork({ provider: 'ok', computer: 'own' });
  api.identityLink.mockResolvedValueOnce(over);
  expect(await signIns.confirmLink('right')).toEqual(over);
  expect(await signIns.confirmLink('right')).toEqual(over);
  expect(api.identityLink).toHaveBeenCalledTimes(1);
});

test('a browser that comes back too late begins nothing', async () => {
  const { signIns, api, social } = setUp();
  const browser = deferred<Result<{ ticket: string }>>();
  social.start.mockReturnValueOnce(browser.promise);
  const waiting = signIns.byNetwork({ provider: 'vk', computer: 'own' });
  signIns.cancel();
  expect(social.cancel).toHaveBeenCalled();
  browser.resolve(success({ ticket: 'late' }));
  expect(await waiting).toEqual(failed({ code: 'provider-timeout' }));
  expect(api.identity).not.toHaveBeenCalled();
});

test('two sign-ins at once: the later one counts, the session of the other is ended', async () => {
  const { signIns, api, sessionManager, service, queue } = setUp();
  const slow = deferred<Result<TokenGrant>>();
  api.signIn.mockReturnValueOnce(slow.promise);
  const first = signIns.byPassword(person);
  const second = await signIns.byPassword({ ...person, email: 'boris@example.org' });
  slow.resolve(success({ ...service.grant(), accessToken: 'unwanted' }));
  expect(await first).toEqual(failed({ code: 'session-ended' }));
  expect(second).toMatchObject(signedIn);
  await queue.settled();
  expect(service.ended).toEqual(['unwanted']);
  expect(sessionManager.status.get().state).toBe('signed-in');
});

test('a confirmed registration signs in by the same way', async () => {
  const { signIns, api, sessionManager } = setUp();
  const input = { token: 'link', password: 'secret', computer: 'shared' } as const;
  expect(await signIns.byRegistration(input)).toMatchObject(signedIn);
  expect(api.confirmRegistration).toHaveBeenCalledWith({ ...input, device }, {});
  expect(sessionManager.current()?.kept).toBe(false);
});

test('what fails leaves a session in use alone', async () => {
  const { signIns, api, sessionManager, social } = setUp();
  await signIns.byPassword(person);
  api.signIn.mockResolvedValueOnce(failed({ code: 'sign-in-failed', triesLeft: 4 }));
  expect((await signIns.byPassword(person)).ok).toBe(false);
  social.start.mockResolvedValueOnce(failed({ code: 'provider-denied' }));
  expect(await signIns.byNetwork({ provider: 'vk', computer: 'own' })).toEqual(failed({ code: 'provider-denied' }));
  expect(sessionManager.current()?.id).toBe('s1');
});
