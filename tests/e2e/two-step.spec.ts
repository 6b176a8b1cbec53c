import { sessions } from '#protocol/api/sign-in.ts';
import { expect, test } from '#tests/fixtures.ts';
import { callBridge } from '#tests/in-page.ts';
import { CabinetPage, SignInPage } from '#tests/pages.ts';
import { twoStep } from '#protocol/api/accounts.ts';
import { recoveryCodes as recoveryCodesAnswer } from '#protocol/api/account-security.ts';
import { SecurityPage, signOut, turnOnTwoStep, TwoStepPage } from '#tests/security-page.ts';
import { NetworkTab, SocialPage } from '#tests/social-pages.ts';
import { words } from '#tests/words.ts';

/** So long that a code used before is none of those that are good now. */
const laterMs = 120_000;
const { errors } = words.en;
/** The demo’s subscribers have never said in which language they want their letters: those come in the operator’s. */
const isOn = ({ subject }: { subject: string }): boolean => /^Двухэтапный вход .* включён$/.test(subject);
/** The codes in an answer of the service; null: another answer. */
const recoveryCodesOf = (body: string): readonly string[] | null => {
  const answer = recoveryCodesAnswer.safeParse(JSON.parse(body));
  return answer.success ? answer.data.codes : null;
};
const isOff = ({ subject }: { subject: string }): boolean => /^Двухэтапный вход .* выключен$/.test(subject);

test('[B12] turned on with a code of the app; its codes are shown once; the sign-in asks for the second step', async ({
  launch,
  mailbox,
  service,
}) => {
  const who = await service.api.subscriber('healthy');
  const { page } = await launch({ operatorUrl: service.origin });
  await new SignInPage(page).signIn(who, 'shared');
  await new CabinetPage(page).ready();
  const security = new SecurityPage(page);
  await security.open();
  await expect(page.getByRole('heading', { name: 'Your password alone opens this account' })).toBeVisible();

  // The password first, so that nobody who sits down here sets it up.
  await security.turnOn.click();
  await security.dialog.password.fill('not this one');
  await security.dialog.button('Continue').click();
  await expect(security.dialog.dialog.getByText('This is not your password. 4 tries left.')).toBeVisible();
  await security.dialog.button('Cancel').click();

  const app = await security.scan(who.password, service.console);
  await expect(security.dialog.dialog.getByRole('img', { name: /^QR code for the authenticator app/ })).toBeVisible();
  await security.dialog.code.fill(await app.wrongCode());
  await expect(security.dialog.dialog.getByText(/^This code does not fit/)).toBeVisible();
  await security.dialog.code.fill(await app.code());
  const codes = await security.recoveryCodes();
  expect(new Set(codes).size).toBe(10);
  // Nothing but its own button closes what is shown this one time.
  await page.keyboard.press('Escape');
  await page.keyboard.press('Escape');
  expect(await security.recoveryCodes()).toEqual(codes);
  await security.dialog.button('I have kept them').click();
  await expect(security.dialog.dialog).toHaveCount(0);
  await expect(page.getByRole('heading', { name: 'Two steps protect your account' })).toBeVisible();
  const content = await page.content();
  expect(codes.filter((code) => content.includes(code))).toEqual([]);
  await mailbox.letter(who.email, isOn);

  await signOut(page);
  await service.console.advance(laterMs);
  await new SignInPage(page).signIn(who, 'shared');
  const step = new TwoStepPage(page);
  await expect(step.heading).toBeVisible();
  await expect(step.code).toBeFocused();
  await step.code.fill(await app.code());
  await new CabinetPage(page).ready();
});

test('[W1][B12] the codes and “on” are shown although the answer to the first code was lost, and its codes are void', async ({
  launch,
  faultyLine,
  mailbox,
  service,
}) => {
  const who = await service.api.subscriber('healthy');
  const { page } = await launch({ operatorUrl: faultyLine.origin });
  await new SignInPage(page).signIn(who, 'shared');
  await new CabinetPage(page).ready();
  const security = new SecurityPage(page);
  await security.open();
  const app = await security.scan(who.password, service.console);
  let lost = 0;
  faultyLine.set({ kind: 'lose-answer' }, ({ url }) => url === twoStep.confirm.path && (lost += 1) === 1);
  await security.dialog.code.fill(await app.code());
  const codes = await security.recoveryCodes();
  expect(faultyLine.seen('POST', /two-step\/confirmation$/)).toHaveLength(2);
  expect(new Set(codes).size).toBe(10);
  await security.dialog.button('I have kept them').click();
  await expect(page.getByRole('heading', { name: 'Two steps protect your account' })).toBeVisible();
  await mailbox.letter(who.email, isOn);

  // The codes on screen are the ones that count; those of the lost answer, which nobody saw, are void.
  const given = faultyLine.answers.map(recoveryCodesOf).filter((one) => one !== null);
  expect(given).toHaveLength(2);
  expect(given[1]).toEqual(codes);
  await service.console.advance(laterMs);
  await signOut(page);
  await new SignInPage(page).signIn(who, 'shared');
  const step = new TwoStepPage(page);
  await step.useRecovery(given[0]?.[0] ?? '');
  await expect(step.alert).toContainText(errors['two-step-failed'].happened);
  await step.recovery.fill(codes[0] ?? '');
  await step.submit.click();
  await new CabinetPage(page).ready();
});

test('[W1][B12] with the line cut for good after the first code the page says on, and the dialog gives the codes later', async ({
  launch,
  faultyLine,
  service,
}) => {
  const who = await service.api.subscriber('healthy');
  const { page } = await launch({ operatorUrl: faultyLine.origin });
  await new SignInPage(page).signIn(who, 'shared');
  await new CabinetPage(page).ready();
  const security = new SecurityPage(page);
  await security.open();
  const app = await security.scan(who.password, service.console);
  faultyLine.set({ kind: 'lose-answer' }, ({ url }) => url === twoStep.confirm.path);
  await security.dialog.code.fill(await app.code());
  await expect(security.dialog.alert).toContainText(errors['outcome-unknown'].happened, { timeout: 60_000 });
  await expect(security.dialog.alert).not.toContainText(errors['two-step-already-on'].happened);
  faultyLine.heal();
  await security.dialog.button('Turn on').click();
  expect(new Set(await security.recoveryCodes()).size).toBe(10);
  await security.dialog.button('I have kept them').click();
  await expect(page.getByRole('heading', { name: 'Two steps protect your account' })).toBeVisible();
});

test('[B12] a wrong code costs a try, a replayed one is refused, a recovery code works once', async ({
  launch,
  service,
}) => {
  const who = await service.api.subscriber('healthy');
  const { page } = await launch({ operatorUrl: service.origin });
  const form = new SignInPage(page);
  const step = new TwoStepPage(page);
  const cabinet = new CabinetPage(page);
  await form.signIn(who, 'shared');
  await cabinet.ready();
  const { app, recoveryCodes } = await turnOnTwoStep(page, who.password, service.console);
  await service.console.advance(laterMs);
  await signOut(page);

  await form.signIn(who, 'shared');
  await step.code.fill(await app.wrongCode());
  await expect(step.alert).toContainText(errors['two-step-failed'].happened);
  await expect(step.alert).toContainText('4 tries left.');
  await expect(step.code).toBeFocused();
  const used = await app.code();
  await step.code.fill(used);
  await cabinet.ready();
  await signOut(page);

  await form.signIn(who, 'shared');
  await step.code.fill(used);
  await expect(step.alert).toContainText(errors['two-step-failed'].happened);
  const [recovery = ''] = recoveryCodes;
  // As a person copies it from paper.
  await step.useRecovery(` ${recovery.toLowerCase().replaceAll('-', ' ')} `);
  await cabinet.ready();
  await signOut(page);

  await form.signIn(who, 'shared');
  await step.useRecovery(recovery);
  await expect(step.alert).toContainText(errors['two-step-failed'].happened);
  await step.recovery.fill(recoveryCodes[1] ?? '');
  await step.submit.click();
  await cabinet.ready();
  const security = new SecurityPage(page);
  await security.open();
  await expect(page.getByRole('term').filter({ hasText: 'Recovery codes left' })).toBeVisible();
  await expect(page.getByRole('definition').filter({ hasText: /^8$/ })).toBeVisible();
});

test('[B12] the password alone never suffices: no session, no figure, no way around, and the tries end', async ({
  launch,
  faultyLine,
  service,
}) => {
  const who = await service.api.subscriber('healthy');
  const { page } = await launch({ operatorUrl: faultyLine.origin });
  const form = new SignInPage(page);
  const step = new TwoStepPage(page);
  await form.signIn(who, 'shared');
  await new CabinetPage(page).ready();
  const { app } = await turnOnTwoStep(page, who.password, service.console);
  await signOut(page);
  await service.console.advance(laterMs);

  const raw = await service.api.call('POST', sessions.create.path, {
    body: {
      email: who.email,
      password: who.password,
      computer: 'own',
      device: { name: 'End-to-end tests', platform: 'linux' },
    },
  });
  expect(JSON.stringify(raw.body)).not.toContain('accessToken');

  await form.signIn(who, 'shared');
  await expect(step.heading).toBeVisible();
  expect(await callBridge(page, 'session', 'status', [])).toMatchObject({ value: { state: 'signed-out' } });
  expect(await callBridge(page, 'accounts', 'security', [])).toMatchObject({ ok: false });
  await step.back.click();
  await expect(form.heading).toHaveText('Sign in');
  // What was called off is over: its question is answered by no code any more.
  expect(await callBridge(page, 'session', 'confirmTwoStep', [{ code: await app.code() }])).toMatchObject({
    ok: false,
  });

  await form.signIn(who, 'shared');
  for (const left of [4, 3, 2, 1]) {
    await step.code.fill('');
    await step.code.fill(await app.wrongCode());
    await expect(step.alert).toContainText(`${left} ${left === 1 ? 'try' : 'tries'} left.`);
  }
  await step.code.fill('');
  await step.code.fill(await app.wrongCode());
  await expect(step.beginAnew).toBeVisible();
  await expect(step.code).toHaveCount(0);
  await step.beginAnew.click();
  // Five failures in a row: even the right code waits, as a right password would.
  await form.signIn(who, 'shared');
  await step.code.fill(await app.code());
  await expect(step.alert).toContainText(errors['sign-in-throttled'].happened);
  await step.back.click();
  await service.console.advance(laterMs);
  await form.signIn(who, 'shared');
  await step.code.fill(await app.code());
  await new CabinetPage(page).ready();
});

test('[B12] new recovery codes end the old ones; turned off, the first step alone opens again', async ({
  launch,
  mailbox,
  service,
}) => {
  const who = await service.api.subscriber('healthy');
  const { page } = await launch({ operatorUrl: service.origin });
  const form = new SignInPage(page);
  const step = new TwoStepPage(page);
  const cabinet = new CabinetPage(page);
  await form.signIn(who, 'shared');
  await cabinet.ready();
  const { recoveryCodes } = await turnOnTwoStep(page, who.password, service.console);
  const security = new SecurityPage(page);
  await security.newCodes.click();
  await security.dialog.password.fill(who.password);
  await security.dialog.button('Make new recovery codes').click();
  const anew = await security.recoveryCodes();
  expect(anew.filter((code) => recoveryCodes.includes(code))).toEqual([]);
  await security.dialog.button('I have kept them').click();
  await signOut(page);

  await form.signIn(who, 'shared');
  await step.useRecovery(recoveryCodes[0] ?? '');
  await expect(step.alert).toContainText(errors['two-step-failed'].happened);
  await step.recovery.fill(anew[0] ?? '');
  await step.submit.click();
  await cabinet.ready();

  await security.open();
  await security.turnOff.click();
  await security.dialog.password.fill('not this one');
  await security.dialog.button('Turn off').click();
  await expect(security.dialog.dialog.getByText('This is not your password. 4 tries left.')).toBeVisible();
  await security.dialog.password.fill(who.password);
  await security.dialog.button('Turn off').click();
  await expect(security.turnOn).toBeVisible();
  await mailbox.letter(who.email, isOff);
  await signOut(page);
  await form.signIn(who, 'shared');
  await cabinet.ready();
});

test('[B12][S02] after a social network the second step is asked as well', async ({ launch, person, service }) => {
  const who = await service.api.subscriber('healthy');
  const { page } = await launch({ operatorUrl: service.origin });
  const form = new SignInPage(page);
  await form.signIn(who, 'shared');
  await new CabinetPage(page).ready();
  const { app } = await turnOnTwoStep(page, who.password, service.console);
  const artem = { login: 'artem.belov', password: 'river-stones-vk', name: 'Артём Белов' };
  const security = new SecurityPage(page);
  await security.button('Link: VKontakte').click();
  await security.dialog.password.fill(who.password);
  await security.dialog.button('Open the browser').click();
  await new NetworkTab(await person.follow()).confirm(artem);
  await expect(page.getByText('VKontakte is linked.')).toBeVisible();
  await signOut(page);
  await service.console.advance(laterMs);

  await new SocialPage(page).begin('vk');
  await new NetworkTab(await person.follow()).confirm(artem);
  const step = new TwoStepPage(page);
  await expect(step.heading).toBeVisible();
  expect(await callBridge(page, 'session', 'status', [])).toMatchObject({ value: { state: 'signed-out' } });
  await step.code.fill(await app.code());
  await new CabinetPage(page).ready();
});
