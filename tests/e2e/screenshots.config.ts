import { defineConfig } from '@playwright/test';
import e2e from './playwright.config.ts';

/** Takes the pictures in docs/screens/; no test of anything. */
export default defineConfig({
  ...e2e,
  testIgnore: [],
  testMatch: '**/*.shots.ts',
  reporter: 'list',
  use: {},
});
