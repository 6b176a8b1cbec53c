import { afterAll, vi } from 'vitest';

/** Runs in each test file, because files share a worker: resets globals that a test left changed. */
afterAll(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
  vi.unstubAllEnvs();
});
