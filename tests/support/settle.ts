import type { Page } from '@playwright/test';
import { inPage } from './in-page.ts';

/** Waits until fonts are loaded and nothing moves on the page any more. */
export async function settle(page: Page): Promise<void> {
  await inPage(
    page,
    `await document.fonts.ready;
     await Promise.all(document.getAnimations().map((one) => one.finished.catch(() => {})));
     await new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve)));`,
  );
}
