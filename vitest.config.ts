import vue from '@vitejs/plugin-vue';
import { defineConfig } from 'vitest/config';
import { bridgeNamesPlugin } from './scripts/support/bridge-names-plugin.ts';

/** Two projects: what runs in Node (protocol, operator, electron, scripts) and what runs in a page (src). */
export default defineConfig({
  test: {
    projects: [
      {
        plugins: [bridgeNamesPlugin()],
        test: {
          name: 'node',
          environment: 'node',
          include: ['{protocol,operator,electron,tests/{support,authorization},scripts}/**/*.test.{ts,mjs}'],
          testTimeout: 20_000,
          hookTimeout: 30_000,
          globalSetup: ['tests/support/postgres-server.ts'],
        },
      },
      {
        plugins: [vue(), bridgeNamesPlugin()],
        test: { name: 'page', environment: 'happy-dom', include: ['src/**/*.test.ts'] },
      },
    ],
  },
});
