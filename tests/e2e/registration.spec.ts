import { passwordResets } from '#protocol/api/sign-in.ts';
import { accounts } from '#protocol/api/accounts.ts';
import { CompletionPage, disguised, spareContract } from '#tests/completion-page.ts';
import {
  CheckMailPage,
  ConfirmRegistrationPage,
  DeadLinkPage,
  passOnPage,
  RegisterPage,
} from '#tests/sign-in-pages.ts';
import { expectedTitle } from '#tests/expected.ts';
import { expect, test } from '#tests/fixtures.ts';
import { CabinetPage, SignInPage } from '#tests/pages.ts';
import { searchBytes, searchFolder } from '#tests/disk-scan.ts';
import { money, plain, words } from '#tests/words.ts';

const newcomer = { email: 'nadia@example.org', password: 'a sentence nobody guesses' };
/** Until another letter may be asked for. */
const AGAIN_MS = 60_000;
const { errors } = words.en;

test('[S01][S05][S06][S29] from “Register” through the letter and the browser to the figures of one’s contract', async ({
  launch,
  mailbox,
  openLink,
  person,
  service,
}) => {
  const program = await launch({ operatorUrl: service.origin });
  const { page } = program;
  const register = new RegisterPage(page);
  await register.open();
  // Nothing is agreed to for the person; this one agrees.
  await expect(register.consent).not.toBeChecked();
  await register.consent.check();
  await register.fill(newcomer);
  await register.submit.click();
  await new CheckMailPage(page).stands();
  await expect(page.getByText('It is good for 24 hours.')).toBeVisible();

  const { deepLink, letter, link, token } = await mailbox.linkTo(newcomer.email, 'registration');
  expect(letter.language).toBe('en');
  // The letter as its reader follows it: into the browser, whose page hands over to the program.
  const tab = await person.visit(link);
  await expect(tab.getByRole('heading', { level: 1 })).toHaveText('Confirm your address');
  expect(tab.url()).not.toContain(token);
  expect(await person.deepLink(tab)).toBe(deepLink);
  await openLink(deepLink);
  const form = new ConfirmRegistrationPage(page);
  await form.stands();

  // The link alone changes nothing: whose password is not typed gets no account, and whose computer it is is asked.
  await form.password.fill('somebody else’s guess');
  await expect(new SignInPage(page).own).not.toBeChecked();
  await expect(new SignInPage(page).shared).not.toBeChecked();
  await form.password.press('Enter');
  await expect(new SignInPage(page).own).toBeFocused();
  await new SignInPage(page).shared.click();
  await form.submit.click();
  await expect(form.alert).toContainText(errors['sign-in-failed'].happened);
  await expect(form.alert).toContainText('4 tries left');
  await expect(form.password).toHaveValue('somebody else’s guess');
  await form.confirm(newcomer.password, 'shared');

  const completion = new CompletionPage(page);
  await completion.stands();
  const spare = await spareContract(service);
  const { contractNumber, cardNumber } = spare;
  await completion.send({
    contractNumber: ` ${contractNumber.slice(0, 2)}-${contractNumber.slice(2, 6)} ${contractNumber.slice(6)} `,
    surname: disguised(spare.surname),
    firstName: disguised(spare.firstName),
    patronymic: disguised(spare.patronymic),
    cardNumber: cardNumber.replace(/(\d{4})(?=\d)/g, '$1 - '),
  });
  const cabinet = new CabinetPage(page);
  await expect(completion.heading).toHaveCount(0);
  await cabinet.ready();
  const grant = await service.api.signIn(newcomer);
  expect(grant.account.contracts.map(({ number }) => number)).toEqual([contractNumber]);
  const overview = await service.api.overview(grant.accessToken, contractNumber);
  await expect.poll(async () => plain(await cabinet.heading.innerText())).toBe(expectedTitle(overview));
  expect(plain(await cabinet.main.innerText())).toContain(money(overview.balanceKopecks));

  // The consent: kept with its day and with the version of what was agreed to, for the person to see.
  await cabinet.toSettings.click();
  await page.getByRole('link', { name: 'Personal data', exact: true }).click();
  const consent = page.getByRole('region', { name: 'Advertising' });
  await expect(consent.getByRole('switch')).toBeChecked();
  await expect(consent).toContainText(/Given on \d+.+\./);
  const held = page.getByRole('region', { name: 'What is held about you' });
  await expect(held).toContainText('Advertising: given');
  await expect(held).toContainText('text 2026-09');

  const secrets = [
    { name: 'password', value: newcomer.password },
    { name: 'token', value: token },
    { name: 'address', value: newcomer.email },
    { name: 'card', value: cardNumber },
  ];
  await program.close();
  expect(searchBytes(Buffer.from(program.logs()), 'logs', secrets)).toEqual([]);
  expect(await searchFolder(program.profile, secrets)).toEqual([]);
});

test('[S01] what is wrong in the form is said in its place, and nothing typed is lost', async ({ launch, service }) => {
  const { page } = await launch({ operatorUrl: service.origin });
  const register = new RegisterPage(page);
  await register.open();
  await register.submit.click();
  await expect(register.email).toBeFocused();
  await expect(register.email).toHaveAccessibleDescription('Enter your e-mail.');
  await expect(register.password).toHaveAccessibleDescription('Think of a password.');

  await register.fill({ email: newcomer.email, password: 'sevens7' });
  await register.submit.click();
  await expect(register.password).toBeFocused();
  await expect(register.password).toHaveAccessibleDescription(register.words.tooShort);

  await register.fill({ email: newcomer.email, password: newcomer.password, again: 'a sentence nobody knows' });
  await register.submit.click();
  await expect(register.again).toBeFocused();
  await expect(register.again).toHaveAccessibleDescription(register.words.differs);
  await expect(register.again).toHaveValue('a sentence nobody knows');

  // Only the operator knows the commonest ones.
  await register.consent.check();
  await register.fill({ email: newcomer.email, password: 'password1' });
  await register.submit.click();
  await expect(register.password).toBeFocused();
  await expect(register.password).toHaveAccessibleDescription(/^Very many people use this password/);
  await expect(register.email).toHaveValue(newcomer.email);
  await expect(register.password).toHaveValue('password1');
  await expect(register.again).toHaveValue('password1');
  await expect(register.consent).toBeChecked();

  // Back at the sign-in and here again: address and consent are as they were, a password is kept nowhere.
  await page.keyboard.press('Escape');
  await expect(new SignInPage(page).heading).toHaveText('Sign in');
  await register.open();
  await expect(register.email).toHaveValue(newcomer.email);
  await expect(register.consent).toBeChecked();
  await expect(register.password).toHaveValue('');
  await register.fill(newcomer);
  await register.submit.click();
  await new CheckMailPage(page).stands();
});

test('[S01] a letter that is lost is sent again after a minute, and the link of the older one dies', async ({
  launch,
  mailbox,
  openLink,
  service,
}) => {
  const { page } = await launch({ operatorUrl: service.origin });
  const mail = await new RegisterPage(page).register(newcomer);
  const older = await mailbox.linkTo(newcomer.email, 'registration');
  await expect(mail.again).toHaveAttribute('aria-disabled', 'true');
  await expect(mail.again).toHaveAccessibleDescription(/^You can ask for another letter in (1:00|0:5\d)\.$/);
  await service.console.advance(AGAIN_MS);
  await passOnPage(page, AGAIN_MS);
  await expect(mail.again).not.toHaveAttribute('aria-disabled');
  await mail.again.click();
  await expect(page.getByText('Another letter is on its way.')).toBeAttached();
  const newer = await mailbox.linkTo(newcomer.email, 'registration');
  expect(newer.token).not.toBe(older.token);

  await openLink(older.deepLink);
  const form = new ConfirmRegistrationPage(page);
  await form.stands();
  await form.confirm(newcomer.password, 'shared');
  const dead = new DeadLinkPage(page);
  await dead.stands();
  await expect(dead.alert).toContainText(errors['link-invalid'].happened);

  await openLink(newer.deepLink);
  await form.stands();
  await form.confirm(newcomer.password, 'shared');
  await new CompletionPage(page).stands();

  // Whoever lost the answer to it follows it once more: the right password signs in, while the link lives.
  const cabinet = new CabinetPage(page);
  const signIn = new SignInPage(page);
  await cabinet.signOut.click();
  await expect(signIn.heading).toHaveText('Sign in');
  await openLink(newer.deepLink);
  await form.stands();
  await form.confirm('somebody else’s guess', 'shared');
  await expect(form.alert).toContainText(errors['sign-in-failed'].happened);
  await form.confirm(newcomer.password, 'shared');
  await new CompletionPage(page).stands();
  await cabinet.signOut.click();
  await expect(signIn.heading).toHaveText('Sign in');
  await service.console.advance(25 * 3_600_000);
  await openLink(newer.deepLink);
  await form.stands();
  await form.confirm(newcomer.password, 'shared');
  await dead.stands();
  // The way on from there is a new letter, whatever the address.
  await dead.email.fill(newcomer.email);
  await dead.submit.click();
  await mail.stands();
});

test('[S01][S29] an address that has an account: the same screen word for word, and only its owner learns', async ({
  launch,
  mailbox,
  service,
}) => {
  const who = await service.api.subscriber('healthy');
  const { page } = await launch({ operatorUrl: service.origin });
  const register = new RegisterPage(page);
  const screens: string[] = [];
  for (const email of [newcomer.email, who.email]) {
    const mail = await register.register({ email, password: newcomer.password });
    await expect(mail.mailbox).toBeVisible();
    screens.push(await mail.text(email));
    await mail.leave.click();
    await expect(new SignInPage(page).heading).toHaveText('Sign in');
  }
  expect(screens[1]).toBe(screens[0]);

  await mailbox.linkTo(newcomer.email, 'registration');
  const told = await mailbox.letter(who.email);
  expect(told.subject).toContain('already has');
  expect(told.links).toEqual([]);
  expect(`${told.text}${told.html}`).not.toMatch(/token=/);
  // Nothing of the account changed: neither the password that was typed opens it, nor is the own one gone.
  const form = new SignInPage(page);
  await form.signIn({ email: who.email, password: newcomer.password }, 'shared');
  await expect(form.alert).toContainText(errors['sign-in-failed'].happened);
  await form.signIn(who, 'shared');
  await new CabinetPage(page).ready();
});

test('[S01] the mail server is down: said so, and the letter leaves by itself when it is back', async ({
  launch,
  mailbox,
  openLink,
  service,
}) => {
  await service.console.mailDown(true);
  const { page } = await launch({ operatorUrl: service.origin });
  const mail = await new RegisterPage(page).register(newcomer);
  const late = page.getByText('The letter is a little late.');
  await expect(late).toBeVisible();
  // Asked for once more meanwhile, as people do.
  await service.console.advance(AGAIN_MS);
  await passOnPage(page, AGAIN_MS);
  await expect(mail.again).not.toHaveAttribute('aria-disabled');
  await mail.again.click();
  await expect(page.getByText('Another letter is on its way.')).toBeAttached();
  await expect(late).toBeVisible();
  expect(await mailbox.letters(newcomer.email)).toEqual([]);

  await service.console.mailDown(false);
  // A letter that was asked for after all of them is the last to come.
  const who = await service.api.subscriber('healthy');
  await service.api.call('POST', passwordResets.create.path, { body: { email: who.email, language: 'en' } });
  await mailbox.linkTo(who.email, 'password-reset');
  // One letter, with the link that counts: the one that waited before it was replaced.
  const { deepLink } = await mailbox.linkTo(newcomer.email, 'registration');
  expect(await mailbox.letters(newcomer.email)).toHaveLength(1);
  await openLink(deepLink);
  const form = new ConfirmRegistrationPage(page);
  await form.stands();
  await form.confirm(newcomer.password, 'shared');
  await new CompletionPage(page).stands();
});

test('[S01][S06][S29] the link starts the program: own computer, kept for the next start, in Russian', async ({
  bus,
  launch,
  mailbox,
  service,
}) => {
  await bus.startKeyring();
  const start = { operatorUrl: service.origin, keyring: true, language: 'ru' } as const;
  const first = await launch(start);
  const register = new RegisterPage(first.page, 'ru');
  await register.open();
  await register.fill({ ...newcomer, password: 'семь77' });
  await register.submit.click();
  await expect(register.password).toHaveAccessibleDescription(register.words.tooShort);
  await register.fill({ ...newcomer, again: 'другой пароль' });
  await register.submit.click();
  await expect(register.again).toHaveAccessibleDescription(register.words.differs);
  await expect(register.consent).not.toBeChecked();
  await register.fill(newcomer);
  await register.submit.click();
  await new CheckMailPage(first.page, 'ru').stands();
  const { deepLink, letter } = await mailbox.linkTo(newcomer.email, 'registration');
  expect(letter.language).toBe('ru');
  expect(letter.text).toMatch(/[а-яё]{3,}/);
  await first.close();

  const second = await launch({ ...start, args: [deepLink] });
  const form = new ConfirmRegistrationPage(second.page, 'ru');
  await form.stands();
  await form.confirm(newcomer.password, 'own');
  await expect(second.page.getByRole('heading', { level: 1 })).toHaveText('Остался один шаг: ваш договор');
  await second.close();

  // The completion waits, once, for whoever closed the program in front of it.
  const third = await launch(start);
  await expect(third.page.getByRole('heading', { level: 1 })).toHaveText('Остался один шаг: ваш договор');
  // Whoever did not tick it has consented to nothing.
  const { accessToken } = await service.api.signIn(newcomer);
  const { body } = await service.api.call('GET', accounts.security.path, { token: accessToken });
  expect(body).toMatchObject({ advertisingConsent: { granted: false } });
});

test('[S01][S29] a link that comes while somebody is signed in stands in front and changes nothing by itself', async ({
  launch,
  mailbox,
  openLink,
  service,
}) => {
  const who = await service.api.subscriber('healthy');
  const { page } = await launch({ operatorUrl: service.origin });
  const mail = await new RegisterPage(page).register(newcomer);
  await mail.leave.click();
  await new SignInPage(page).signIn(who, 'shared');
  const cabinet = new CabinetPage(page);
  await cabinet.ready();
  const title = await cabinet.heading.innerText();
  const { deepLink } = await mailbox.linkTo(newcomer.email, 'registration');
  await openLink(deepLink);
  await new ConfirmRegistrationPage(page).stands();
  await page.getByRole('button', { name: 'Not now' }).click();
  await expect(cabinet.heading).toHaveText(title);

  await openLink(deepLink);
  const form = new ConfirmRegistrationPage(page);
  await form.stands();
  await form.confirm(newcomer.password, 'shared');
  await new CompletionPage(page).stands();
  await expect(page.getByText(who.name)).toHaveCount(0);
});
