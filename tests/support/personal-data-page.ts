import { expect, type Locator, type Page } from '@playwright/test';
import { CabinetPage } from './pages.ts';
import type { Program } from './program.ts';
import { DialogPage } from './security-page.ts';

/** Page object: “Personal data” in the settings. */
export class PersonalDataPage {
  readonly page: Page;
  readonly dialog: DialogPage;
  readonly heading: Locator;
  readonly consent: Locator;
  readonly held: Locator;
  readonly save: Locator;
  readonly delete: Locator;

  constructor(page: Page) {
    this.page = page;
    this.dialog = new DialogPage(page);
    this.heading = page.getByRole('heading', { level: 1, name: 'Personal data' });
    this.consent = page.getByRole('region', { name: 'Advertising' }).getByRole('switch');
    this.held = page.getByRole('region', { name: 'What is held about you' });
    this.save = this.held.getByRole('button', { name: 'Save as a file' });
    this.delete = page.getByRole('button', { name: 'Delete the account …' });
  }

  /** Opens the page from any screen of a signed-in user. */
  async open(): Promise<void> {
    const cabinet = new CabinetPage(this.page);
    await cabinet.toSettings.click();
    await cabinet.toPersonalData.click();
    await this.heading.waitFor();
    await cabinet.ready();
  }

  /** An expanded group of personal data. */
  async group(name: string): Promise<Locator> {
    const group = this.held.locator('details').filter({ has: this.page.locator('summary', { hasText: name }) });
    if ((await group.getAttribute('open')) === null) await group.locator('summary').click();
    await expect(group).toHaveAttribute('open');
    return group;
  }
}

/** Replaces the system’s save dialog: returns a file, or null for cancel. */
export async function answerSaveQuestion({ app }: Program, filePath: string | null): Promise<void> {
  await app.evaluate(({ dialog }, file) => {
    Object.assign(dialog, {
      showSaveDialog: () => Promise.resolve({ canceled: file === null, filePath: file ?? '' }),
    });
  }, filePath);
}
