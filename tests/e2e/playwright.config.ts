import os from 'node:os';
import path from 'node:path';
import { defineConfig } from '@playwright/test';

const root = path.resolve(import.meta.dirname, '..', '..');

/**
 * End-to-end tests in real Electron against a real service. No retries: a flaky test indicates a
 * defect. `npm run features` reads the reports.
 */
export default defineConfig({
  testDir: import.meta.dirname,
  testIgnore: '**/*.shots.ts',
  testMatch: '**/*.spec.ts',
  outputDir: path.join(root, 'test-results', 'e2e'),
  globalSetup: path.join(root, 'tests', 'support', 'global-setup.ts'),
  fullyParallel: true,
  // A test spends half of its time waiting for other processes, so one worker more than there are cores.
  workers: Math.min(os.availableParallelism() + 1, 8),
  retries: 0,
  timeout: 120_000,
  forbidOnly: true,
  expect: { timeout: 20_000 },
  reporter: [['list'], ['json', { outputFile: path.join(root, 'test-results', 'e2e.json') }]],
  // No traces by default, because they slow every test down: `npm run e2e -- --trace=retain-on-failure -g …` records them.
  use: { trace: 'off', screenshot: 'only-on-failure' },
});
