import { expect, test, vi } from 'vitest';
import { passwordResets, registrations } from '#protocol/api/sign-in.ts';
import { failed, success } from '#protocol/errors/problem.ts';
import { registrationVerbExamples } from '#tests/examples/session.ts';
import { setUp, token } from '#tests/main/handlers.fixture.ts';

vi.mock('electron', () => ({}));

const invalid = failed<never>({ code: 'link-invalid' });

test('mail is requested in the program’s language, and consent is given to the text on screen', async () => {
  const { ask, fake } = setUp();
  const email = 'anna@example.org';
  await ask('registration.create', { email, password: 'pass phrase', advertisingConsent: true });
  expect(fake.calls(registrations.create)).toEqual([
    {
      input: {
        email,
        password: 'pass phrase',
        advertisingConsent: true,
        consentTextVersion: '2026-09',
        language: 'sv',
      },
      options: {},
    },
  ]);
  await ask('registration.resendMail', { email });
  await ask('passwordReset.create', { email });
  const expected = [{ input: { email, language: 'sv' }, options: {} }];
  expect(fake.calls(registrations.resendMail)).toEqual(expected);
  expect(fake.calls(passwordResets.create)).toEqual(expected);
});

test('completing the registration answers with the account as it is now', async () => {
  const { ask, fake, sessionManager } = setUp();
  await sessionManager.begin();
  const { input } = registrationVerbExamples.complete;
  expect(await ask('registration.complete', input)).toMatchObject(
    success({ state: 'signed-in', account: { name: 'Anna Petrova' } }),
  );
  expect(fake.calls(registrations.complete)).toEqual([{ input, options: { accessToken: 'access-1' } }]);
  expect(sessionManager.current()?.account.name).toBe('Anna Petrova');
});

test('the registration is not completed while locked or signed out', async () => {
  const { ask, fake, sessionManager } = setUp();
  const { input } = registrationVerbExamples.complete;
  expect(await ask('registration.complete', input)).toEqual(failed({ code: 'session-ended' }));
  await sessionManager.begin();
  sessionManager.lock('asked');
  expect(await ask('registration.complete', input)).toEqual(failed({ code: 'session-locked' }));
  expect(fake.calls(registrations.complete)).toEqual([]);
});

test('the token of a link is used once, kept after a wrong password, and discarded when it is invalid', async () => {
  const { ask, fake, linkForms, signIns } = setUp();
  const input = { password: 'p', computer: 'own' };
  expect(await ask('registration.confirm', input)).toEqual(invalid);
  linkForms.opened(`plus-cabinet://registration?token=${token}`);
  expect(await ask('linkForms.current')).toEqual(success('confirm-registration'));
  expect(await ask('passwordReset.complete', { password: 'n' })).toEqual(invalid);
  signIns.byRegistration.mockResolvedValueOnce(failed({ code: 'sign-in-failed', triesLeft: 4 }));
  expect((await ask('registration.confirm', input)).ok).toBe(false);
  expect((await ask('registration.confirm', input)).ok).toBe(true);
  expect(signIns.byRegistration).toHaveBeenLastCalledWith({ ...input, token });
  expect(await ask('linkForms.current')).toEqual(success(null));

  linkForms.opened(`plus-cabinet://password-reset?token=${token}`);
  fake.answer(passwordResets.complete, () => invalid);
  expect(await ask('passwordReset.complete', { password: 'n' })).toEqual(invalid);
  expect(linkForms.current()).toBeNull();
  linkForms.opened(`plus-cabinet://password-reset?token=${token}`);
  await ask('linkForms.close');
  expect(await ask('passwordReset.complete', { password: 'n' })).toEqual(invalid);
  expect(fake.calls(passwordResets.complete)).toEqual([{ input: { token, password: 'n' }, options: {} }]);
});

test('the outcome is unknown when a link is refused as used after a lost response', async () => {
  const { ask, fake, linkForms } = setUp();
  linkForms.opened(`plus-cabinet://password-reset?token=${token}`);
  fake.answer(passwordResets.complete, () => failed({ code: 'service-timeout' }));
  expect(await ask('passwordReset.complete', { password: 'n' })).toEqual(failed({ code: 'service-timeout' }));
  expect(linkForms.current()).toBe('reset-password');
  fake.answer(passwordResets.complete, () => invalid);
  expect(await ask('passwordReset.complete', { password: 'n' })).toEqual(failed({ code: 'outcome-unknown' }));
  expect(linkForms.current()).toBeNull();
  // Another link is judged by itself.
  linkForms.opened(`plus-cabinet://password-reset?token=${'B'.repeat(43)}`);
  expect(await ask('passwordReset.complete', { password: 'n' })).toEqual(invalid);
});
