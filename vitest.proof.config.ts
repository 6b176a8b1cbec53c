import { defineConfig } from 'vitest/config';

/** Statistical proofs, run by `npm run proof -- <name>`. They measure time, so nothing else runs beside them. */
export default defineConfig({
  test: {
    include: ['{operator,tests/authorization}/**/*.proof.ts'],
    fileParallelism: false,
    hookTimeout: 30_000,
    globalSetup: ['tests/support/postgres-server.ts'],
  },
});
