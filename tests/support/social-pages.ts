import type { Locator, Page } from '@playwright/test';
import type { IdentityProvider } from '#protocol/api/identity.ts';
import type { Computer } from '#protocol/primitives.ts';
import { SignInPage } from './pages.ts';

/** Button labels of the networks. */
export const networkNames: Readonly<Record<IdentityProvider, string>> = {
  vk: 'VKontakte',
  ok: 'Odnoklassniki',
  facebook: 'Facebook',
};

/** A demo person of a network; see the demo box on the network's page. */
export interface NetworkPerson {
  readonly login: string;
  readonly password: string;
  readonly name: string;
}

/** Page object: sign-in through a social network. */
export class SocialPage {
  readonly page: Page;
  readonly heading: Locator;
  readonly alert: Locator;
  readonly ways: Locator;
  readonly openAgain: Locator;
  readonly cancel: Locator;
  readonly tryAgain: Locator;
  readonly otherWay: Locator;
  readonly back: Locator;
  /** Controls of the password prompt for an existing account. */
  readonly password: Locator;
  readonly link: Locator;

  constructor(page: Page) {
    this.page = page;
    const button = (name: string): Locator => page.getByRole('button', { name, exact: true });
    this.heading = page.getByRole('heading', { level: 1 });
    this.alert = page.getByRole('alert');
    this.ways = page.getByRole('group', { name: 'or in your browser through' }).getByRole('button');
    this.openAgain = button('Open the page once more');
    this.cancel = button('Cancel');
    this.tryAgain = button('Try again');
    this.otherWay = button('Another way to sign in');
    this.back = button('Sign-in');
    this.password = page.getByLabel('Password of the account', { exact: true });
    this.link = button('Link and sign in');
  }

  way(network: IdentityProvider): Locator {
    return this.ways.filter({ hasText: networkNames[network] });
  }

  /** Starts the sign-in and waits for the page that waits for the browser. */
  async begin(network: IdentityProvider, computer: Computer = 'shared'): Promise<void> {
    await new SignInPage(this.page).computer(computer).click();
    await this.way(network).click();
    await this.page.getByRole('heading', { name: 'Go on in your browser' }).waitFor();
  }
}

/** Page object: a network's pages in the browser, and the program's final page there. */
export class NetworkTab {
  readonly tab: Page;
  readonly heading: Locator;
  readonly allow: Locator;
  readonly deny: Locator;
  readonly alert: Locator;

  constructor(tab: Page) {
    this.tab = tab;
    this.heading = tab.getByRole('heading', { level: 1 });
    this.allow = tab.getByRole('button', { name: 'Allow' });
    this.deny = tab.getByRole('button', { name: 'Deny' });
    this.alert = tab.getByRole('alert');
  }

  async signIn({ login, password }: Pick<NetworkPerson, 'login' | 'password'>): Promise<void> {
    await this.tab.getByRole('textbox', { name: 'Login' }).fill(login);
    await this.tab.getByLabel('Password').fill(password);
    await this.tab.getByRole('button', { name: 'Sign in' }).click();
  }

  /** Signs in and allows access; the program has received the result when the final page is shown. */
  async confirm(who: NetworkPerson): Promise<void> {
    await this.signIn(who);
    await this.allow.click();
    await this.tab.getByRole('heading', { name: 'You can close this tab' }).waitFor();
  }
}
