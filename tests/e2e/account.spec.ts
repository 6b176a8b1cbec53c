import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { accountData } from '#protocol/api/account-data.ts';
import { accounts } from '#protocol/api/accounts.ts';
import { expect, test } from '#tests/fixtures.ts';
import { CabinetPage, SignInPage } from '#tests/pages.ts';
import { answerSaveQuestion, PersonalDataPage } from '#tests/personal-data-page.ts';
import { SecurityPage, signOut } from '#tests/security-page.ts';
import { NetworkTab, SocialPage } from '#tests/social-pages.ts';
import { words } from '#tests/words.ts';

const { errors } = words.en;
const newPassword = 'a sentence nobody guesses';
const newEmail = 'marina.at.home@example.org';
const artem = { login: 'artem.belov', password: 'river-stones-vk', name: 'Артём Белов' };

test('[S06] another password: the old one ends, rules are told in place, the owner gets a letter', async ({
  launch,
  mailbox,
  service,
}) => {
  const who = await service.api.subscriber('healthy');
  const { page } = await launch({ operatorUrl: service.origin });
  const form = new SignInPage(page);
  await form.signIn(who, 'shared');
  const security = new SecurityPage(page);
  const { dialog } = security;
  await security.open();
  await security.button('Change: Password').click();
  await dialog.field('Current password').fill(who.password);
  await dialog.field('New password').fill('short');
  await dialog.field('The same password again').fill('short');
  await dialog.button('Save the password').click();
  await expect(dialog.dialog.getByText('This password is too short: it takes at least 8 characters.')).toBeVisible();
  await dialog.field('New password').fill('password1');
  await dialog.field('The same password again').fill('password1');
  await dialog.button('Save the password').click();
  await expect(dialog.dialog.getByText(/^Very many people use this password/)).toBeVisible();
  await dialog.field('New password').fill(newPassword);
  await dialog.field('The same password again').fill(`${newPassword}.`);
  await dialog.button('Save the password').click();
  await expect(dialog.dialog.getByText('The two passwords are not the same.')).toBeVisible();
  await dialog.field('The same password again').fill(newPassword);
  await dialog.button('Save the password').click();
  await expect(page.getByText('The new password holds. All other devices are signed out.')).toBeVisible();
  await mailbox.letter(who.email, ({ subject }) => /^The password .* was changed$/.test(subject));
  await signOut(page);
  await form.signIn(who, 'shared');
  await expect(form.alert).toContainText(errors['sign-in-failed'].happened);
  await form.signIn({ email: who.email, password: newPassword }, 'shared');
  await new CabinetPage(page).ready();
});

test('[S01][S06] another e-mail holds from the letter on: until then the old one opens, then the new one alone', async ({
  launch,
  mailbox,
  openLink,
  service,
}) => {
  const who = await service.api.subscriber('healthy');
  const { page } = await launch({ operatorUrl: service.origin });
  const form = new SignInPage(page);
  await form.signIn(who, 'shared');
  const security = new SecurityPage(page);
  const { dialog } = security;
  await security.open();
  await security.button('Change: E-mail').click();
  await dialog.field('New e-mail').fill('no address');
  await dialog.password.fill(who.password);
  await dialog.button('Send the letter').click();
  await expect(dialog.dialog.getByText('An e-mail looks like name@example.ru.')).toBeVisible();
  await dialog.field('New e-mail').fill(newEmail);
  await dialog.button('Send the letter').click();
  await expect(dialog.heading).toHaveText('Look into your mailbox');
  await dialog.button('Done').click();
  await expect(page.getByText(`${newEmail} waits for confirmation`)).toBeVisible();
  await mailbox.letter(who.email, ({ subject }) => /^The address .* is being changed$/.test(subject));
  expect((await service.api.signIn(who)).account.email).toBe(who.email);

  const { deepLink } = await mailbox.linkTo(newEmail, 'email');
  await openLink(deepLink);
  await page.getByRole('button', { name: 'Confirm the address' }).click();
  await expect(page.getByRole('heading', { name: 'The new address is in use' })).toBeVisible();
  await page.getByRole('button', { name: 'Go on' }).click();
  await security.open();
  await expect(security.card('How you sign in').getByText(newEmail, { exact: true })).toBeVisible();
  await signOut(page);
  await form.signIn(who, 'shared');
  await expect(form.alert).toContainText(errors['sign-in-failed'].happened);
  await form.signIn({ email: newEmail, password: who.password }, 'shared');
  await new CabinetPage(page).ready();
});

test('[S06] another phone holds with the code that went there; a wrong code costs a try', async ({
  launch,
  mailbox,
  service,
}) => {
  const who = await service.api.subscriber('healthy');
  const { page } = await launch({ operatorUrl: service.origin });
  await new SignInPage(page).signIn(who, 'shared');
  const security = new SecurityPage(page);
  const { dialog } = security;
  await security.open();
  await security.button('Set: Phone').click();
  await dialog.field('New phone number').fill('8 900 000-00');
  await dialog.password.fill(who.password);
  await dialog.button('Send the code').click();
  await expect(dialog.dialog.getByText(/^Enter the whole number/)).toBeVisible();
  await dialog.field('New phone number').fill('8 (900) 555-01-02');
  await dialog.button('Send the code').click();
  await expect(dialog.heading).toHaveText('Enter the code');
  const code = await mailbox.codeTo('+79005550102');
  await dialog.code.fill(code === '111111' ? '222222' : '111111');
  await expect(dialog.dialog.getByText(/^This is not the code of the latest message\. 2 tries left\.$/)).toBeVisible();
  await dialog.code.fill(code);
  await expect(page.getByText('The new phone number holds.')).toBeVisible();
  await expect(security.card('How you sign in')).toContainText('555-01-02');
});

test('[S01] the consent to advertising is taken back in the settings; each change is kept with its time', async ({
  launch,
  service,
}) => {
  const who = await service.api.subscriber('healthy');
  const { page } = await launch({ operatorUrl: service.origin });
  await new SignInPage(page).signIn(who, 'shared');
  const personal = new PersonalDataPage(page);
  await personal.open();
  const grant = await service.api.signIn(who);
  const consents = async (): Promise<readonly boolean[]> => {
    const { body } = await service.api.call('GET', accounts.data.path, { token: grant.accessToken });
    return accountData.parse(body).consents.map(({ granted }) => granted);
  };
  const before = await consents();
  if (!(await personal.consent.isChecked())) await personal.consent.click();
  await expect(personal.consent).toBeChecked();
  await personal.consent.click();
  await expect(personal.consent).not.toBeChecked();
  await expect(
    page.getByText(/Taken\sback\son\s22\sNovember\s2026,\s\d\d:\d\d\.\sNo\ssuch\smessages\sare\ssent\./),
  ).toBeVisible();
  const after = await consents();
  expect(after.length).toBeGreaterThan(before.length);
  expect([...after].filter((granted) => !granted).length).toBeGreaterThan(0);
  const kept = await personal.group('Consents');
  await expect(kept.getByRole('term')).toHaveCount(after.length);
  await expect(kept.getByText('Advertising: taken back').first()).toBeVisible();
});

test('[S02][S06] a network is linked in the settings, signs in from then on, and is unlinked; called off, nothing is linked', async ({
  launch,
  mailbox,
  person,
  service,
}) => {
  const who = await service.api.subscriber('healthy');
  const { page } = await launch({ operatorUrl: service.origin });
  const form = new SignInPage(page);
  await form.signIn(who, 'shared');
  const security = new SecurityPage(page);
  const { dialog } = security;
  await security.open();

  // Called off half-way, nothing is linked.
  await security.button('Link: VKontakte').click();
  await dialog.password.fill(who.password);
  await dialog.button('Open the browser').click();
  const first = new NetworkTab(await person.follow());
  await dialog.button('Cancel').click();
  await expect(dialog.dialog).toHaveCount(0);
  await expect(security.button('Link: VKontakte')).toBeVisible();
  await first.tab.close();

  await security.button('Link: VKontakte').click();
  await dialog.password.fill(who.password);
  await dialog.button('Open the browser').click();
  await new NetworkTab(await person.follow()).confirm(artem);
  await expect(page.getByText('VKontakte is linked.')).toBeVisible();
  await expect(security.card('Social networks')).toContainText(`${artem.name}, linked on 22 November 2026`);
  await mailbox.letter(who.email, ({ subject }) => /^(A new way to sign in|Новый способ входа) /.test(subject));
  await signOut(page);

  // The same person of the network now leads here, and not into another account.
  await new SocialPage(page).begin('vk');
  await new NetworkTab(await person.follow()).confirm(artem);
  await new CabinetPage(page).ready();
  await security.open();
  await expect(security.card('How you sign in')).toContainText(who.email);

  await security.button('Unlink: VKontakte').click();
  await dialog.password.fill(who.password);
  await dialog.button('Unlink').click();
  await expect(page.getByText('VKontakte is unlinked.')).toBeVisible();
  await expect(security.button('Link: VKontakte')).toBeVisible();
  await mailbox.letter(who.email, ({ subject }) =>
    /^(A way to sign in .* was removed|Способ входа .* удалён)$/.test(subject),
  );
});

test('[S02][S06] the last way in cannot be unlinked: the reason stands there beforehand; with a password it can', async ({
  launch,
  person,
  service,
}) => {
  const { page } = await launch({ operatorUrl: service.origin });
  await new SocialPage(page).begin('vk');
  await new NetworkTab(await person.follow()).confirm(artem);
  await page.getByRole('heading', { name: 'One step is left: your contract' }).waitFor();
  const security = new SecurityPage(page);
  const { dialog } = security;
  await security.open();
  await expect(page.getByRole('heading', { name: 'VKontakte alone opens this account' })).toBeVisible();
  const unlink = security.button('Unlink: VKontakte');
  await expect(unlink).toHaveAttribute('aria-disabled', 'true');
  await expect(unlink).toHaveAccessibleDescription(
    'This is your only way in. Set a password or link another network first.',
  );
  await unlink.click({ force: true });
  await expect(dialog.dialog).toHaveCount(0);

  // No password to ask for: the session is young enough.
  await security.button('Set: Password').click();
  await expect(dialog.field('Current password')).toHaveCount(0);
  await dialog.field('New password').fill(newPassword);
  await dialog.field('The same password again').fill(newPassword);
  await dialog.button('Save the password').click();
  await expect(page.getByText(/^The new password holds/)).toBeVisible();
  await unlink.click();
  await dialog.password.fill(newPassword);
  await dialog.button('Unlink').click();
  await expect(page.getByText('VKontakte is unlinked.')).toBeVisible();
  await signOut(page);
  const form = new SignInPage(page);
  await form.signIn({ email: 'artem.belov@example.ru', password: newPassword }, 'shared');
  await page.getByRole('heading', { name: 'One step is left: your contract' }).waitFor();
});

test('[S02][S06] without a password, a session that is no longer young changes nothing, and says what to do', async ({
  launch,
  person,
  service,
}) => {
  const { page } = await launch({ operatorUrl: service.origin });
  await new SocialPage(page).begin('vk');
  await new NetworkTab(await person.follow()).confirm(artem);
  await page.getByRole('heading', { name: 'One step is left: your contract' }).waitFor();
  const security = new SecurityPage(page);
  const { dialog } = security;
  await security.open();
  await service.console.advance(11 * 60_000);
  await security.button('Set: Password').click();
  await dialog.field('New password').fill(newPassword);
  await dialog.field('The same password again').fill(newPassword);
  await dialog.button('Save the password').click();
  await expect(dialog.alert).toContainText(errors['fresh-session-needed'].happened);
  await dialog.button('Sign out and sign in again').click();
  await expect(new SignInPage(page).heading).toHaveText('Sign in');
});

test('[S01][S06] all that is held is shown and saved where the person says, or nowhere', async ({
  launch,
  service,
}) => {
  const who = await service.api.subscriber('healthy');
  const program = await launch({ operatorUrl: service.origin });
  const { page } = program;
  await new SignInPage(page).signIn(who, 'shared');
  const personal = new PersonalDataPage(page);
  await personal.open();
  const account = await personal.group('Account');
  await expect(account).toContainText(who.name);
  await expect(account).toContainText(who.email);
  await expect(await personal.group('Contracts')).toContainText('22 5688 4759');
  await expect((await personal.group('Sign-ins')).getByRole('term')).not.toHaveCount(0);

  await answerSaveQuestion(program, null);
  await personal.save.click();
  await expect(personal.save).toHaveAccessibleName('Save as a file');
  await expect(personal.held.getByRole('status').filter({ hasText: 'saved' })).toHaveCount(0);

  const file = test.info().outputPath('my-data.json');
  await answerSaveQuestion(program, file);
  await personal.save.click();
  await expect(personal.held.getByText('The file is saved.')).toBeVisible();
  const saved = accountData.parse(JSON.parse(await readFile(file, 'utf8')));
  expect(saved.account).toMatchObject({ email: who.email, name: who.name });
  expect(saved.contracts.map(({ number }) => number)).toContain('2256884759');

  // A file stands where the folder should be.
  await answerSaveQuestion(program, path.join(file, 'my-data.json'));
  await personal.save.click();
  await expect(personal.held.getByText(errors['file-not-saved'].happened)).toBeVisible();
});

test('[S01][S06] the account is deleted after what goes and stays was shown; nobody signs in with it again', async ({
  launch,
  mailbox,
  service,
}) => {
  const who = await service.api.subscriber('healthy');
  const elsewhere = await service.api.signIn(who, 'own');
  const { page } = await launch({ operatorUrl: service.origin });
  const form = new SignInPage(page);
  await form.signIn(who, 'own');
  const personal = new PersonalDataPage(page);
  const { dialog } = personal;
  await personal.open();
  await personal.delete.click();
  await expect(dialog.dialog).toContainText('The contract: reception goes on as before');
  await expect(dialog.button('Save a copy of your data first')).toBeVisible();
  await dialog.button('Keep the account').click();
  await expect(dialog.dialog).toHaveCount(0);

  await personal.delete.click();
  await dialog.button('Continue').click();
  await dialog.password.fill('not this one');
  await dialog.button('Delete for good').click();
  await expect(dialog.dialog.getByText('This is not your password. 4 tries left.')).toBeVisible();
  await dialog.password.fill(who.password);
  await dialog.button('Delete for good').click();
  await expect(form.heading).toHaveText('Sign in');
  await expect(page.getByText('Your account is deleted.')).toBeVisible();
  await expect(form.email).toHaveValue('');
  await mailbox.letter(who.email, ({ subject }) => /account was deleted$/.test(subject));
  expect((await service.api.refresh(elsewhere.refreshToken)).status).toBe(401);
  await form.signIn(who, 'shared');
  await expect(form.alert).toContainText(errors['sign-in-failed'].happened);
});
