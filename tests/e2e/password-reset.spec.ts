import { mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { CheckMailPage, DeadLinkPage, passOnPage, RemindPage, ResetPasswordPage } from '#tests/sign-in-pages.ts';
import { searchBytes, searchFolder } from '#tests/disk-scan.ts';
import { expect, test as base } from '#tests/fixtures.ts';
import { CabinetPage, SignInPage } from '#tests/pages.ts';
import { words } from '#tests/words.ts';

/** Until another letter may be asked for. */
const AGAIN_MS = 60_000;
const newPassword = 'a sentence nobody guesses';
const { errors } = words.en;

/** A second computer of the same person: a profile of its own. */
const test = base.extend<{ otherProfile: string }>({
  otherProfile: async ({}, use) => {
    const folder = await mkdtemp(path.join(os.tmpdir(), 'cabinet-other-'));
    await use(folder);
    await rm(folder, { recursive: true, force: true, maxRetries: 5 });
  },
});

test('[S07][S29] a lost password: letter, link, new one; every session ends and says so; the owner is told', async ({
  launch,
  mailbox,
  openLink,
  otherProfile,
  service,
}) => {
  const who = await service.api.subscriber('healthy');
  const elsewhere = await launch({ operatorUrl: service.origin, profile: otherProfile });
  await new SignInPage(elsewhere.page).signIn(who, 'own');
  await new CabinetPage(elsewhere.page).ready();

  const program = await launch({ operatorUrl: service.origin });
  const { page } = program;
  const signIn = new SignInPage(page);
  // The address typed at the sign-in goes along, also to where a wrong password was just refused.
  await signIn.signIn({ email: who.email, password: 'was it this one' }, 'shared');
  await expect(signIn.alert).toContainText(errors['sign-in-failed'].happened);
  const remind = new RemindPage(page);
  await remind.open();
  await expect(remind.email).toHaveValue(who.email);
  await expect(remind.email).toBeFocused();
  await remind.submit.click();
  await new CheckMailPage(page).stands();
  await expect(page.getByText('It is good for 20 minutes.')).toBeVisible();

  const { deepLink, letter, token } = await mailbox.linkTo(who.email, 'password-reset');
  expect(letter.language).toBe('en');
  await openLink(deepLink);
  const form = new ResetPasswordPage(page);
  await form.stands();
  await form.set('sevens7');
  await expect(form.password).toHaveAccessibleDescription(form.words.tooShort);
  await form.set('password1');
  await expect(form.password).toHaveAccessibleDescription(/^Very many people use this password/);
  await form.set(newPassword, 'something else');
  await expect(form.again).toHaveAccessibleDescription(form.words.differs);
  // Until it is set nothing is any different.
  await expect(new CabinetPage(elsewhere.page).signOut).toBeVisible();
  await form.set(newPassword);
  await expect(signIn.heading).toHaveText('Sign in');
  await expect(page.getByText(form.words.passwordChanged)).toBeVisible();

  await expect(new SignInPage(elsewhere.page).heading).toHaveText('Sign in', { timeout: 20_000 });
  await expect(elsewhere.page.getByText(errors['session-ended'].happened)).toBeVisible();
  // In the language of the account, whoever asked.
  const told = await mailbox.letter(who.email);
  expect(told.subject).toMatch(/^Пароль .+ изменён$/);

  await signIn.signIn(who, 'shared');
  await expect(signIn.alert).toContainText(errors['sign-in-failed'].happened);
  await signIn.signIn({ email: who.email, password: newPassword }, 'shared');
  await new CabinetPage(page).ready();

  const secrets = [
    { name: 'new password', value: newPassword },
    { name: 'token', value: token },
    { name: 'address', value: who.email },
  ];
  await program.close();
  expect(searchBytes(Buffer.from(program.logs()), 'logs', secrets)).toEqual([]);
  expect(await searchFolder(program.profile, secrets)).toEqual([]);
  expect(searchBytes(Buffer.from(service.output.text), 'log of the service', secrets)).toEqual([]);
});

test('[S07][S29] on another computer the browser’s page sets it; the link is then used up, there and in the program', async ({
  launch,
  mailbox,
  openLink,
  person,
  service,
}) => {
  const who = await service.api.subscriber('healthy');
  const { page } = await launch({ operatorUrl: service.origin });
  const mail = await new RemindPage(page).ask(who.email);
  const { deepLink, link, token } = await mailbox.linkTo(who.email, 'password-reset');

  const tab = await person.visit(link);
  expect(tab.url()).not.toContain(token);
  expect(await person.deepLink(tab)).toBe(deepLink);
  const next = tab.getByLabel('New password', { exact: true });
  const again = tab.getByLabel('New password once more', { exact: true });
  const set = tab.getByRole('button', { name: 'Set the password' });
  await next.fill('password1');
  await again.fill('password1');
  await set.click();
  await expect(tab.getByRole('alert')).toContainText(errors['password-too-common'].happened);
  await expect(next).toBeFocused();
  await next.fill(newPassword);
  await set.click();
  await expect(tab.getByRole('alert')).toHaveText('The passwords differ.');
  await again.fill(newPassword);
  await set.click();
  await expect(tab.getByRole('heading', { level: 1 })).toHaveText('The password is changed');

  // Used twice: in the browser and in the program, alike.
  const second = await person.visit(link);
  await second.getByLabel('New password', { exact: true }).fill('yet another sentence');
  await second.getByLabel('New password once more', { exact: true }).fill('yet another sentence');
  await second.getByRole('button', { name: 'Set the password' }).click();
  await expect(second.locator('main')).toContainText(errors['link-invalid'].happened);
  await mail.leave.click();
  await openLink(deepLink);
  const form = new ResetPasswordPage(page);
  await form.stands();
  await form.set('yet another sentence');
  const dead = new DeadLinkPage(page);
  await dead.stands();
  await expect(dead.alert).toContainText(errors['link-invalid'].happened);

  await page.keyboard.press('Escape');
  const signIn = new SignInPage(page);
  await signIn.signIn({ email: who.email, password: newPassword }, 'shared');
  await new CabinetPage(page).ready();
});

test('[S07][S29] a link that has run out says so, and a new letter is one press away', async ({
  launch,
  mailbox,
  openLink,
  service,
}) => {
  const who = await service.api.subscriber('healthy');
  const { page } = await launch({ operatorUrl: service.origin });
  await new RemindPage(page).ask(who.email);
  const late = await mailbox.linkTo(who.email, 'password-reset');
  await service.console.advance(21 * 60_000);
  await openLink(late.deepLink);
  const form = new ResetPasswordPage(page);
  await form.stands();
  await form.set(newPassword);
  const dead = new DeadLinkPage(page);
  await dead.stands();
  await expect(dead.alert).toContainText(errors['link-invalid'].happened);
  await dead.email.fill(who.email);
  await dead.submit.click();
  await new CheckMailPage(page).stands();

  const { deepLink } = await mailbox.linkTo(who.email, 'password-reset');
  await openLink(deepLink);
  await form.stands();
  await form.set(newPassword);
  const signIn = new SignInPage(page);
  await expect(page.getByText(form.words.passwordChanged)).toBeVisible();
  await signIn.signIn({ email: who.email, password: newPassword }, 'shared');
  await new CabinetPage(page).ready();
});

test('[S07][S29] asked for ten times: no more letters than allowed, and only the link of the newest works', async ({
  launch,
  mailbox,
  openLink,
  service,
}) => {
  const who = await service.api.subscriber('healthy');
  const { page } = await launch({ operatorUrl: service.origin });
  const mail = await new RemindPage(page).ask(who.email);
  const texts = [await mail.text(who.email)];
  for (let asked = 1; asked < 10; asked += 1) {
    await service.console.advance(AGAIN_MS);
    await passOnPage(page, AGAIN_MS);
    await expect(mail.again).not.toHaveAttribute('aria-disabled');
    await mail.again.click();
    await expect(mail.again).toHaveAttribute('aria-disabled', 'true');
    await expect(mail.again).not.toHaveAttribute('aria-busy');
    await expect(mail.again).toHaveAccessibleDescription(/^You can ask for another letter/);
    texts.push(await mail.text(who.email));
  }
  // What is said is the same each time, letter or none.
  expect(new Set(texts.slice(1)).size).toBe(1);

  // A letter to somebody else, asked for last: when it is there, all that were written before it are.
  await mail.leave.click();
  const other = await service.api.subscriber('blocked');
  const last = await new RemindPage(page).ask(other.email);
  await mailbox.linkTo(other.email, 'password-reset');
  await last.leave.click();
  const letters = [];
  for (let count = (await mailbox.letters(who.email)).length; count > 0; count -= 1) {
    letters.push(await mailbox.linkTo(who.email, 'password-reset'));
  }
  expect(letters).toHaveLength(5);
  // They come newest first.
  const [newest, ...older] = letters;
  const form = new ResetPasswordPage(page);
  const dead = new DeadLinkPage(page);
  for (const { deepLink } of [older[0], older.at(-1)].filter((one) => one !== undefined)) {
    await openLink(deepLink);
    await form.stands();
    await form.set('somebody’s guess at it');
    await dead.stands();
  }
  await openLink(newest?.deepLink ?? '');
  await form.stands();
  await form.set(newPassword);
  await expect(page.getByText(form.words.passwordChanged)).toBeVisible();
  await new SignInPage(page).signIn({ email: who.email, password: newPassword }, 'shared');
  await new CabinetPage(page).ready();
});

test('[S07][S29] an address without an account is answered word for word alike, and nobody gets a letter', async ({
  launch,
  mailbox,
  service,
}) => {
  const who = await service.api.subscriber('running-out');
  const unknown = 'nobody-knows@example.org';
  const { page } = await launch({ operatorUrl: service.origin });
  const texts: string[] = [];
  for (const email of [unknown, who.email]) {
    const mail = await new RemindPage(page).ask(email);
    await expect(mail.mailbox).toBeVisible();
    texts.push(await mail.text(email));
    await mail.leave.click();
  }
  expect(texts[1]).toBe(texts[0]);
  // Asked for after it, come before it would.
  await mailbox.linkTo(who.email, 'password-reset');
  expect(await mailbox.letters(unknown)).toEqual([]);
});

test('[S07][S29] the link starts the program, which speaks Russian, as does the letter', async ({
  launch,
  mailbox,
  service,
}) => {
  const who = await service.api.subscriber('healthy');
  const start = { operatorUrl: service.origin, language: 'ru' } as const;
  const first = await launch(start);
  await new RemindPage(first.page, 'ru').ask(who.email);
  const { deepLink, letter } = await mailbox.linkTo(who.email, 'password-reset');
  expect(letter.language).toBe('ru');
  expect(letter.subject).toMatch(/парол/);
  await first.close();

  const { page } = await launch({ ...start, args: [deepLink] });
  const form = new ResetPasswordPage(page, 'ru');
  await form.stands();
  await form.set('семь77');
  await expect(form.password).toHaveAccessibleDescription(form.words.tooShort);
  await form.set('сова летит над рекой');
  await expect(page.getByText(form.words.passwordChanged)).toBeVisible();
  const signIn = new SignInPage(page, 'ru');
  await signIn.signIn({ email: who.email, password: 'сова летит над рекой' }, 'shared');
  await new CabinetPage(page, 'ru').ready();
});

test('[S07][S29] a link that comes while one is signed in ends that session too, and says so before the sign-in', async ({
  launch,
  mailbox,
  openLink,
  service,
}) => {
  const who = await service.api.subscriber('healthy');
  const { page } = await launch({ operatorUrl: service.origin });
  const mail = await new RemindPage(page).ask(who.email);
  const { deepLink } = await mailbox.linkTo(who.email, 'password-reset');
  await mail.leave.click();
  const signIn = new SignInPage(page);
  await signIn.signIn(who, 'shared');
  await new CabinetPage(page).ready();
  await openLink(deepLink);
  const form = new ResetPasswordPage(page);
  await form.stands();
  await form.set(newPassword);
  const goOn = page.getByRole('button', { name: 'Go on', exact: true });
  // Whether the end of the session or the answer is told first: it is said, by the form or by the sign-in.
  // Both stand there for a moment while one takes the place of the other.
  await expect(page.getByText(/^The new password is set\.?$/).first()).toBeVisible();
  await expect(async () => {
    if (await goOn.isVisible()) await goOn.click();
    await expect(signIn.heading).toHaveText('Sign in', { timeout: 1_000 });
  }).toPass({ timeout: 20_000 });
  await signIn.signIn({ email: who.email, password: newPassword }, 'shared');
  await new CabinetPage(page).ready();
});
