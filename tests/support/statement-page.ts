import { expect, type Locator, type Page } from '@playwright/test';
import { plain } from './words.ts';

/** Page object: statement, English only. */
export class StatementPage {
  readonly page: Page;
  readonly link: Locator;
  readonly heading: Locator;
  readonly lines: Locator;
  readonly search: Locator;
  readonly kind: Locator;
  readonly package: Locator;
  readonly method: Locator;
  readonly clear: Locator;
  readonly end: Locator;
  readonly months: Locator;

  constructor(page: Page) {
    this.page = page;
    this.link = page.getByRole('navigation').getByRole('link', { name: 'Statement' });
    this.heading = page.getByRole('heading', { level: 1, name: 'Statement' });
    // Excludes month headings and the items of an open charge.
    this.lines = page.getByRole('list', { name: 'Lines of the statement' }).locator('li[aria-posinset]');
    this.search = page.getByRole('searchbox', { name: 'Search' });
    this.kind = page.getByRole('combobox', { name: 'What' });
    this.package = page.getByRole('combobox', { name: 'Package' });
    this.method = page.getByRole('combobox', { name: 'Way of paying' });
    this.clear = page.getByRole('button', { name: 'Clear filters' });
    this.end = page.getByText('That is everything.');
    this.months = page.getByRole('list', { name: 'A month shows its lines' }).getByRole('button');
  }

  /** Opens it from the menu and waits for its entries. */
  async open(): Promise<void> {
    await this.link.click();
    await this.heading.waitFor();
    await this.lines.first().waitFor();
  }

  period(name: 'This month' | 'Last month' | '3 months' | 'This year' | 'All' | 'From … to …'): Locator {
    return this.page.getByRole('group', { name: 'Period' }).getByRole('button', { name, exact: true });
  }

  /** The number of results that the page shows. */
  found(count: number): Locator {
    return this.page.getByText(count === 1 ? '1 line found' : `${count} lines found`, { exact: true });
  }

  /** Texts of the entries on the page, with normalized spaces. */
  async texts(): Promise<string[]> {
    return (await this.lines.allInnerTexts()).map(plain);
  }

  /** Scrolls by screen heights until the last entry is shown. */
  async toEnd(): Promise<void> {
    await this.lines.first().hover();
    await expect(async () => {
      await this.page.mouse.wheel(0, 4_000);
      await expect(this.end).toBeInViewport({ timeout: 250 });
    }).toPass({ timeout: 30_000 });
  }
}
