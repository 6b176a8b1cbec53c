import { expect, test } from '#tests/fixtures.ts';
import { CabinetPage, SignInPage } from '#tests/pages.ts';
import { plain, words } from '#tests/words.ts';

const wrong = 'not the password at all';

test('[S06] neither computer is preselected, and the button waits for the choice', async ({
  launch,
  sharedService,
}) => {
  const { page } = await launch({ operatorUrl: sharedService.origin });
  const form = new SignInPage(page);
  const who = await sharedService.api.subscriber('healthy');
  await expect(form.heading).toHaveText('Sign in');
  await expect(form.own).not.toBeChecked();
  await expect(form.shared).not.toBeChecked();
  await expect(form.submit).toHaveAttribute('aria-disabled', 'true');
  await expect(form.submit).toHaveAccessibleDescription('First choose whose computer this is.');

  // Everything else is filled in, and still nothing is sent: not by the button, not by Enter.
  await form.email.fill(who.email);
  await form.password.fill(who.password);
  // Refused buttons stay within reach of the mouse; only the driver would wait for them.
  await form.submit.click({ force: true });
  await form.password.press('Enter');
  await expect(form.heading).toHaveText('Sign in');
  await expect(form.alert).toHaveCount(0);

  await form.own.click();
  await expect(form.own).toBeChecked();
  await expect(form.shared).not.toBeChecked();
  await expect(form.submit).not.toHaveAttribute('aria-disabled', 'true');
});

test('[S06][S30] the demo subscribers are offered and fill the form', async ({ launch, sharedService }) => {
  const { page } = await launch({ operatorUrl: sharedService.origin });
  const form = new SignInPage(page);
  const all = await sharedService.api.subscribers();
  for (const who of Object.values(all)) {
    await page.getByRole('button', { name: who.name }).click();
    await expect(form.email).toHaveValue(who.email);
    await expect(form.password).toHaveValue(who.password);
    await expect(form.own).not.toBeChecked();
    await expect(form.shared).not.toBeChecked();
  }
  await form.shared.click();
  await form.submit.click();
  await new CabinetPage(page).ready();
});

test('[S06] a wrong password and an unknown address meet the same words, and the tries left are counted', async ({
  launch,
  service,
}) => {
  const { page } = await launch({ operatorUrl: service.origin });
  const form = new SignInPage(page);
  const who = await service.api.subscriber('healthy');

  await form.signIn({ email: who.email, password: wrong }, 'shared');
  await expect(form.alert).toContainText(words.en.errors['sign-in-failed'].happened);
  const known = plain(await form.alert.innerText());
  expect(known).toContain(words.en.errors['sign-in-failed'].money);
  expect(known).toContain(words.en.errors['sign-in-failed'].todo);
  expect(known).toMatch(/4 tries left, then a wait of 30 seconds/);
  await expect(form.email).toHaveValue(who.email);
  await expect(form.shared).toBeChecked();

  await form.signIn({ email: 'nobody.here@example.ru', password: wrong }, 'shared');
  await expect(form.submit).toBeEnabled();
  await expect(form.alert).toContainText('4 tries left');
  expect(plain(await form.alert.innerText())).toBe(known);
});

test('[S06] after five wrong passwords the form waits, counts down, and opens again by itself', async ({
  launch,
  service,
}) => {
  const { page } = await launch({ operatorUrl: service.origin });
  const form = new SignInPage(page);
  const who = await service.api.subscriber('healthy');
  await form.fill({ email: who.email, password: wrong }, 'shared');
  for (const left of ['4 tries', '3 tries', '2 tries', '1 try']) {
    await form.password.fill(wrong);
    await form.submit.click();
    await expect(form.alert).toContainText(`${left} left`);
  }
  await form.password.fill(wrong);
  await form.submit.click();
  const countdown = page.getByText(/You can try again in \d+:\d\d/);
  const remaining = async (): Promise<number> => {
    const [, minutes, seconds] = /in (\d+):(\d\d)/.exec(plain(await countdown.innerText())) ?? [];
    return Number(minutes) * 60 + Number(seconds);
  };
  const first = await remaining();
  expect(first).toBeGreaterThan(20);
  expect(first).toBeLessThanOrEqual(30);
  await expect(form.submit).toHaveAttribute('aria-disabled', 'true');
  await expect.poll(remaining).toBeLessThan(first);
  // Even the right password waits.
  await form.password.fill(who.password);
  await form.password.press('Enter');
  await expect(form.heading).toHaveText('Sign in');
  await expect(form.submit).not.toHaveAttribute('aria-disabled', 'true', { timeout: 35_000 });
  await form.submit.click();
  await new CabinetPage(page).ready();
});

test('[S06] a wait that others brought about is said, alike for an address that does not exist', async ({
  launch,
  service,
}) => {
  const who = await service.api.subscriber('healthy');
  const said: string[] = [];
  for (const email of [who.email, 'nobody.here@example.ru']) {
    for (let tries = 0; tries < 5; tries += 1) {
      await expect(service.api.signIn({ email, password: wrong })).rejects.toThrow('sign-in-failed');
    }
    const program = await launch({ operatorUrl: service.origin });
    const form = new SignInPage(program.page);
    await form.signIn({ email, password: who.password }, 'shared');
    await expect(form.alert).toContainText(words.en.errors['sign-in-throttled'].happened);
    await expect(form.alert).toContainText(words.en.errors['sign-in-throttled'].money);
    await expect(program.page.getByText(/You can try again in 0:[0-3]\d/)).toBeVisible();
    said.push(plain(await form.alert.innerText()));
    await program.close();
  }
  expect(said[1]).toBe(said[0]);
});

test('[S06] the wait of one person locks out nobody who is signed in, nor anybody else', async ({
  launch,
  service,
}) => {
  const who = await service.api.subscriber('healthy');
  const other = await service.api.subscriber('running-out');
  const grant = await service.api.signIn(who, 'own');
  for (let tries = 0; tries < 6; tries += 1) {
    await expect(service.api.signIn({ email: who.email, password: wrong })).rejects.toThrow();
  }
  const number = grant.account.contracts[0]?.number ?? '';
  await expect(service.api.overview(grant.accessToken, number)).resolves.toBeTruthy();
  const { page } = await launch({ operatorUrl: service.origin });
  await new SignInPage(page).signIn(other, 'shared');
  await new CabinetPage(page).ready();
});

test('[S06] what is missing or odd in the form is said at its field, and the focus goes there', async ({
  launch,
  sharedService,
}) => {
  const { page } = await launch({ operatorUrl: sharedService.origin });
  const form = new SignInPage(page);
  await form.shared.click();
  await form.submit.click();
  await expect(page.getByText('Enter your e-mail.')).toBeVisible();
  await expect(page.getByText('Enter your password.')).toBeVisible();
  await expect(form.email).toBeFocused();
  await expect(form.email).toHaveAttribute('aria-invalid', 'true');
  await form.email.fill('irina');
  await form.password.fill('x');
  await form.submit.click();
  await expect(page.getByText('An e-mail looks like name@example.ru.')).toBeVisible();
  await expect(form.email).toBeFocused();
});

test('[S06] the password can be shown and hidden, and pasting is free', async ({ launch, sharedService }) => {
  const { app, page } = await launch({ operatorUrl: sharedService.origin });
  const form = new SignInPage(page);
  await app.evaluate(async ({ clipboard }) => {
    await clipboard.writeText('correct horse battery');
  });
  await form.password.focus();
  await page.keyboard.press('ControlOrMeta+V');
  await expect(form.password).toHaveValue('correct horse battery');
  await expect(form.password).toHaveAttribute('type', 'password');
  await page.getByRole('button', { name: 'Show password' }).click();
  await expect(form.password).toHaveAttribute('type', 'text');
  await page.getByRole('button', { name: 'Hide password' }).click();
  await expect(form.password).toHaveAttribute('type', 'password');
});

test('[S06][B14] the whole sign-in goes by keyboard alone', async ({ launch, sharedService }) => {
  const { page } = await launch({ operatorUrl: sharedService.origin });
  const form = new SignInPage(page);
  const who = await sharedService.api.subscriber('healthy');
  const tabTo = async (target: typeof form.email): Promise<void> => {
    for (let presses = 0; presses < 20; presses += 1) {
      if ((await target.and(page.locator(':focus')).count()) === 1) return;
      await page.keyboard.press('Tab');
    }
    await expect(target).toBeFocused();
  };
  await tabTo(form.email);
  await page.keyboard.type(who.email);
  await tabTo(form.password);
  await page.keyboard.type(who.password);
  await tabTo(form.own);
  await page.keyboard.press('Space');
  await expect(form.own).toBeChecked();
  await page.keyboard.press('ArrowDown');
  await expect(form.shared).toBeChecked();
  await tabTo(form.submit);
  await page.keyboard.press('Enter');
  await new CabinetPage(page).ready();
});
