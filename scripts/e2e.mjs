/**
 * End-to-end tests in real Electron.
 *
 * Usage: npm run e2e [-- switches for Playwright, e.g. -g S06]
 */
import './bootstrap.mjs';
import { main } from './support/main.mjs';
import { playwrightStage } from './support/playwright-stage.mjs';
import { reports } from './support/reports.mjs';

await main(() =>
  playwrightStage({
    config: 'tests/e2e/playwright.config.ts',
    report: reports.e2e,
    browser: true,
    args: process.argv.slice(2),
  }),
);
