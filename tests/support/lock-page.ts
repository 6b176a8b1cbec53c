import type { Locator, Page } from '@playwright/test';
import type { LockAfter } from '#protocol/ipc/state.ts';
import { CabinetPage } from './pages.ts';

/** Page object: the lock screen and its settings card. */
export class LockPage {
  readonly page: Page;
  readonly heading: Locator;
  readonly password: Locator;
  readonly unlock: Locator;
  readonly signOut: Locator;
  readonly alert: Locator;

  constructor(page: Page) {
    this.page = page;
    const button = (name: string): Locator => page.getByRole('button', { name, exact: true });
    this.heading = page.getByRole('heading', { level: 1, name: 'Locked' });
    this.password = page.getByLabel('Password', { exact: true });
    this.unlock = button('Unlock');
    this.signOut = button('Sign out');
    this.alert = page.getByRole('alert');
  }

  async try(password: string): Promise<void> {
    await this.password.fill(password);
    await this.unlock.click();
  }

  /** Opens the settings card, from any screen of a signed-in user. */
  async toCard(): Promise<void> {
    const cabinet = new CabinetPage(this.page);
    await cabinet.toSettings.click();
    await cabinet.toSecurity.click();
    await cabinet.ready();
  }

  async lockNow(): Promise<void> {
    await this.toCard();
    await this.page.getByRole('button', { name: 'Lock now' }).click();
    await this.heading.waitFor();
  }

  async lockAfter(after: LockAfter): Promise<void> {
    await this.toCard();
    const group = this.page.getByRole('group', { name: 'Lock at the start and when idle' });
    const choice = group.getByRole('button', { name: after === 'never' ? 'Never' : `${after} min`, exact: true });
    await choice.click();
    await this.page.locator('[aria-pressed="true"]').and(choice).waitFor();
  }
}
