import type { Locator, Page } from '@playwright/test';

/** Page object: file export from the statement's menu, its progress and its result. */
export class SavingPage {
  readonly page: Page;
  readonly saved: Locator;
  readonly dismiss: Locator;

  constructor(page: Page) {
    this.page = page;
    this.saved = page.getByText('The file is saved.');
    this.dismiss = page.getByRole('button', { name: 'Close this note' });
  }

  /** Chooses a file type in the statement's menu. */
  async statement(format: 'PDF' | 'Excel' | 'CSV'): Promise<void> {
    await this.page.getByRole('button', { name: 'Save', exact: true }).click();
    await this.page.getByRole('menuitem', { name: new RegExp(`^${format}`) }).click();
  }
}
