import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { searchBytes, type Secret } from '#tests/disk-scan.ts';
import { expectedTitle } from '#tests/expected.ts';
import { expect, test } from '#tests/fixtures.ts';
import { callBridge, inPage } from '#tests/in-page.ts';
import { LockPage } from '#tests/lock-page.ts';
import { idleFor } from '#tests/main-clock.ts';
import { CabinetPage, SignInPage } from '#tests/pages.ts';
import { changeStore, profileFiles, readStore } from '#tests/profile-files.ts';
import { personalSecrets } from '#tests/secrets.ts';
import type { Service } from '#tests/service.ts';
import { tokensOn } from '#tests/wire-tap.ts';
import { plain, words } from '#tests/words.ts';

const minute = 60_000;
const errors = words.en.errors;
const locked = { ok: false, failure: { code: 'session-locked' } };

/** What a locked program may not show: all of a person but their name and address, which say whose lock it is. */
async function hidden(service: Service): Promise<readonly Secret[]> {
  const who = await service.api.subscriber('healthy');
  const overview = await service.api.overviewOf('healthy');
  return personalSecrets(who, overview).filter(({ name }) => !['email', 'name', 'surname'].includes(name));
}

test('[S29] locked at once by its button: nothing of the account is on the page, nothing is answered', async ({
  launch,
  desktop,
  service,
}) => {
  const who = await service.api.subscriber('healthy');
  const before = await service.api.overviewOf('healthy');
  const { number } = before.contract;
  const { page } = await launch({ operatorUrl: service.origin });
  await new SignInPage(page).signIn(who, 'own');
  const cabinet = new CabinetPage(page);
  const lock = new LockPage(page);
  await cabinet.ready();
  expect(plain(await cabinet.heading.innerText())).toBe(expectedTitle(before));
  await inPage(
    page,
    `globalThis.heard = [];
     for (const domain of ['session', 'settings', 'connection', 'notices', 'data']) globalThis.cabinet[domain].onChanged((value) => globalThis.heard.push(value));
     globalThis.cabinet.app.onNavigate((value) => globalThis.heard.push(value));`,
  );
  await lock.lockNow();
  await expect(lock.password).toBeFocused();
  await expect(page.getByText(who.name)).toBeVisible();
  await expect(cabinet.toOverview).toHaveCount(0);

  const proof = { password: who.password };
  for (const [domain, verb, args] of [
    ['overview', 'get', [{ contractNumber: number }]],
    ['accounts', 'security', []],
    ['devices', 'list', []],
    ['accounts', 'data', []],
    ['accounts', 'saveData', []],
    ['devices', 'endOthers', []],
    ['devices', 'end', [{ sessionId: 'any' }]],
    ['accounts', 'setAdvertisingConsent', [{ granted: true }]],
    ['accounts', 'changePassword', [{ ...proof, next: 'a sentence nobody guesses' }]],
    ['accounts', 'changeEmail', [{ ...proof, email: 'thief@example.org' }]],
    ['accounts', 'changePhone', [{ ...proof, phone: '+79005550199' }]],
    ['accounts', 'confirmPhone', [{ code: '123456' }]],
    ['identities', 'link', [{ ...proof, provider: 'vk' }]],
    ['identities', 'unlink', [{ ...proof, provider: 'vk' }]],
    ['twoStep', 'setUp', [proof]],
    ['twoStep', 'confirm', [{ code: '123456' }]],
    ['twoStep', 'renewRecoveryCodes', [proof]],
    ['twoStep', 'turnOff', [proof]],
    ['accounts', 'delete', [proof]],
    ['settings', 'update', [{ lockAfter: 'never' }]],
  ] as const) {
    expect(await callBridge(page, domain, verb, args), `${domain}.${verb}`).toEqual(locked);
  }

  // News come while it is locked: the system says that there are some, and not which.
  await service.console.topUp(number, 22_700);
  await expect.poll(() => desktop.shown.length).toBe(1);
  const secrets = [...(await hidden(service)), { name: 'amount', value: '227' }];
  expect(searchBytes(Buffer.from(JSON.stringify(desktop.shown)), 'notification', secrets)).toEqual([]);

  const answers: unknown[] = [];
  for (const [domain, verb] of [
    ['session', 'status'],
    ['settings', 'get'],
    ['connection', 'status'],
    ['notices', 'list'],
    ['linkForms', 'current'],
  ] as const) {
    answers.push(await callBridge(page, domain, verb, []));
  }
  const inside = await inPage<string>(
    page,
    `return JSON.stringify([globalThis.heard, document.documentElement.outerHTML, document.title, {...localStorage}, {...sessionStorage}, location.href, history.state]);`,
  );
  const figures = secrets.filter(({ name }) => name !== 'amount');
  expect(searchBytes(Buffer.from(JSON.stringify(answers)), 'answers of main', figures)).toEqual([]);
  // Neither what main pushed since, nor anything that is left in the page.
  expect(searchBytes(Buffer.from(inside), 'page', figures)).toEqual([]);

  await lock.try(who.password);
  await cabinet.ready();
  await cabinet.toOverview.click();
  await cabinet.ready();
  expect(plain(await cabinet.heading.innerText())).toBe(expectedTitle(await service.api.overviewOf('healthy')));
});

test('[S29] the lock opens by the account’s password alone, counts wrong ones, and says what is missing', async ({
  launch,
  service,
}) => {
  const who = await service.api.subscriber('healthy');
  const { page } = await launch({ operatorUrl: service.origin });
  await new SignInPage(page).signIn(who, 'own');
  const cabinet = new CabinetPage(page);
  const lock = new LockPage(page);
  await cabinet.ready();
  await lock.lockNow();

  await lock.unlock.click();
  await expect(page.getByText('Enter your password.')).toBeVisible();
  for (const left of ['4 tries', '3 tries']) {
    await lock.try(`${who.password} almost`);
    await expect(lock.alert).toContainText(errors['password-wrong'].happened);
    await expect(lock.alert).toContainText(`${left} left`);
    await expect(lock.heading).toBeVisible();
    await expect(lock.password).toBeFocused();
  }
  // Neither Escape nor a reload of the page is a way past it.
  await page.keyboard.press('Escape');
  await expect(lock.heading).toBeVisible();
  await page.reload();
  await expect(lock.heading).toBeVisible();
  await lock.password.fill(who.password);
  await lock.password.press('Enter');
  await cabinet.ready();
});

test('[S29] set to lock, the program starts locked, and nobody takes that away in its files', async ({
  launch,
  bus,
  faultyLine,
  profile,
  service,
}) => {
  await bus.startKeyring();
  const who = await service.api.subscriber('healthy');
  const secrets = await hidden(service);
  const start = { operatorUrl: faultyLine.origin, keyring: true };
  const first = await launch(start);
  await new SignInPage(first.page).signIn(who, 'own');
  await new CabinetPage(first.page).ready();
  await new LockPage(first.page).lockAfter('5');
  await first.close();

  const boot = path.join(profile, profileFiles.boot);
  const fields = JSON.parse(await readFile(boot, 'utf8')) as object;
  expect(fields).toMatchObject({ lockAfter: '5' });
  expect(readStore(profile)).toMatchObject({ lockAfter: '5' });
  const second = await launch(start);
  const lock = new LockPage(second.page);
  await expect(lock.heading).toBeVisible();
  await expect(second.page.getByText('Nobody sees your account until you unlock it.')).toBeVisible();
  expect(await callBridge(second.page, 'session', 'status', [])).toEqual({
    ok: true,
    value: { state: 'locked', email: who.email, name: who.name, methods: ['password'], because: 'start' },
  });
  expect(searchBytes(Buffer.from(await second.page.content()), 'page', secrets)).toEqual([]);
  await second.close();

  await writeFile(boot, JSON.stringify({ ...fields, lockAfter: 'never' }));
  changeStore(profile, { lockAfter: 'never' });
  const passwordsSent = faultyLine.seen('POST', /^\/v1\/sessions$/).length;
  const third = await launch(start);
  const still = new LockPage(third.page);
  await expect(still.heading).toBeVisible();
  expect(searchBytes(Buffer.from(await third.page.content()), 'page', secrets)).toEqual([]);
  await still.try(who.password);
  await new CabinetPage(third.page).ready();
  // It was a look at the password, not another sign-in.
  expect(faultyLine.seen('POST', /^\/v1\/sessions$/)).toHaveLength(passwordsSent);
  expect(faultyLine.seen('POST', /\/current\/unlock$/)).toHaveLength(1);
});

test('[S29] a lock that was asked for outlives the end of the program, also a power cut', async ({
  launch,
  bus,
  service,
}) => {
  await bus.startKeyring();
  const who = await service.api.subscriber('healthy');
  const start = { operatorUrl: service.origin, keyring: true };
  const first = await launch(start);
  await new SignInPage(first.page).signIn(who, 'own');
  await new CabinetPage(first.page).ready();
  await new LockPage(first.page).lockNow();
  await first.kill();
  const second = await launch(start);
  const lock = new LockPage(second.page);
  await expect(lock.heading).toBeVisible();
  await lock.try(who.password);
  await new CabinetPage(second.page).ready();
  await second.close();
  const third = await launch(start);
  await new CabinetPage(third.page).ready();
});

test('[S29] after idling as long as the person set, it locks, and stays signed in', async ({ launch, service }) => {
  const who = await service.api.subscriber('healthy');
  const secrets = await hidden(service);
  const { app, page } = await launch({ operatorUrl: service.origin });
  await new SignInPage(page).signIn(who, 'own');
  const cabinet = new CabinetPage(page);
  const lock = new LockPage(page);
  await cabinet.ready();
  await lock.lockAfter('15');
  await cabinet.toOverview.click();
  await cabinet.ready();
  await idleFor(app, 14 * minute);
  await expect(cabinet.heading).toBeVisible();
  expect(await callBridge(page, 'session', 'status', [])).toMatchObject({ value: { state: 'signed-in' } });
  await idleFor(app, minute + 1_000);
  await expect(lock.heading).toBeVisible();
  await expect(page.getByText('You were away for a while, so the account was locked.')).toBeVisible();
  expect(await callBridge(page, 'session', 'status', [])).toMatchObject({
    value: { state: 'locked', because: 'idle' },
  });
  expect(searchBytes(Buffer.from(await page.content()), 'page', secrets)).toEqual([]);
  await lock.try(who.password);
  await cabinet.ready();
});

test('[S29] signing out from the lock ends the session here and at the service', async ({
  launch,
  bus,
  faultyLine,
  service,
}) => {
  await bus.startKeyring();
  const who = await service.api.subscriber('healthy');
  const start = { operatorUrl: faultyLine.origin, keyring: true };
  const first = await launch(start);
  await new SignInPage(first.page).signIn(who, 'own');
  await new CabinetPage(first.page).ready();
  const lock = new LockPage(first.page);
  await lock.lockNow();
  const tokens = tokensOn(faultyLine);
  await lock.signOut.click();
  const form = new SignInPage(first.page);
  await expect(form.heading).toHaveText('Sign in');
  await expect(form.alert).toHaveCount(0);
  for (const { value } of tokens) {
    await expect.poll(async () => (await service.api.refresh(value)).status).toBe(401);
  }
  // The next person is not met by the lock of the one before.
  await form.signIn(await service.api.subscriber('running-out'), 'own');
  await new CabinetPage(first.page).ready();
  await first.close();
  const second = await launch(start);
  await new CabinetPage(second.page).ready();
});

test('[S29] a service that is down opens no lock; back again, it does', async ({
  launch,
  bus,
  faultyLine,
  service,
}) => {
  await bus.startKeyring();
  const who = await service.api.subscriber('healthy');
  const secrets = await hidden(service);
  const start = { operatorUrl: faultyLine.origin, keyring: true };
  const first = await launch(start);
  await new SignInPage(first.page).signIn(who, 'own');
  await new CabinetPage(first.page).ready();
  const lock = new LockPage(first.page);
  await lock.lockNow();
  await faultyLine.refuse();
  await lock.try(who.password);
  await expect(lock.alert).toContainText(errors['service-unreachable'].happened);
  await expect(lock.heading).toBeVisible();
  expect(await callBridge(first.page, 'overview', 'get', [{ contractNumber: '2270415088' }])).toEqual(locked);
  await first.close();

  // Nor does a start without the line show what was last known.
  const second = await launch(start);
  const again = new LockPage(second.page);
  await expect(again.heading).toBeVisible();
  await expect(again.unlock).toHaveAttribute('aria-disabled', 'true');
  await expect(again.unlock).toHaveAccessibleDescription('Waiting for the operator’s service.');
  await again.password.fill(who.password);
  await again.password.press('Enter');
  expect(await callBridge(second.page, 'session', 'unlock', [{ password: who.password }])).toEqual({
    ok: false,
    failure: { code: 'service-unreachable' },
  });
  await expect(again.heading).toBeVisible();
  expect(searchBytes(Buffer.from(await second.page.content()), 'page', secrets)).toEqual([]);
  await faultyLine.listen();
  await expect(again.unlock).not.toHaveAttribute('aria-disabled', 'true', { timeout: 30_000 });
  await again.unlock.click();
  await new CabinetPage(second.page).ready();
});

test('[S29] a session that ends at the service while locked leaves the lock for the sign-in', async ({
  launch,
  faultyLine,
  service,
}) => {
  const who = await service.api.subscriber('healthy');
  const { page } = await launch({ operatorUrl: faultyLine.origin });
  await new SignInPage(page).signIn(who, 'own');
  await new CabinetPage(page).ready();
  const lock = new LockPage(page);
  await lock.lockNow();
  const access = /^Bearer (\S+)$/.exec(faultyLine.requests.at(-1)?.headers.authorization ?? '')?.[1] ?? '';
  expect((await service.api.signOut(access)).status).toBeLessThan(300);
  await expect(new SignInPage(page).heading).toHaveText('Sign in');
  await expect(page.getByText(errors['session-ended'].happened)).toBeVisible();
});
