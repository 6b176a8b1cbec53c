import { mkdtempSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { beforeEach, describe, expect, test, vi } from 'vitest';
import { accounts, devices, identities, twoStep } from '#protocol/api/accounts.ts';
import { failed, success } from '#protocol/errors/problem.ts';
import { exposedOperations, ownVerbs } from '#protocol/ipc/names.ts';
import type { Operation } from '#protocol/operation.ts';
import { exampleData, exampleSecurity } from '#tests/examples/accounts.ts';
import { exampleOf } from '#tests/examples/index.ts';
import { setUp, token } from '#tests/main/handlers.fixture.ts';

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

const ids = [...exposedOperations.keys(), ...ownVerbs.keys()].filter((id) =>
  /^(accounts|devices|identities|twoStep)\./.test(id),
);
const ofAccount: readonly Operation[] = [accounts, devices, identities, twoStep].flatMap((domain) =>
  Object.values<Operation>(domain),
);

test.each(ids.filter((id) => id !== 'accounts.confirmEmail'))(
  '%s is refused while locked and while signed out, and sends nothing',
  async (id) => {
    const { ask, fake, sessionManager, social } = setUp();
    expect(await ask(id, exampleOf(id).input)).toEqual(failed({ code: 'session-ended' }));
    await sessionManager.begin();
    sessionManager.lock('asked');
    expect(await ask(id, exampleOf(id).input)).toEqual(failed({ code: 'session-locked' }));
    expect(ofAccount.flatMap((operation) => fake.calls(operation))).toEqual([]);
    expect(social.start).not.toHaveBeenCalled();
  },
);

test.each([
  ['accounts.security', false],
  ['accounts.changePassword', true],
  ['accounts.changeEmail', true],
  ['accounts.changePhone', false],
  ['accounts.confirmPhone', true],
  ['accounts.setAdvertisingConsent', true],
  ['accounts.data', false],
  ['devices.list', false],
  ['devices.end', true],
  ['devices.endOthers', true],
  ['identities.link', true],
  ['identities.unlink', true],
  ['twoStep.setUp', false],
  ['twoStep.confirm', true],
  ['twoStep.renewRecoveryCodes', true],
  ['twoStep.turnOff', true],
])('%s marks the security data as stale: %s', async (id, isStale) => {
  const { ask, sessionManager, securityChanged } = setUp();
  await sessionManager.begin();
  expect((await ask(id, exampleOf(id).input)).ok).toBe(true);
  expect(securityChanged).toHaveBeenCalledTimes(isStale ? 1 : 0);
  // Only other sessions end.
  expect(sessionManager.status.get().state).toBe('signed-in');
});

test.each([
  ['accounts.changePassword', accounts.changePassword, 'password-wrong', false],
  ['accounts.confirmPhone', accounts.confirmPhone, 'code-wrong', false],
  ['accounts.confirmPhone', accounts.confirmPhone, 'code-expired', true],
  ['identities.unlink', identities.unlink, 'last-way-in', true],
  ['twoStep.turnOff', twoStep.turnOff, 'two-step-not-on', true],
  ['devices.end', devices.end, 'not-found', true],
] as const)('%s refused with %s', async (id, operation, code, isStale) => {
  const { ask, fake, sessionManager, securityChanged } = setUp();
  await sessionManager.begin();
  const refusal = failed<never>({ code });
  fake.answer(operation, () => refusal);
  expect(await ask(id, exampleOf(id).input)).toEqual(refusal);
  expect(securityChanged).toHaveBeenCalledTimes(isStale ? 1 : 0);
});

test('changes carry the program’s language, the access token and the version of the consent text', async () => {
  const { ask, fake, sessionManager } = setUp();
  await sessionManager.begin();
  const options = { accessToken: 'access-1' };
  await ask('accounts.changePassword', { password: 'p', next: 'n' });
  expect(fake.calls(accounts.changePassword)).toEqual([
    { input: { password: 'p', next: 'n', language: 'sv' }, options },
  ]);
  await ask('accounts.changeEmail', { password: null, email: 'new@example.org' });
  expect(fake.calls(accounts.changeEmail)).toEqual([
    { input: { password: null, email: 'new@example.org', language: 'sv' }, options },
  ]);
  await ask('accounts.changePhone', { password: 'p', phone: '+79991234567' });
  expect(fake.calls(accounts.changePhone)).toEqual([
    { input: { password: 'p', phone: '+79991234567', language: 'sv' }, options },
  ]);
  await ask('accounts.setAdvertisingConsent', { granted: false });
  expect(fake.calls(accounts.setAdvertisingConsent)).toEqual([
    { input: { granted: false, textVersion: '2026-09' }, options },
  ]);
});

test('the session learns the address and the password from an answer', async () => {
  const { ask, fake, sessionManager } = setUp();
  await sessionManager.begin('own', false);
  fake.answer(accounts.changePassword, () => success({ ...exampleSecurity, email: 'new@example.org' }));
  await ask('accounts.changePassword', { password: null, next: 'n' });
  expect(sessionManager.current()).toMatchObject({ hasPassword: true, account: { email: 'new@example.org' } });
});

test('a network is linked with the ticket of the browser and the password', async () => {
  const { ask, fake, sessionManager, social } = setUp();
  await sessionManager.begin();
  social.start.mockResolvedValueOnce(failed({ code: 'provider-denied' }));
  const input = { provider: 'ok', password: 'p' };
  expect(await ask('identities.link', input)).toEqual(failed({ code: 'provider-denied' }));
  await ask('identities.link', input);
  expect(fake.calls(identities.link)).toEqual([
    { input: { ticket: token, password: 'p' }, options: { accessToken: 'access-1' } },
  ]);
  expect(social.start).toHaveBeenCalledWith({ provider: 'ok', language: 'sv' });
});

test('nothing is linked when the program was locked while the browser was open', async () => {
  const { ask, fake, sessionManager, social } = setUp();
  await sessionManager.begin();
  social.start.mockImplementationOnce(() => {
    sessionManager.lock('idle');
    return Promise.resolve(success({ ticket: token }));
  });
  expect(await ask('identities.link', { provider: 'ok', password: 'p' })).toEqual(failed({ code: 'session-locked' }));
  expect(fake.calls(identities.link)).toEqual([]);
});

test('each confirmation of a set-up has a higher number; a new set-up starts again at 1', async () => {
  const { ask, fake, sessionManager } = setUp();
  await sessionManager.begin();
  await ask('twoStep.setUp', { password: 'p' });
  fake.answer(twoStep.confirm, () => failed({ code: 'two-step-failed' }));
  await ask('twoStep.confirm', { code: '000000' });
  fake.answer(twoStep.confirm, () => success({ codes: ['abcd-efgh'] }));
  await ask('twoStep.confirm', { code: '123456' });
  await ask('twoStep.setUp', { password: 'p' });
  await ask('twoStep.confirm', { code: '123456' });
  expect(fake.calls(twoStep.confirm).map(({ input }) => input)).toEqual([
    { code: '000000', attempt: 1 },
    { code: '123456', attempt: 2 },
    { code: '123456', attempt: 1 },
  ]);
});

describe('confirming an address', () => {
  const address = `plus-cabinet://email?token=${token}`;

  test('needs the form that a link opened, and no session', async () => {
    const { ask, fake, linkForms, securityChanged } = setUp();
    expect(await ask('accounts.confirmEmail')).toEqual(failed({ code: 'link-invalid' }));
    linkForms.opened(address);
    expect(await ask('accounts.confirmEmail')).toEqual(success(null));
    expect(fake.calls(accounts.confirmEmail)).toEqual([{ input: { token }, options: {} }]);
    expect(fake.calls(accounts.read)).toEqual([]);
    expect(securityChanged).not.toHaveBeenCalled();
    expect(linkForms.current()).toBeNull();
  });

  test('updates the signed-in account', async () => {
    const { ask, sessionManager, linkForms, securityChanged } = setUp();
    await sessionManager.begin();
    linkForms.opened(address);
    await ask('accounts.confirmEmail');
    await vi.waitFor(() => expect(sessionManager.current()?.account.email).toBe('new@example.org'));
    expect(securityChanged).toHaveBeenCalledTimes(1);
  });

  test('the outcome is unknown when the link is refused as used after a lost response', async () => {
    const { ask, fake, linkForms } = setUp();
    linkForms.opened(address);
    fake.answer(accounts.confirmEmail, () => failed({ code: 'service-timeout' }));
    expect(await ask('accounts.confirmEmail')).toEqual(failed({ code: 'service-timeout' }));
    expect(linkForms.current()).toBe('confirm-email');
    fake.answer(accounts.confirmEmail, () => failed({ code: 'link-invalid' }));
    expect(await ask('accounts.confirmEmail')).toEqual(failed({ code: 'outcome-unknown' }));
    expect(linkForms.current()).toBeNull();
  });
});

test('deleting the account ends the session without ending it at the service again', async () => {
  const { ask, bench, fake, sessionManager } = setUp();
  await sessionManager.begin();
  expect(await ask('accounts.delete', { password: 'p' })).toEqual(success({ state: 'signed-out', because: null }));
  expect(fake.calls(accounts.delete)).toEqual([
    { input: { password: 'p', language: 'sv' }, options: { accessToken: 'access-1' } },
  ]);
  await bench.queue.settled();
  expect(bench.service.ended).toEqual([]);
  expect(bench.file.content).toBeNull();
});

describe('saving the data', () => {
  test('writes the whole file where the person chose, readable by its owner alone', async () => {
    const { ask, sessionManager } = setUp();
    await sessionManager.begin('shared');
    const folder = mkdtempSync(path.join(os.tmpdir(), 'cabinet-data-'));
    const file = path.join(folder, 'mine.json');
    writeFileSync(file, 'an older one', { mode: 0o644 });
    electron.dialog.showSaveDialog.mockResolvedValueOnce({ canceled: false, filePath: file });
    expect(await ask('accounts.saveData')).toEqual(success(true));
    expect(electron.dialog.showSaveDialog.mock.calls[0]?.[0].defaultPath).toBe(
      path.join('/home/anna/documents', 'plus-cabinet-my-data-2026-11-22.json'),
    );
    expect(JSON.parse(readFileSync(file, 'utf8'))).toEqual(exampleData);
    expect(readdirSync(folder)).toEqual(['mine.json']);
    if (process.platform !== 'win32') expect(statSync(file).mode & 0o777).toBe(0o600);
  });

  test('answers false without a chosen file, and file-not-saved when it cannot be written', async () => {
    const { ask, sessionManager } = setUp();
    await sessionManager.begin();
    electron.dialog.showSaveDialog.mockResolvedValueOnce({ canceled: true, filePath: '' });
    expect(await ask('accounts.saveData')).toEqual(success(false));
    const folder = mkdtempSync(path.join(os.tmpdir(), 'cabinet-data-'));
    writeFileSync(path.join(folder, 'a-file'), '');
    electron.dialog.showSaveDialog.mockResolvedValueOnce({
      canceled: false,
      filePath: path.join(folder, 'a-file', 'mine.json'),
    });
    expect(await ask('accounts.saveData')).toEqual(failed({ code: 'file-not-saved' }));
    expect(readdirSync(folder)).toEqual(['a-file']);
  });

  test('writes nothing when the session ended or the program was locked while the dialog was open', async () => {
    const { ask, sessionManager } = setUp();
    const folder = mkdtempSync(path.join(os.tmpdir(), 'cabinet-data-'));
    const chosen = { canceled: false, filePath: path.join(folder, 'mine.json') };
    await sessionManager.begin();
    electron.dialog.showSaveDialog.mockImplementationOnce(() => {
      sessionManager.lock('idle');
      return Promise.resolve(chosen);
    });
    expect(await ask('accounts.saveData')).toEqual(failed({ code: 'session-locked' }));
    sessionManager.unlocked();
    electron.dialog.showSaveDialog.mockImplementationOnce(() => {
      sessionManager.ended('session-ended');
      return Promise.resolve(chosen);
    });
    expect(await ask('accounts.saveData')).toEqual(failed({ code: 'session-ended' }));
    expect(readdirSync(folder)).toEqual([]);
  });
});
