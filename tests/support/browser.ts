import { existsSync } from 'node:fs';
import path from 'node:path';
import { chromium, type Browser as Chromium, type BrowserContext, type Page } from '@playwright/test';
import { isRoot } from './paths.ts';
import type { Outside } from './outside.ts';

/** Executable names of supported browsers, in order of preference; the scripts install the first if none is present (see scripts/). */
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

/** Starts the installed browser headless. Its sandbox is off only for root, where it cannot run. */
export function startChromium(): Promise<Chromium> {
  return chromium.launch({ executablePath: browserExecutable(), chromiumSandbox: !isRoot });
}

/** The user's browser, with a separate cookie store per test. */
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

  /** Waits for the page that the program opens next and returns its tab. */
  async follow(): Promise<Page> {
    return this.visit(await this.#outside.next());
  }

  /** Opens an address in a tab, as when the user follows a link in an e-mail. */
  async visit(address: string): Promise<Page> {
    const page = await this.#context.newPage();
    await page.goto(address);
    return page;
  }

  /** The target of a page's link that opens the program; clicking it passes the target to the system. */
  async deepLink(page: Page): Promise<string> {
    const href = await page.locator('a[href^="plus-cabinet:"]').first().getAttribute('href');
    if (href === null) throw new Error(`No link to the program on ${page.url()}.`);
    return href;
  }

  async close(): Promise<void> {
    await this.#context.close();
  }
}
