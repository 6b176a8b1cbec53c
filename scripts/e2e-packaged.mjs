/**
 * Packages the program for this system and tests the packaged program.
 *
 * Usage: npm run e2e:packaged [-- switches for Playwright]
 */
import './bootstrap.mjs';
import { packageProgram } from './package.mjs';
import { main } from './support/main.mjs';
import { playwrightStage } from './support/playwright-stage.mjs';
import { reports } from './support/reports.mjs';

await main(async () => {
  await packageProgram({ dir: true });
  return playwrightStage({
    config: 'tests/packaged/playwright.config.ts',
    report: reports.packaged,
    args: process.argv.slice(2),
  });
});
