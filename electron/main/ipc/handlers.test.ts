import { expect, test, vi } from 'vitest';
import { failed, success } from '#protocol/errors/problem.ts';
import { invokeChannels as c, type InvokeChannel } from '#protocol/ipc/channels.ts';
import { completion, personal, setUp, token } from '#tests/main/handlers.fixture.ts';

vi.mock('electron', () => ({ clipboard: { writeText: vi.fn() } }));

test('while locked every question that speaks for the person is answered by the lock alone', async () => {
  const { ask, asked, keeper } = setUp();
  await keeper.begin();
  keeper.lock('asked');
  for (const [channel, input] of Object.entries(personal) as [InvokeChannel, unknown][]) {
    expect(await ask(channel, input), channel).toEqual(failed({ code: 'session-locked' }));
  }
  for (const [name, verb] of asked) {
    expect(verb, name).not.toHaveBeenCalled();
  }
});

test('signed out none of them is asked either', async () => {
  const { ask, asked } = setUp();
  for (const [channel, input] of Object.entries(personal) as [InvokeChannel, unknown][]) {
    expect(await ask(channel, input), channel).toEqual(failed({ code: 'session-ended' }));
  }
  for (const [name, verb] of asked) expect(verb, name).not.toHaveBeenCalled();
});

test('a channel is either the person’s own or stands in the list of those that are good while locked', () => {
  const goodWhileLocked = new Set<InvokeChannel>([
    ...(['signIn', 'signInThrough', 'showBrowser', 'confirmTwoStep', 'confirmLink', 'cancelSignIn'] as const).map(
      (name) => c[name],
    ),
    ...(['stay', 'lock', 'unlock', 'signOut', 'sessionStatus'] as const).map((name) => c[name]),
    ...(['register', 'registrationLetter', 'confirmRegistration', 'askPasswordReset'] as const).map((name) => c[name]),
    ...(['completePasswordReset', 'openedForm', 'closeForm'] as const).map((name) => c[name]),
  ]);
  for (const channel of Object.values(c)) expect(channel in personal, channel).toBe(!goodWhileLocked.has(channel));
});

test('mail is requested in the program’s language, and consent is given to the text on screen', async () => {
  const { ask, api } = setUp();
  await ask(c.register, { email: 'anna@example.org', password: 'pass phrase', advertisingConsent: true });
  expect(api.register).toHaveBeenCalledWith({
    email: 'anna@example.org',
    password: 'pass phrase',
    advertisingConsent: true,
    consentTextVersion: '2026-09',
    language: 'sv',
  });
  await ask(c.registrationLetter, { email: 'anna@example.org' });
  await ask(c.askPasswordReset, { email: 'anna@example.org' });
  const order = { email: 'anna@example.org', language: 'sv' };
  expect(api.registrationLetter).toHaveBeenCalledWith(order);
  expect(api.askPasswordReset).toHaveBeenCalledWith(order);
});

test('a completed registration is answered with the account as it is now', async () => {
  const { ask, keeper } = setUp();
  await keeper.begin();
  const answer = await ask(c.completeRegistration, completion);
  expect(answer).toMatchObject(success({ state: 'signed-in', account: { name: 'Anna Petrova' } }));
  expect(keeper.current()?.account.name).toBe('Anna Petrova');
});

test('a link’s token is used once, kept after a wrong password, and forgotten when it is good no more', async () => {
  const { ask, api, linkForms, signIns } = setUp();
  const invalid = failed<never>({ code: 'link-invalid' });
  const input = { password: 'p', computer: 'own' };
  expect(await ask(c.confirmRegistration, input)).toEqual(invalid);
  linkForms.opened(`plus-cabinet://registration?token=${token}`);
  expect(await ask(c.openedForm)).toEqual(success('confirm-registration'));
  expect(await ask(c.completePasswordReset, { password: 'n' })).toEqual(invalid);
  signIns.byRegistration.mockResolvedValueOnce(failed({ code: 'sign-in-failed', triesLeft: 4 }));
  expect((await ask(c.confirmRegistration, input)).ok).toBe(false);
  expect((await ask(c.confirmRegistration, input)).ok).toBe(true);
  expect(signIns.byRegistration).toHaveBeenLastCalledWith({ ...input, token });
  expect(await ask(c.openedForm)).toEqual(success(null));

  linkForms.opened(`plus-cabinet://password-reset?token=${token}`);
  api.completePasswordReset.mockResolvedValueOnce(invalid);
  expect(await ask(c.completePasswordReset, { password: 'n' })).toEqual(invalid);
  expect(linkForms.current()).toBeNull();
  linkForms.opened(`plus-cabinet://password-reset?token=${token}`);
  await ask(c.closeForm);
  expect(await ask(c.completePasswordReset, { password: 'n' })).toEqual(invalid);
  expect(api.completePasswordReset).toHaveBeenCalledTimes(1);
});

test('a link refused as used after its first answer was lost: it is not known whether that did it', async () => {
  const { ask, api, linkForms } = setUp();
  const invalid = failed<never>({ code: 'link-invalid' });
  linkForms.opened(`plus-cabinet://password-reset?token=${token}`);
  api.completePasswordReset.mockResolvedValueOnce(failed({ code: 'service-timeout' })).mockResolvedValueOnce(invalid);
  expect(await ask(c.completePasswordReset, { password: 'n' })).toEqual(failed({ code: 'service-timeout' }));
  expect(linkForms.current()).toBe('reset-password');
  expect(await ask(c.completePasswordReset, { password: 'n' })).toEqual(failed({ code: 'outcome-unknown' }));
  expect(linkForms.current()).toBeNull();
  // Another link is judged by itself.
  linkForms.opened(`plus-cabinet://password-reset?token=${'B'.repeat(43)}`);
  api.completePasswordReset.mockResolvedValueOnce(invalid);
  expect(await ask(c.completePasswordReset, { password: 'n' })).toEqual(invalid);
});

test('signing out calls off a sign-in under way', async () => {
  const { ask, signIns } = setUp();
  await ask(c.signOut);
  expect(signIns.cancel).toHaveBeenCalled();
});

test('"I am here" begins the idle time anew', async () => {
  const { ask, idle } = setUp();
  expect(await ask(c.stay)).toEqual(success(null));
  expect(idle.stay).toHaveBeenCalledTimes(1);
});
