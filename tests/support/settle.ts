import type { Page } from '@playwright/test';
import { inPage } from './in-page.ts';

/** Waits until fonts are loaded and nothing moves on the page any more but what tells that something is under way. */
export async function settle(page: Page): Promise<void> {
  await inPage(
    page,
    `await document.fonts.ready;
     // What goes round for as long as something is under way never ends.
     const ending = document.getAnimations().filter((one) => one.effect?.getComputedTiming().endTime !== Infinity);
     await Promise.all(ending.map((one) => one.finished.catch(() => {})));
     await new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve)));`,
  );
}
