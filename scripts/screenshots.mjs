/**
 * Takes the pictures of every screen into docs/screens/.
 *
 * Usage: npm run screenshots [-- switches for Playwright]
 */
import './bootstrap.mjs';
import { main } from './support/main.mjs';
import { playwrightStage } from './support/playwright-stage.mjs';

await main(() => playwrightStage({ config: 'tests/e2e/screenshots.config.ts', args: process.argv.slice(2) }));
