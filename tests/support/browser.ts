import { existsSync } from 'node:fs';
import path from 'node:path';
import { chromium, type Browser as Chromium, type BrowserContext, type Page } from '@playwright/test';
import { isRoot } from './paths.ts';
import type { Outside } from './outside.ts';

/** Names of the system's browser, the best first; the scripts install the first where none is (see scripts/). */
const names = ['chromium', 'chromium-browser', 'google-chrome'];

function browserExecutable(): string {
  const folders = (process.env['PATH'] ?? '').split(path.delimiter);
  for (const name of names) {
    for (const folder of folders) {
      const file = path.join(folder, name);
      if (existsSync(file)) return file;
    }
  }
  throw new Error('These tests leave the program through a web browser: install chromium.');
}

/** Starts the system's browser, without a window. Its sandbox is off for the super-user alone, who cannot have it. */
export function startChromium(): Promise<Chromium> {
  return chromium.launch({ executablePath: browserExecutable(), chromiumSandbox: !isRoot });
}

/** A person's browser: no cookie of it is known to any other test. */
export class Browser {
  readonly #context: BrowserContext;
  readonly #outside: Outside;

  private constructor(context: BrowserContext, outside: Outside) {
    this.#context = context;
    this.#outside = outside;
  }

  static async open(process: Chromium, outside: Outside): Promise<Browser> {
    return new Browser(await process.newContext(), outside);
  }

  /** A tab with the page that the program opens next; waits for it. */
  async follow(): Promise<Page> {
    return this.visit(await this.#outside.next());
  }

  /** A tab with the page at an address, as when a person follows a link in their mail. */
  async visit(address: string): Promise<Page> {
    const page = await this.#context.newPage();
    await page.goto(address);
    return page;
  }

  /** The address behind a link of a page that opens the program; a person's click hands it to the system. */
  async deepLink(page: Page): Promise<string> {
    const href = await page.locator('a[href^="plus-cabinet:"]').first().getAttribute('href');
    if (href === null) throw new Error(`No link to the program on ${page.url()}.`);
    return href;
  }

  async close(): Promise<void> {
    await this.#context.close();
  }
}
