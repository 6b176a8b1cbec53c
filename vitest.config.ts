import { availableParallelism } from 'node:os';
import vue from '@vitejs/plugin-vue';
import { defineConfig } from 'vitest/config';
import { bridgeNamesPlugin } from './scripts/support/bridge-names-plugin.ts';

const resetGlobals = 'tests/support/reset-globals.ts';
const resetModules = 'tests/support/reset-modules.ts';

/** Tests that replace a Node module for everything that is loaded after them: they get a process of their own. */
const isolated = ['electron/main/storage/durability.test.ts'];

/**
 * Four projects, one of them for tests that cannot share a worker: the service with its databases, what else runs in Node, and what runs in a page.
 * Test files share their worker (`isolate: false`): a new process, its modules and its DOM for each file would cost as
 * much as the tests. What a file changes is undone by the setup files.
 */
export default defineConfig({
  plugins: [bridgeNamesPlugin()],
  test: {
    // Vitest leaves one core free unless told otherwise, which is half of a machine with two.
    maxWorkers: availableParallelism(),
    isolate: false,
    // The first test of a file may compile what it loads, while the other workers keep every core busy.
    testTimeout: 20_000,
    hookTimeout: 30_000,
    projects: [
      {
        extends: true,
        test: {
          name: 'service',
          environment: 'node',
          include: ['{protocol,operator,tests/authorization,tests/openapi}/**/*.test.ts'],
          setupFiles: [resetGlobals],
          globalSetup: ['tests/support/postgres-server.ts'],
        },
      },
      {
        extends: true,
        test: {
          name: 'node',
          environment: 'node',
          include: ['{electron,tests/support,scripts}/**/*.test.{ts,mjs}'],
          exclude: isolated,
          setupFiles: [resetModules, resetGlobals],
        },
      },
      {
        extends: true,
        test: { name: 'isolated', environment: 'node', include: isolated, isolate: true },
      },
      {
        extends: true,
        plugins: [vue()],
        test: {
          name: 'page',
          environment: 'happy-dom',
          include: ['src/**/*.test.ts'],
          setupFiles: [resetModules, resetGlobals, 'src/testing/reset-page.ts'],
        },
      },
    ],
  },
});
