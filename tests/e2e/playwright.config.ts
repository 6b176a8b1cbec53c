import os from 'node:os';
import path from 'node:path';
import { defineConfig } from '@playwright/test';

const root = path.resolve(import.meta.dirname, '..', '..');

/**
 * End-to-end tests in real Electron against a real service. No retries: a test that passes only sometimes has found
 * something. Reports lie where `npm run features` reads them.
 */
export default defineConfig({
  testDir: import.meta.dirname,
  testIgnore: '**/*.shots.ts',
  testMatch: '**/*.spec.ts',
  outputDir: path.join(root, 'test-results', 'e2e'),
  globalSetup: path.join(root, 'tests', 'support', 'global-setup.ts'),
  fullyParallel: true,
  // A test waits for other processes half of its time: one worker more than there are cores keeps the cores busy.
  workers: Math.min(os.availableParallelism() + 1, 8),
  retries: 0,
  timeout: 120_000,
  forbidOnly: true,
  expect: { timeout: 20_000 },
  reporter: [['list'], ['json', { outputFile: path.join(root, 'test-results', 'e2e.json') }]],
  // A trace of every test costs time on every test: `npm run e2e -- --trace=retain-on-failure -g …` records one.
  use: { trace: 'off', screenshot: 'only-on-failure' },
});
