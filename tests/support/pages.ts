import { expect, type Locator, type Page } from '@playwright/test';
import type { Computer, Language } from '#protocol/primitives.ts';
import { words, type ControlWords } from './words.ts';

/** Page object: sign-in screen. */
export class SignInPage {
  readonly page: Page;
  readonly words: ControlWords;
  readonly heading: Locator;
  readonly email: Locator;
  readonly password: Locator;
  readonly own: Locator;
  readonly shared: Locator;
  readonly submit: Locator;
  readonly alert: Locator;

  constructor(page: Page, language: Language = 'en') {
    this.page = page;
    this.words = words[language];
    this.heading = page.getByRole('heading', { level: 1 });
    this.email = page.getByRole('textbox', { name: this.words.email });
    this.password = page.getByLabel(this.words.password, { exact: true });
    this.own = page.getByRole('radio', { name: this.words.own });
    this.shared = page.getByRole('radio', { name: this.words.shared });
    this.submit = page.getByRole('button', { name: this.words.signIn, exact: true });
    this.alert = page.getByRole('alert');
  }

  computer(computer: Computer): Locator {
    return computer === 'own' ? this.own : this.shared;
  }

  /** Fills the form without submitting it. */
  async fill(who: { email: string; password: string }, computer: Computer): Promise<void> {
    await this.email.fill(who.email);
    await this.password.fill(who.password);
    await this.computer(computer).click();
  }

  async signIn(who: { email: string; password: string }, computer: Computer): Promise<void> {
    await this.fill(who, computer);
    await this.submit.click();
  }
}

/** Page object: navigation and status around every screen of a signed-in user. */
export class CabinetPage {
  readonly page: Page;
  readonly words: ControlWords;
  readonly heading: Locator;
  readonly main: Locator;
  readonly toOverview: Locator;
  readonly toContract: Locator;
  readonly toSettings: Locator;
  /** Settings pages, English only. */
  readonly toSecurity: Locator;
  readonly toPersonalData: Locator;

  constructor(page: Page, language: Language = 'en') {
    this.page = page;
    this.words = words[language];
    this.heading = page.getByRole('heading', { level: 1 });
    this.main = page.getByRole('main');
    const link = (name: string): Locator => page.getByRole('navigation').getByRole('link', { name });
    this.toOverview = link(this.words.overview);
    this.toContract = link(this.words.contract);
    this.toSettings = link(this.words.settings);
    this.toSecurity = link('Sign-in and security');
    this.toPersonalData = link('Personal data');
  }

  get signOut(): Locator {
    return this.page.getByRole('button', { name: this.words.signOut });
  }

  /** Waits until a screen of a signed-in user has loaded its data. */
  async ready(): Promise<void> {
    await this.toOverview.waitFor();
    await expect(this.page.locator('[aria-busy="true"]')).toHaveCount(0);
    await this.heading.waitFor();
  }
}
