import { expect, type Page } from '@playwright/test';
import { languages, type Language } from '#protocol/primitives.ts';
import type { Authenticator } from './authenticator.ts';
import type { Browser } from './browser.ts';
import { CompletionPage, newcomer, spareContract } from './completion-page.ts';
import { CheckMailPage, DeadLinkPage, RegisterPage, RemindPage, ResetPasswordPage } from './sign-in-pages.ts';
import { callBridge, inPage } from './in-page.ts';
import { LockPage } from './lock-page.ts';
import type { Mailbox } from './mailbox.ts';
import { idleFor } from './main-clock.ts';
import { moneyWalks } from './payment-walk.ts';
import { CabinetPage, SignInPage } from './pages.ts';
import { PersonalDataPage } from './personal-data-page.ts';
import type { Program } from './program.ts';
import { SecurityPage, signOut, TwoStepPage } from './security-page.ts';
import type { Service } from './service.ts';
import { NetworkTab, SocialPage } from './social-pages.ts';

/** What the route walks need; the program shows its sign-in page in English. */
export interface TourRig {
  readonly program: Program;
  readonly service: Service;
  readonly mailbox: Mailbox;
  readonly person: Browser;
  readonly openLink: (link: string) => Promise<void>;
}
/** Called for each screen and dialog after its animations have ended. */
export type Visit = (screen: string) => Promise<void>;
export type Walk = (rig: TourRig, visit: Visit) => Promise<void>;

/** A combination of theme, language and window size. */
export interface Look {
  readonly language: Language;
  readonly theme: 'light' | 'dark';
}
export const looks: readonly Look[] = languages.flatMap((language) =>
  (['light', 'dark'] as const).map((theme) => ({ language, theme })),
);

/** Whether axe checks this look: two looks that differ in theme and language. Overflow is checked in all six. */
export function seenByAxe({ language, theme }: Look): boolean {
  return (language === 'ru' && theme === 'light') || (language === 'en' && theme === 'dark');
}

/** Switches language and theme of the current screen, keeping inputs and dialogs. */
export async function dress(page: Page, { language, theme }: Look): Promise<void> {
  expect(await callBridge(page, 'settings', 'update', [{ language, theme }])).toMatchObject({ ok: true });
  await expect
    .poll(() => inPage(page, 'return [document.documentElement.lang, document.documentElement.dataset.theme]'))
    .toEqual([language, theme]);
}

const asDrawn: Look = { language: 'en', theme: 'light' };

/** Visits a screen in every look and restores the original one. */
export function inEveryLook(page: Page, see: (screen: string, look: Look) => Promise<void>): Visit {
  return async (screen) => {
    for (const look of looks) {
      await dress(page, look);
      await see(screen, look);
    }
    await dress(page, asDrawn);
  };
}

const newcomerEmail = 'olga.newcomer@example.org';
const newPassword = 'a sentence nobody guesses';

async function registering({ program: { page }, mailbox, openLink, service }: TourRig, visit: Visit): Promise<void> {
  const register = new RegisterPage(page);
  await register.open();
  await visit('register');
  await register.fill({ email: 'no address', password: 'short', again: 'other' });
  await register.submit.click();
  await page.getByText('This password is too short', { exact: false }).waitFor();
  await visit('register-error');
  await register.fill({ email: newcomerEmail, password: newPassword });
  await register.submit.click();
  await new CheckMailPage(page).stands();
  await visit('check-mail');
  await openLink((await mailbox.linkTo(newcomerEmail, 'registration')).deepLink);
  await page.getByRole('heading', { level: 1, name: 'One step left' }).waitFor();
  await visit('confirm-registration');
  await page.getByLabel('Your password', { exact: true }).fill(newPassword);
  await new SignInPage(page).shared.click();
  await page.getByRole('button', { name: 'Confirm and sign in' }).click();
  const completion = new CompletionPage(page);
  await completion.stands();
  await visit('completion');
  const details = await spareContract(service);
  await completion.send({ ...details, surname: 'Иванов' });
  await expect(completion.alert).toBeVisible();
  await visit('completion-error');
}

async function remindingThePassword({ program, mailbox, openLink, service }: TourRig, visit: Visit): Promise<void> {
  const { page } = program;
  const who = await service.api.subscriber('healthy');
  const remind = new RemindPage(page);
  await remind.open();
  await visit('remind');
  await remind.email.fill(who.email);
  await remind.submit.click();
  await new CheckMailPage(page).stands();
  await visit('check-mail-reset');
  await openLink((await mailbox.linkTo(who.email, 'password-reset')).deepLink);
  const reset = new ResetPasswordPage(page);
  await reset.stands();
  await visit('reset-password');
  await reset.set(newPassword);
  await expect(new SignInPage(page).heading).toHaveText('Sign in');
  await visit('sign-in-password-changed');
  await openLink(`plus-cabinet://password-reset?token=${'a'.repeat(43)}`);
  await reset.stands();
  await reset.set(newPassword);
  await new DeadLinkPage(page).stands();
  await visit('dead-link');
}

async function socialSignIn({ program: { page }, person }: TourRig, visit: Visit): Promise<void> {
  const social = new SocialPage(page);
  await social.begin('vk');
  await visit('browser');
  const marina = { login: 'marina.sokolova', password: 'white-nights-vk', name: 'Марина Соколова' };
  const denied = new NetworkTab(await person.follow());
  await denied.signIn(marina);
  await denied.deny.click();
  await expect(social.alert).toBeVisible();
  await visit('browser-failed');
  await social.tryAgain.click();
  await new NetworkTab(await person.follow()).confirm(marina);
  await social.password.waitFor();
  await visit('link-account');
}

async function securing({ program: { page }, person, service }: TourRig, visit: Visit): Promise<void> {
  const who = await service.api.subscriber('healthy');
  await service.api.signIn(who, 'own');
  await new SignInPage(page).signIn(who, 'shared');
  await new CabinetPage(page).ready();
  const security = new SecurityPage(page);
  const { dialog } = security;
  await security.open();
  await visit('security');

  await security.button('Change: Password').click();
  await visit('dialog-password');
  await dialog.button('Save the password').click();
  await visit('dialog-password-error');
  await dialog.button('Cancel').click();

  await security.button('Change: E-mail').click();
  await visit('dialog-email');
  await dialog.field('New e-mail').fill('marina.at.home@example.org');
  await dialog.password.fill(who.password);
  await dialog.button('Send the letter').click();
  await expect(dialog.heading).toHaveText('Look into your mailbox');
  await visit('dialog-email-sent');
  await dialog.button('Done').click();

  await security.button('Set: Phone').click();
  await visit('dialog-phone');
  await dialog.field('New phone number').fill('8 900 555-01-02');
  await dialog.password.fill(who.password);
  await dialog.button('Send the code').click();
  await expect(dialog.heading).toHaveText('Enter the code');
  await visit('dialog-phone-code');
  await dialog.button('Cancel').click();

  await security.button('Link: VKontakte').click();
  await visit('dialog-link');
  await dialog.password.fill(who.password);
  await dialog.button('Open the browser').click();
  await expect(dialog.heading).toHaveText('Go on in your browser');
  await visit('dialog-link-browser');
  await new NetworkTab(await person.follow()).confirm({
    login: 'artem.belov',
    password: 'river-stones-vk',
    name: 'Артём Белов',
  });
  await page.getByText('VKontakte is linked.').waitFor();
  await security.button('Unlink: VKontakte').click();
  await visit('dialog-unlink');
  await dialog.button('Cancel').click();

  await security.devices.nth(1).getByRole('button').click();
  await visit('dialog-end-device');
  await dialog.button('Cancel').click();
  await security.endOthers.click();
  await visit('dialog-end-others');
  await dialog.button('Cancel').click();
}

async function takingTwoSteps({ program: { page }, service }: TourRig, visit: Visit): Promise<void> {
  const who = await service.api.subscriber('healthy');
  const form = new SignInPage(page);
  await form.signIn(who, 'shared');
  await new CabinetPage(page).ready();
  const security = new SecurityPage(page);
  const { dialog } = security;
  await security.open();
  await security.turnOn.click();
  await visit('two-step-setup');
  await dialog.button('Cancel').click();
  const app: Authenticator = await security.scan(who.password, service.console);
  await visit('two-step-scan');
  await dialog.code.fill(await app.code());
  await security.recoveryCodes();
  await visit('two-step-codes');
  await dialog.button('I have kept them').click();
  await expect(security.turnOff).toBeVisible();
  await visit('security-two-step');
  await security.newCodes.click();
  await visit('dialog-new-codes');
  await dialog.button('Cancel').click();
  await security.turnOff.click();
  await visit('dialog-two-step-off');
  await dialog.button('Cancel').click();
  await signOut(page);

  await form.signIn(who, 'shared');
  const step = new TwoStepPage(page);
  await step.heading.waitFor();
  await visit('two-step');
  await step.code.fill(await app.wrongCode());
  await expect(step.alert).toBeVisible();
  await visit('two-step-error');
  await step.byRecovery.click();
  await step.recovery.waitFor();
  await visit('two-step-recovery');
}

async function personalData({ program: { page }, service }: TourRig, visit: Visit): Promise<void> {
  const who = await service.api.subscriber('healthy');
  await new SignInPage(page).signIn(who, 'shared');
  await new CabinetPage(page).ready();
  const personal = new PersonalDataPage(page);
  await personal.open();
  await visit('personal-data');
  await personal.delete.click();
  await visit('dialog-delete');
  await personal.dialog.button('Continue').click();
  await visit('dialog-delete-proof');
  await personal.dialog.password.fill(who.password);
  await personal.dialog.button('Delete for good').click();
  await page.getByText('Your account is deleted.').waitFor();
  await visit('sign-in-deleted');
}

async function lockAndCurtain({ program, service, mailbox, openLink }: TourRig, visit: Visit): Promise<void> {
  const { app, page } = program;
  const who = { email: newcomerEmail, password: newPassword };
  await newcomer(service, mailbox, who);
  await new SignInPage(page).signIn(await service.api.subscriber('healthy'), 'own');
  await new CabinetPage(page).ready();
  const lock = new LockPage(page);
  await lock.lockNow();
  await visit('lock');
  await lock.try('not this one');
  await expect(lock.alert).toBeVisible();
  await visit('lock-error');
  await lock.signOut.click();
  await new SignInPage(page).signIn(who, 'shared');
  await new CompletionPage(page).heading.waitFor();
  await openLink(`plus-cabinet://email?token=${'b'.repeat(43)}`);
  await page.getByRole('heading', { level: 1, name: 'Confirm the new e-mail' }).waitFor();
  await visit('confirm-email');
  await page.getByRole('button', { name: 'Not now' }).click();
  await new CompletionPage(page).heading.waitFor();
  await idleFor(app, 29 * 60_000 + 5_000);
  await page.getByRole('alertdialog', { name: 'Are you still there?' }).waitFor();
  await visit('curtain');
}

/** Route walks through every screen and dialog except overview, contract and settings, by name. */
export const walks: Readonly<Record<string, Walk>> = {
  registration: registering,
  'password reset': remindingThePassword,
  'social sign-in': socialSignIn,
  security: securing,
  'two-step sign-in': takingTwoSteps,
  'personal data': personalData,
  'lock and curtain': lockAndCurtain,
  ...moneyWalks,
};
