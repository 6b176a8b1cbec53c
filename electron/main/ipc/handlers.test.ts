import { mkdtempSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { beforeEach, expect, test, vi } from 'vitest';
import { failed, success, type Result } from '#protocol/errors/problem.ts';
import type { AccountData } from '#protocol/http/account-data.ts';
import type { AccountSecurity } from '#protocol/http/security.ts';
import { invokeChannels as c, type InvokeChannel } from '#protocol/ipc/channels.ts';
import type { SignIns } from '../session/sign-ins.ts';
import { createLinkForms } from '../session/link-forms.ts';
import { keeperBench, quietLog, type KeeperBench, type KeeperRun } from '../session/session.fixture.ts';
import { createDocuments } from '../documents/documents.ts';
import { createDispatch, type Dispatch } from './dispatch.ts';
import { createHandlers, type HandlerParts } from './handlers.ts';

const electron = vi.hoisted(() => ({
  dialog: {
    showSaveDialog: vi.fn<(options: { defaultPath: string }) => Promise<{ canceled: boolean; filePath: string }>>(),
  },
  app: { getPath: (name: string) => `/home/anna/${name}` },
  clipboard: { writeText: vi.fn() },
}));
vi.mock('electron', () => electron);

const token = 'A'.repeat(43);
const number = '1234567890';
const device = { name: 'd', platform: 'linux' } as const;
const security: AccountSecurity = {
  email: 'anna@example.org',
  emailPending: null,
  phone: null,
  hasPassword: true,
  passwordChangedAt: null,
  twoStep: { on: false },
  identities: [],
  advertisingConsent: { granted: false, at: null, textVersion: null },
};
const data: AccountData = {
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
const completion = { contractNumber: number, surname: 'a', firstName: 'b', patronymic: '', cardNumber: '123456789012' };

const payment = {
  payee: number,
  amountKopecks: 42_500,
  method: 'bank-card',
  phone: null,
  linkedCardId: null,
  linkCard: false,
} as const;
const plan = {
  when: { kind: 'threshold', belowKopecks: 10_000 },
  amountKopecks: 50_000,
  monthlyCeilingKopecks: 100_000,
  linkedCardId: 'card-1',
} as const;

/** A right input of each question that speaks for the person. */
const personal: Partial<Record<InvokeChannel, unknown>> = {
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
  [c.statementPage]: { contractNumber: number, query: { kind: 'charges' } },
  [c.spending]: { contractNumber: number, from: '2026-01-01', to: '2026-11-30' },
  [c.saveStatement]: { contractNumber: number, query: {}, format: 'csv' },
};
/** Those whose verbs ask the keeper of the session themselves. */
const selfGuarded = new Set<InvokeChannel>([c.overview, c.saveSlip, c.saveReceipt, c.saveStatement]);

function setUp() {
  const bench: KeeperBench = keeperBench();
  const keeper: KeeperRun = bench.open();
  const linkForms = createLinkForms();
  const secured = (): Promise<Result<AccountSecurity>> => Promise.resolve(success(security));
  const none = (): Promise<Result<null>> => Promise.resolve(success(null));
  const codes = (): Promise<Result<{ codes: string[] }>> => Promise.resolve(success({ codes: ['abcd-efgh'] }));
  const listed = (): Promise<Result<{ devices: never[] }>> => Promise.resolve(success({ devices: [] }));
  const account = {
    read: vi.fn(() => Promise.resolve(success({ ...keeper.current()!.account, email: 'new@example.org' }))),
    unlock: vi.fn(none),
    complete: vi.fn(() => Promise.resolve(success({ ...keeper.current()!.account, name: 'Anna Petrova' }))),
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
    payeeSeen: vi.fn(),
  };
  const takePromise = vi.fn((_wish: object, ask: (key: string) => Promise<Result<unknown>>) => ask('key-of-this-wish'));
  const moneyChanged = vi.fn();
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
    cancel: vi.fn(),
  };
  const signIns = {
    byRegistration: vi.fn<SignIns['byRegistration']>(() =>
      Promise.resolve(success({ step: 'signed-in', status: keeper.status.get() })),
    ),
    cancel: vi.fn(() => keeper.status.get()),
  };
  const overviews = { get: vi.fn(() => Promise.resolve(failed({ code: 'service-unreachable' }))) };
  const settings = { get: () => ({ lockAfter: 'never' }), update: vi.fn((patch: object) => patch) };
  const securityChanged = vi.fn();
  const idle = { stay: vi.fn() };
  const profile = { get: () => Promise.resolve(success({ advertisingConsent: { version: '2026-09' } })) };
  const parts = {
    api,
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
    payments,
    promiseKeys: { take: takePromise, left: () => undefined },
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
  return { ...parts, bench, account, asked, money, takePromise, ask, settings };
}

beforeEach(() => {
  electron.dialog.showSaveDialog.mockReset();
});

test('while locked every question that speaks for the person is answered by the lock alone', async () => {
  const { ask, asked, keeper, overviews, payments, social } = setUp();
  await keeper.begin();
  keeper.lock('asked');
  for (const [channel, input] of Object.entries(personal) as [InvokeChannel, unknown][]) {
    expect(await ask(channel, input), channel).toEqual(failed({ code: 'session-locked' }));
  }
  for (const [name, verb] of [
    ...asked,
    ...Object.entries(payments),
    ['overview', overviews.get],
    ['social', social.start],
  ] as const) {
    expect(verb, name).not.toHaveBeenCalled();
  }
});

test('signed out none of them is asked either', async () => {
  const { ask, asked, payments, social } = setUp();
  for (const [channel, input] of Object.entries(personal) as [InvokeChannel, unknown][]) {
    if (selfGuarded.has(channel)) continue;
    expect(await ask(channel, input), channel).toEqual(failed({ code: 'session-ended' }));
  }
  for (const [name, verb] of [...asked, ...Object.entries(payments)]) expect(verb, name).not.toHaveBeenCalled();
  expect(social.start).not.toHaveBeenCalled();
});

test('a channel is either the person’s own or stands in the list of those that are good while locked', () => {
  const goodWhileLocked = new Set<InvokeChannel>([
    ...(['signIn', 'signInThrough', 'showBrowser', 'confirmTwoStep', 'confirmLink', 'cancelSignIn'] as const).map(
      (name) => c[name],
    ),
    ...(['stay', 'lock', 'unlock', 'signOut', 'sessionStatus', 'demoSubscribers'] as const).map((name) => c[name]),
    ...(['register', 'registrationLetter', 'confirmRegistration', 'askPasswordReset'] as const).map((name) => c[name]),
    ...(['completePasswordReset', 'confirmEmail', 'openedForm', 'closeForm'] as const).map((name) => c[name]),
    ...(['profile', 'settings', 'updateSettings', 'serviceStatus', 'retryService'] as const).map((name) => c[name]),
    ...(['notices', 'dismissNotice', 'openLink', 'copyText', 'started', 'cancelSaving'] as const).map(
      (name) => c[name],
    ),
  ]);
  for (const channel of Object.values(c)) expect(channel in personal, channel).toBe(!goodWhileLocked.has(channel));
});

test('the lock is not taken away by whoever stands before it', async () => {
  const { ask, keeper, settings } = setUp();
  await keeper.begin();
  keeper.lock('asked');
  expect(await ask(c.updateSettings, { lockAfter: 'never' })).toEqual(failed({ code: 'session-locked' }));
  expect(settings.update).not.toHaveBeenCalled();
  expect((await ask(c.updateSettings, { language: 'ru' })).ok).toBe(true);
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

test('money is asked for with the token, and by what the question names', async () => {
  const { ask, keeper, money } = setUp();
  await keeper.begin();
  for (const channel of [c.topUpPreview, c.slip, c.statementPage, c.spending, c.setAutopay] as const) {
    expect((await ask(channel, personal[channel])).ok, channel).toBe(true);
  }
  expect(money.payments.preview).toHaveBeenCalledWith('access-1', number, 42_500);
  expect(money.payments.slip).toHaveBeenCalledWith('access-1', number, null);
  expect(money.payments.setAutopay).toHaveBeenCalledWith('access-1', number, plan);
  expect(money.statement.page).toHaveBeenCalledWith('access-1', number, { kind: 'charges', limit: 50 });
  expect(money.statement.spending).toHaveBeenCalledWith('access-1', number, '2026-01-01', '2026-11-30');
});

test.each<[InvokeChannel, string | null | undefined]>([
  [c.topUpTerms, undefined],
  [c.slip, undefined],
  [c.linkedCards, undefined],
  [c.unlinkCard, null],
  [c.autopay, undefined],
  [c.setAutopay, number],
  [c.stopAutopay, number],
  [c.promiseTerms, undefined],
  [c.takePromise, number],
])('%s: whoever shows money is told of contract %s', async (channel, told) => {
  const { ask, keeper, moneyChanged } = setUp();
  await keeper.begin();
  expect((await ask(channel, personal[channel])).ok).toBe(true);
  expect(moneyChanged.mock.calls).toEqual(told === undefined ? [] : [[told]]);
});

test('a promise is taken under the key of the wish; refused it changes nothing', async () => {
  const { ask, keeper, money, moneyChanged, takePromise } = setUp();
  await keeper.begin();
  const wish = { amountKopecks: 10_000, dueOn: '2026-11-27' };
  money.promise.take.mockResolvedValueOnce(failed({ code: 'promise-changed' }));
  expect(await ask(c.takePromise, { contractNumber: number, ...wish })).toEqual(failed({ code: 'promise-changed' }));
  expect(takePromise.mock.calls[0]?.[0]).toEqual({ contractNumber: number, ...wish });
  expect(money.promise.take).toHaveBeenCalledWith('access-1', 'key-of-this-wish', number, wish);
  expect(moneyChanged).not.toHaveBeenCalled();
});

test('a payment begins in the program’s language, and the name that was shown goes with it', async () => {
  const { ask, keeper, payments } = setUp();
  await keeper.begin();
  await ask(c.payee, { number });
  expect(payments.payeeSeen).toHaveBeenCalledWith('payee');
  expect(await ask(c.beginPayment, payment)).toEqual(success('begun'));
  expect(payments.begin).toHaveBeenCalledWith({ ...payment, language: 'sv' });
  expect(await ask(c.trackedPayments)).toEqual(success({ payments: [] }));
  for (const [channel, verb] of [
    [c.showPaymentPage, payments.showPage],
    [c.askPayment, payments.ask],
    [c.cancelPayment, payments.cancel],
    [c.dismissPayment, payments.dismiss],
  ] as const) {
    expect((await ask(channel, { id: 'p1' })).ok).toBe(true);
    expect(verb).toHaveBeenCalledWith('p1');
  }
});

test.each<[InvokeChannel, unknown]>([
  [c.beginPayment, { ...payment, amountKopecks: 1.5 }],
  [c.beginPayment, { ...payment, payee: '12345678901' }],
  [c.beginPayment, { ...payment, method: 'cash' }],
  [c.beginPayment, { ...payment, phone: '89991234567' }],
  [c.topUpPreview, { contractNumber: number, amountKopecks: 0 }],
  [c.topUpPreview, { contractNumber: number, amountKopecks: -1 }],
  [c.takePromise, { contractNumber: number, amountKopecks: 1, dueOn: '27.11.2026' }],
  [c.spending, { contractNumber: number, from: 'x', to: '2026-01-01' }],
  [c.askPayment, { id: '' }],
  [c.askPayment, 'p1'],
])('%s refuses %j before anybody is asked', async (channel, input) => {
  const { ask, asked, keeper, payments } = setUp();
  await keeper.begin();
  expect(await ask(channel, input)).toMatchObject({ ok: false, failure: { code: 'input-invalid' } });
  for (const [name, verb] of [...asked, ...Object.entries(payments)]) expect(verb, name).not.toHaveBeenCalled();
});

test('"I am here" begins the idle time anew', async () => {
  const { ask, idle } = setUp();
  expect(await ask(c.stay)).toEqual(success(null));
  expect(idle.stay).toHaveBeenCalledTimes(1);
});
