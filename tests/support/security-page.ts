import { expect, type Locator, type Page } from '@playwright/test';
import { Authenticator } from './authenticator.ts';
import { CabinetPage, SignInPage } from './pages.ts';

/** Dialog controls; one dialog is open at a time. */
export class DialogPage {
  readonly dialog: Locator;
  readonly heading: Locator;
  readonly alert: Locator;
  readonly password: Locator;
  readonly code: Locator;

  constructor(page: Page) {
    this.dialog = page.getByRole('dialog');
    this.heading = this.dialog.getByRole('heading', { level: 2 });
    this.alert = this.dialog.getByRole('alert');
    this.password = this.dialog.getByLabel('Your password', { exact: true });
    this.code = this.dialog.getByRole('textbox', { name: /^Code from the/ });
  }

  button(name: string): Locator {
    return this.dialog.getByRole('button', { name, exact: true });
  }

  field(name: string): Locator {
    return this.dialog.getByLabel(name, { exact: true });
  }
}

/** Page object: “Sign-in and security” in the settings. */
export class SecurityPage {
  readonly page: Page;
  readonly dialog: DialogPage;
  readonly heading: Locator;
  readonly turnOn: Locator;
  readonly turnOff: Locator;
  readonly newCodes: Locator;
  readonly endOthers: Locator;

  constructor(page: Page) {
    this.page = page;
    this.dialog = new DialogPage(page);
    this.heading = page.getByRole('heading', { level: 1, name: 'Sign-in and security' });
    this.turnOn = this.button('Turn on two-step sign-in');
    this.turnOff = this.button('Turn off');
    this.newCodes = this.button('Make new recovery codes');
    this.endOthers = this.button('Sign out on all others');
  }

  button(name: string): Locator {
    return this.page.getByRole('main').getByRole('button', { name, exact: true });
  }

  /** Opens the page from any screen of a signed-in user. */
  async open(): Promise<void> {
    const cabinet = new CabinetPage(this.page);
    await cabinet.toSettings.click();
    await this.page
      .getByRole('navigation', { name: 'Settings pages' })
      .getByRole('link', { name: 'Sign-in and security' })
      .click();
    await this.heading.waitFor();
    await cabinet.ready();
  }

  /** A card of the screen, by its title. */
  card(title: string): Locator {
    return this.page.getByRole('region', { name: title });
  }

  /** The rows of the device list. */
  get devices(): Locator {
    return this.card('Signed-in devices').getByRole('listitem');
  }

  /** Continues to the QR code; returns an authenticator with its secret. */
  async scan(password: string, console: ConstructorParameters<typeof Authenticator>[1]): Promise<Authenticator> {
    await this.turnOn.click();
    await this.dialog.password.fill(password);
    await this.dialog.button('Continue').click();
    const secret = this.dialog.dialog.getByText(/^([A-Z2-7]{4} ){3,}[A-Z2-7]{1,4}$/);
    return new Authenticator(await secret.innerText(), console);
  }

  /** The recovery codes on screen. */
  async recoveryCodes(): Promise<readonly string[]> {
    // The service hashes ten codes while a user scans the QR code; a test is faster and may have to wait.
    await expect(this.dialog.heading).toHaveText('Keep these recovery codes', { timeout: 30_000 });
    return this.dialog.dialog.getByRole('listitem').allInnerTexts();
  }
}

/** An account with two-step sign-in. */
export interface TwoStep {
  readonly app: Authenticator;
  readonly recoveryCodes: readonly string[];
}

/** Turns two-step sign-in on in the page, from its button to the saved codes. Uses the current code. */
export async function turnOnTwoStep(
  page: Page,
  password: string,
  console: ConstructorParameters<typeof Authenticator>[1],
): Promise<TwoStep> {
  const security = new SecurityPage(page);
  await security.open();
  const app = await security.scan(password, console);
  await security.dialog.code.fill(await app.code());
  const recoveryCodes = await security.recoveryCodes();
  await security.dialog.button('I have kept them').click();
  await expect(security.turnOff).toBeVisible();
  return { app, recoveryCodes };
}

/** Page object: second step of the sign-in. */
export class TwoStepPage {
  readonly heading: Locator;
  readonly code: Locator;
  readonly recovery: Locator;
  readonly submit: Locator;
  readonly alert: Locator;
  readonly byRecovery: Locator;
  readonly beginAnew: Locator;
  readonly back: Locator;

  constructor(page: Page) {
    this.heading = page.getByRole('heading', { level: 1, name: 'One more step' });
    this.code = page.getByRole('textbox', { name: 'Code from the app' });
    this.recovery = page.getByRole('textbox', { name: 'Recovery code' });
    this.submit = page.getByRole('button', { name: 'Sign in', exact: true });
    this.alert = page.getByRole('alert');
    this.byRecovery = page.getByRole('button', { name: 'Phone not at hand? Use a recovery code' });
    this.beginAnew = page.getByRole('button', { name: 'Sign in again' });
    this.back = page.getByRole('button', { name: 'Sign-in', exact: true });
  }

  /** Signs in with a recovery code. */
  async useRecovery(code: string): Promise<void> {
    await this.byRecovery.click();
    await this.recovery.fill(code);
    await this.submit.click();
  }
}

/** Signs out from any screen of a signed-in user. */
export async function signOut(page: Page): Promise<void> {
  await new CabinetPage(page).signOut.first().click();
  await expect(new SignInPage(page).heading).toHaveText('Sign in');
}
