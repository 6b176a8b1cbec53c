import path from 'node:path';
import { defineConfig } from '@playwright/test';
import e2e from './playwright.config.ts';

/** Takes the pictures of `npm run screenshots` into .cache/screens; asserts nothing about them. */
export default defineConfig({
  ...e2e,
  testIgnore: [],
  testMatch: '**/*.shots.ts',
  reporter: 'list',
  use: {},
  // Rendering a full page takes longer than a window.
  expect: { timeout: 30_000 },
  snapshotPathTemplate: path.join('..', '..', '.cache', 'screens', '{arg}{ext}'),
  updateSnapshots: 'all',
});
