import vue from '@vitejs/plugin-vue';
import { defineConfig } from 'vitest/config';

/** Two projects: what runs in Node (protocol, operator, electron, scripts) and what runs in a page (src). */
export default defineConfig({
  test: {
    projects: [
      {
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
        plugins: [vue()],
        test: { name: 'page', environment: 'happy-dom', include: ['src/**/*.test.ts'] },
      },
    ],
  },
});
