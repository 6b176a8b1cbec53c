import os from 'node:os';
import { expect, test, type Launch } from '#tests/fixtures.ts';
import { callBridge } from '#tests/in-page.ts';
import { CabinetPage, SignInPage } from '#tests/pages.ts';
import type { Program } from '#tests/program.ts';
import { SecurityPage } from '#tests/security-page.ts';
import type { Service } from '#tests/service.ts';
import { words } from '#tests/words.ts';

const newPassword = 'a sentence nobody guesses';

/** A second program of the same user, as on another computer. */
const launchSecond = (launch: Launch, service: Service): Promise<Program> =>
  launch({ operatorUrl: service.origin, profile: test.info().outputPath('second-profile') });

async function enter({ page }: Program, who: { email: string; password: string }, computer: 'own' | 'shared') {
  await new SignInPage(page).signIn(who, computer);
  await new CabinetPage(page).ready();
}

/** Signed in there: the account's screen stands, nothing ended it. */
const standing = async (program: Program): Promise<void> => {
  expect(await callBridge(program.page, 'session', 'status', [])).toMatchObject({ value: { state: 'signed-in' } });
};

test('[B12] both computers are in the list; “sign out there” ends the other session at once, which shows the reason', async ({
  launch,
  service,
}) => {
  const who = await service.api.subscriber('healthy');
  const here = await launch({ operatorUrl: service.origin });
  const there = await launchSecond(launch, service);
  await enter(there, who, 'shared');
  await enter(here, who, 'own');
  const security = new SecurityPage(here.page);
  await security.open();
  await expect(security.devices).toHaveCount(2);
  const [own, other] = [security.devices.nth(0), security.devices.nth(1)];
  for (const line of [own, other]) await expect(line).toContainText(os.hostname());
  await expect(own).toContainText('This computer');
  await expect(own).toContainText('my own');
  await expect(other).toContainText('somebody else’s');

  // The current session has no end button here; signing out is a separate action.
  await expect(own.getByRole('button')).toHaveCount(0);
  await other.getByRole('button', { name: `Sign out on ${os.hostname()}` }).click();
  await security.dialog.button('Cancel').click();
  await expect(security.devices).toHaveCount(2);
  await standing(there);

  await other.getByRole('button', { name: `Sign out on ${os.hostname()}` }).click();
  await security.dialog.button('Sign out there').click();
  await expect(here.page.getByText(`${os.hostname()} is signed out.`)).toBeVisible();
  await expect(security.devices).toHaveCount(1);
  await expect(here.page.getByText('No other device is signed in.')).toBeVisible();
  // The other computer reacts without a click, through the event stream.
  await expect(new SignInPage(there.page).heading).toHaveText('Sign in');
  await expect(there.page.getByText(words.en.errors['session-ended'].happened)).toBeVisible();
  await standing(here);
});

test('[B12] a new sign-in appears in the list; all other sessions are ended at once, this one stays', async ({
  launch,
  service,
}) => {
  const who = await service.api.subscriber('healthy');
  const here = await launch({ operatorUrl: service.origin });
  const there = await launchSecond(launch, service);
  await enter(here, who, 'own');
  const security = new SecurityPage(here.page);
  await security.open();
  await expect(security.devices).toHaveCount(1);
  await expect(security.endOthers).toHaveCount(0);
  await enter(there, who, 'own');
  const third = await service.api.signIn(who, 'own');
  await security.open();
  await expect(security.devices).toHaveCount(3);
  await expect(security.devices.filter({ hasText: 'End-to-end tests' })).toHaveCount(1);

  await security.endOthers.click();
  await security.dialog.button('Sign out on all others').click();
  await expect(here.page.getByText('All other devices are signed out.')).toBeVisible();
  await expect(security.devices).toHaveCount(1);
  await expect(security.devices).toContainText('This computer');
  await expect(there.page.getByText(words.en.errors['session-ended'].happened)).toBeVisible();
  expect((await service.api.refresh(third.refreshToken)).status).toBe(401);
  await standing(here);
});

test('[B12] ending a session that has already ended is no error', async ({ launch, service }) => {
  const who = await service.api.subscriber('healthy');
  const other = await service.api.signIn(who, 'own');
  const { page } = await launch({ operatorUrl: service.origin });
  await new SignInPage(page).signIn(who, 'own');
  await new CabinetPage(page).ready();
  const security = new SecurityPage(page);
  await security.open();
  await security.devices.nth(1).getByRole('button').click();
  await service.api.signOut(other.accessToken);
  await security.dialog.button('Sign out there').click();
  await expect(security.devices).toHaveCount(1);
  await expect(page.getByText('End-to-end tests is signed out.')).toBeVisible();
});

test('[B12][S06] a password change ends the other session; this one stays, and only the new password is valid', async ({
  launch,
  mailbox,
  service,
}) => {
  const who = await service.api.subscriber('healthy');
  const here = await launch({ operatorUrl: service.origin });
  const there = await launchSecond(launch, service);
  await enter(there, who, 'own');
  await enter(here, who, 'own');
  const security = new SecurityPage(here.page);
  await security.open();
  await security.button('Change: Password').click();
  const { dialog } = security;
  await dialog.field('Current password').fill('not this one');
  await dialog.field('New password').fill(newPassword);
  await dialog.field('The same password again').fill(newPassword);
  await dialog.button('Save the password').click();
  await expect(dialog.dialog.getByText('This is not your password. 4 tries left.')).toBeVisible();
  await standing(there);

  await dialog.field('Current password').fill(who.password);
  await dialog.button('Save the password').click();
  await expect(here.page.getByText('The new password holds. All other devices are signed out.')).toBeVisible();
  await expect(security.devices).toHaveCount(1);
  await expect(there.page.getByText(words.en.errors['session-ended'].happened)).toBeVisible();
  await standing(here);
  await mailbox.letter(who.email, ({ subject }) => /^The password .* was changed$/.test(subject));

  const form = new SignInPage(there.page);
  await form.signIn(who, 'shared');
  await expect(form.alert).toContainText(words.en.errors['sign-in-failed'].happened);
  await form.signIn({ email: who.email, password: newPassword }, 'shared');
  await new CabinetPage(there.page).ready();
});
