import { afterAll, vi } from 'vitest';

/** Runs in each test file, since files share a worker: undoes what a file, or a test of it that failed, left behind. */
afterAll(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
  vi.unstubAllEnvs();
});
