import path from 'node:path';
import { defineConfig } from '@playwright/test';

const root = path.resolve(import.meta.dirname, '..', '..');

/** Tests of the packaged program. Run serially because they start the same program. */
export default defineConfig({
  testDir: import.meta.dirname,
  testMatch: '**/*.spec.ts',
  outputDir: path.join(root, 'test-results', 'packaged'),
  workers: 1,
  retries: 0,
  timeout: 90_000,
  forbidOnly: true,
  reporter: [['list'], ['json', { outputFile: path.join(root, 'test-results', 'packaged.json') }]],
});
