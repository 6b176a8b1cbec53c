import { mkdtempSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { beforeEach, expect, test, vi } from 'vitest';
import { failed, success } from '#protocol/errors/problem.ts';
import type { AccountSecurity } from '#protocol/api/account-security.ts';
import { invokeChannels as c, type InvokeChannel } from '#protocol/ipc/channels.ts';
import { completion, data, personal, security, setUp, token } from '#tests/main/handlers.fixture.ts';

const electron = vi.hoisted(() => ({
  dialog: {
    showSaveDialog: vi.fn<(options: { defaultPath: string }) => Promise<{ canceled: boolean; filePath: string }>>(),
  },
  app: { getPath: (name: string) => `/home/anna/${name}` },
  clipboard: { writeText: vi.fn() },
}));
vi.mock('electron', () => electron);

beforeEach(() => {
  electron.dialog.showSaveDialog.mockReset();
});

test('while locked every question that speaks for the person is answered by the lock alone', async () => {
  const { ask, asked, keeper, social } = setUp();
  await keeper.begin();
  keeper.lock('asked');
  for (const [channel, input] of Object.entries(personal) as [InvokeChannel, unknown][]) {
    expect(await ask(channel, input), channel).toEqual(failed({ code: 'session-locked' }));
  }
  for (const [name, verb] of [...asked, ['social', social.start]] as const) {
    expect(verb, name).not.toHaveBeenCalled();
  }
});

test('signed out none of them is asked either', async () => {
  const { ask, asked, social } = setUp();
  for (const [channel, input] of Object.entries(personal) as [InvokeChannel, unknown][]) {
    expect(await ask(channel, input), channel).toEqual(failed({ code: 'session-ended' }));
  }
  for (const [name, verb] of asked) expect(verb, name).not.toHaveBeenCalled();
  expect(social.start).not.toHaveBeenCalled();
});

test('a channel is either the person’s own or stands in the list of those that are good while locked', () => {
  const goodWhileLocked = new Set<InvokeChannel>([
    ...(['signIn', 'signInThrough', 'showBrowser', 'confirmTwoStep', 'confirmLink', 'cancelSignIn'] as const).map(
      (name) => c[name],
    ),
    ...(['stay', 'lock', 'unlock', 'signOut', 'sessionStatus'] as const).map((name) => c[name]),
    ...(['register', 'registrationLetter', 'confirmRegistration', 'askPasswordReset'] as const).map((name) => c[name]),
    ...(['completePasswordReset', 'confirmEmail', 'openedForm', 'closeForm'] as const).map((name) => c[name]),
  ]);
  for (const channel of Object.values(c)) expect(channel in personal, channel).toBe(!goodWhileLocked.has(channel));
});

test('letters are written in the program’s language, and the consent is to the text that was shown', async () => {
  const { ask, api, account, keeper } = setUp();
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
  await keeper.begin();
  await ask(c.setAdvertisingConsent, { granted: false });
  expect(account.setAdvertisingConsent).toHaveBeenCalledWith('access-1', { granted: false, textVersion: '2026-09' });
  await ask(c.changeEmail, { password: null, email: 'new@example.org' });
  expect(account.changeEmail).toHaveBeenCalledWith('access-1', {
    password: null,
    email: 'new@example.org',
    language: 'sv',
  });
});

test.each<[InvokeChannel, boolean]>([
  [c.security, false],
  [c.changePassword, true],
  [c.changeEmail, true],
  [c.changePhone, false],
  [c.confirmPhone, true],
  [c.setAdvertisingConsent, true],
  [c.endDevice, true],
  [c.endOtherDevices, true],
  [c.linkIdentity, true],
  [c.unlinkIdentity, true],
  [c.beginTwoStep, false],
  [c.confirmTwoStepSetup, true],
  [c.newRecoveryCodes, true],
  [c.turnTwoStepOff, true],
])('%s: whoever shows how one gets in is told: %s', async (channel, told) => {
  const { ask, keeper, securityChanged } = setUp();
  await keeper.begin();
  expect((await ask(channel, personal[channel])).ok).toBe(true);
  expect(securityChanged).toHaveBeenCalledTimes(told ? 1 : 0);
  // The session goes on: only others are ended.
  expect(keeper.status.get().state).toBe('signed-in');
});

test('what is refused changes nothing and tells nobody', async () => {
  const { ask, account, keeper, securityChanged } = setUp();
  await keeper.begin();
  const refusal = failed<AccountSecurity>({ code: 'password-wrong', triesLeft: 2 });
  account.changePassword.mockResolvedValueOnce(refusal);
  expect(await ask(c.changePassword, { password: 'x', next: 'n' })).toEqual(refusal);
  expect(securityChanged).not.toHaveBeenCalled();
});

test('a first password, set by whoever came through a network, can unlock', async () => {
  const { ask, account, keeper } = setUp();
  await keeper.begin('own', false);
  account.changePassword.mockResolvedValueOnce(success({ ...security, email: 'new@example.org' }));
  await ask(c.changePassword, { password: null, next: 'n' });
  expect(keeper.current()).toMatchObject({ hasPassword: true, account: { email: 'new@example.org' } });
});

test('a completed registration is answered with the account as it is now', async () => {
  const { ask, keeper } = setUp();
  await keeper.begin();
  const answer = await ask(c.completeRegistration, completion);
  expect(answer).toMatchObject(success({ state: 'signed-in', account: { name: 'Anna Petrova' } }));
  expect(keeper.current()?.account.name).toBe('Anna Petrova');
});

test('linking a network: the ticket of the browser and the password together', async () => {
  const { ask, account, keeper, social } = setUp();
  await keeper.begin();
  social.start.mockResolvedValueOnce(failed({ code: 'provider-denied' }));
  expect(await ask(c.linkIdentity, { provider: 'ok', password: 'p' })).toEqual(failed({ code: 'provider-denied' }));
  await ask(c.linkIdentity, { provider: 'ok', password: 'p' });
  expect(account.linkIdentity.mock.calls).toEqual([['access-1', { ticket: 'ticket', password: 'p' }]]);
  expect(social.start).toHaveBeenCalledWith({ provider: 'ok', language: 'sv' });
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

test('a confirmed address is the account’s at once, where somebody is signed in', async () => {
  const { ask, account, keeper, linkForms, securityChanged } = setUp();
  linkForms.opened(`plus-cabinet://email?token=${token}`);
  expect(await ask(c.confirmEmail)).toEqual(success(null));
  expect(account.read).not.toHaveBeenCalled();
  await keeper.begin();
  linkForms.opened(`plus-cabinet://email?token=${token}`);
  await ask(c.confirmEmail);
  await vi.waitFor(() => expect(keeper.current()?.account.email).toBe('new@example.org'));
  expect(securityChanged).toHaveBeenCalledTimes(1);
});

test('deleting the account ends the session here, and the service is not told of it again', async () => {
  const { ask, account, bench, keeper } = setUp();
  await keeper.begin();
  expect(await ask(c.deleteAccount, { password: 'p' })).toEqual(success({ state: 'signed-out', because: null }));
  expect(account.delete).toHaveBeenCalledWith('access-1', { password: 'p', language: 'sv' });
  await bench.queue.settled();
  expect(bench.service.ended).toEqual([]);
  expect(bench.file.content).toBeNull();
});

test('signing out calls off a sign-in under way', async () => {
  const { ask, signIns } = setUp();
  await ask(c.signOut);
  expect(signIns.cancel).toHaveBeenCalled();
});

test('the data is saved where the person chose, whole, for its owner alone', async () => {
  const { ask, keeper } = setUp();
  await keeper.begin('shared');
  const folder = mkdtempSync(path.join(os.tmpdir(), 'cabinet-data-'));
  const file = path.join(folder, 'mine.json');
  writeFileSync(file, 'an older one', { mode: 0o644 });
  electron.dialog.showSaveDialog.mockResolvedValueOnce({ canceled: false, filePath: file });
  expect(await ask(c.saveAccountData)).toEqual(success(true));
  expect(electron.dialog.showSaveDialog.mock.calls[0]?.[0].defaultPath).toBe(
    path.join('/home/anna/documents', 'plus-cabinet-my-data-2026-11-22.json'),
  );
  expect(JSON.parse(readFileSync(file, 'utf8'))).toEqual(data);
  expect(readdirSync(folder)).toEqual(['mine.json']);
  if (process.platform !== 'win32') expect(statSync(file).mode & 0o777).toBe(0o600);
});

test('no file chosen is no failure; one that cannot be written is said', async () => {
  const { ask, keeper } = setUp();
  await keeper.begin();
  electron.dialog.showSaveDialog.mockResolvedValueOnce({ canceled: true, filePath: '' });
  expect(await ask(c.saveAccountData)).toEqual(success(false));
  const folder = mkdtempSync(path.join(os.tmpdir(), 'cabinet-data-'));
  writeFileSync(path.join(folder, 'a-file'), '');
  electron.dialog.showSaveDialog.mockResolvedValueOnce({
    canceled: false,
    filePath: path.join(folder, 'a-file', 'mine.json'),
  });
  expect(await ask(c.saveAccountData)).toEqual(failed({ code: 'file-not-saved' }));
  expect(readdirSync(folder)).toEqual(['a-file']);
});

test('a session that ended, or a lock that fell, while the box stood open: nothing is written', async () => {
  const { ask, keeper } = setUp();
  const folder = mkdtempSync(path.join(os.tmpdir(), 'cabinet-data-'));
  const chosen = { canceled: false, filePath: path.join(folder, 'mine.json') };
  await keeper.begin();
  electron.dialog.showSaveDialog.mockImplementationOnce(() => {
    keeper.lock('idle');
    return Promise.resolve(chosen);
  });
  expect(await ask(c.saveAccountData)).toEqual(failed({ code: 'session-locked' }));
  keeper.unlocked();
  electron.dialog.showSaveDialog.mockImplementationOnce(() => {
    keeper.ended('session-ended');
    return Promise.resolve(chosen);
  });
  expect(await ask(c.saveAccountData)).toEqual(failed({ code: 'session-ended' }));
  expect(readdirSync(folder)).toEqual([]);
});

test('"I am here" begins the idle time anew', async () => {
  const { ask, idle } = setUp();
  expect(await ask(c.stay)).toEqual(success(null));
  expect(idle.stay).toHaveBeenCalledTimes(1);
});
