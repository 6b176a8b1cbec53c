import type { Page } from '@playwright/test';
import { inPage } from './in-page.ts';

/** Waits until fonts are loaded and all finite animations have ended. */
export async function settle(page: Page): Promise<void> {
  await inPage(
    page,
    `await document.fonts.ready;
     // Progress animations run without end, so they are ignored.
     const ending = document.getAnimations().filter((one) => one.effect?.getComputedTiming().endTime !== Infinity);
     await Promise.all(ending.map((one) => one.finished.catch(() => {})));
     await new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve)));`,
  );
}
