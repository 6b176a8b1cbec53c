import { expect, type Locator, type Page } from '@playwright/test';
import type { Computer } from '#protocol/primitives.ts';
import { signInWords, type SignInWords } from './sign-in-words.ts';
import { SignInPage } from './pages.ts';
import { plain } from './words.ts';

/** Languages in which the tests know the texts of these pages. */
type Spoken = keyof typeof signInWords;

/** Controls of every page of the sign-in layout. */
class StepPage {
  readonly page: Page;
  readonly words: SignInWords;
  readonly heading: Locator;
  readonly alert: Locator;
  protected readonly language: Spoken;

  constructor(page: Page, language: Spoken = 'en') {
    this.page = page;
    this.language = language;
    this.words = signInWords[language];
    this.heading = page.getByRole('heading', { level: 1 });
    this.alert = page.getByRole('alert');
  }

  protected get signIn(): SignInPage {
    return new SignInPage(this.page, this.language);
  }

  button(name: string): Locator {
    return this.page.getByRole('button', { name, exact: true });
  }

  protected field(name: string): Locator {
    return this.page.getByLabel(name, { exact: true });
  }
}

/** Page object: “Register” with address, password, repeated password and consent. */
export class RegisterPage extends StepPage {
  readonly email = this.signIn.email;
  readonly password = this.signIn.password;
  readonly again = this.field(this.words.again);
  readonly consent = this.page.getByRole('checkbox', { name: this.words.consent });
  readonly submit = this.button(this.words.register);

  /** Opens the page from the sign-in page. */
  async open(): Promise<void> {
    await this.button(this.words.toRegister).click();
    await expect(this.heading).toHaveText(this.words.registerTitle);
  }

  async fill(who: { email: string; password: string; again?: string }): Promise<void> {
    await this.email.fill(who.email);
    await this.password.fill(who.password);
    await this.again.fill(who.again ?? who.password);
  }

  /** Registers from the sign-in page and waits for the “Check your mail” page. */
  async register(who: { email: string; password: string }): Promise<CheckMailPage> {
    await this.open();
    await this.fill(who);
    await this.submit.click();
    const mail = new CheckMailPage(this.page, this.language);
    await mail.stands();
    return mail;
  }
}

/** Page object: “Remind password”. */
export class RemindPage extends StepPage {
  readonly email = this.signIn.email;
  readonly submit = this.button(this.words.sendLetter);

  /** Opens the page from the sign-in page. */
  async open(): Promise<void> {
    await this.button(this.words.toRemind).first().click();
    await expect(this.heading).toHaveText(this.words.remindTitle);
  }

  /** Requests a reset from the sign-in page and waits for the “Check your mail” page. */
  async ask(email: string): Promise<CheckMailPage> {
    await this.open();
    await this.email.fill(email);
    await this.submit.click();
    const mail = new CheckMailPage(this.page, this.language);
    await mail.stands();
    return mail;
  }
}

/** Page object: “Check your mail”. */
export class CheckMailPage extends StepPage {
  readonly again = this.button(this.words.sendAgain);
  readonly mailbox = this.button(this.words.mailbox);
  readonly leave = this.button(this.words.leave);

  async stands(): Promise<void> {
    await expect(this.heading).toHaveText(this.words.checkMail);
  }

  /** Its whole text without the address and the countdown. */
  async text(email: string): Promise<string> {
    const all = await this.page.locator('body').innerText();
    return plain(all)
      .replaceAll(email, '…')
      .replaceAll(/\d:\d\d/g, '…');
  }
}

/** The form of a registration link. */
export class ConfirmRegistrationPage extends StepPage {
  readonly password = this.field(this.words.confirmPassword);
  readonly submit = this.button(this.words.confirm);

  async stands(): Promise<void> {
    await expect(this.heading).toHaveText(this.words.confirmTitle);
    await expect(this.password).toBeFocused();
  }

  async confirm(password: string, computer: Computer): Promise<void> {
    await this.password.fill(password);
    await this.signIn.computer(computer).click();
    await this.submit.click();
  }
}

/** The form of a reset link. */
export class ResetPasswordPage extends StepPage {
  readonly password = this.field(this.words.newPassword);
  readonly again = this.field(this.words.again);
  readonly submit = this.button(this.words.setPassword);

  async stands(): Promise<void> {
    await expect(this.heading).toHaveText(this.words.resetTitle);
    await expect(this.password).toBeFocused();
  }

  async set(password: string, again = password): Promise<void> {
    await this.password.fill(password);
    await this.again.fill(again);
    await this.submit.click();
  }
}

/** The page shown for an invalid link. */
export class DeadLinkPage extends StepPage {
  readonly email = this.signIn.email;
  readonly submit = this.button(this.words.sendLetter);

  async stands(): Promise<void> {
    await expect(this.heading).toHaveText(this.words.deadLink);
  }
}

/** Advances the page's timers by the given ms; the service's clock is unchanged. */
export async function passOnPage(page: Page, ms: number): Promise<void> {
  await page.evaluate((ahead) => {
    const before = performance.now.bind(performance);
    performance.now = () => before() + ahead;
  }, ms);
}
