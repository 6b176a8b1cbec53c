import path from 'node:path';
import { defineConfig } from '@playwright/test';
import e2e from './playwright.config.ts';

/** Takes the pictures in docs/screens/; no test of anything. A picture is written anew only when it looks different. */
export default defineConfig({
  ...e2e,
  testIgnore: [],
  testMatch: '**/*.shots.ts',
  reporter: 'list',
  use: {},
  snapshotPathTemplate: path.join('..', '..', 'docs', 'screens', '{arg}{ext}'),
  updateSnapshots: 'changed',
});
