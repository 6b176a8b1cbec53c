import type { TestProject } from 'vitest/node';
import { startPostgres } from './postgres.ts';

declare module 'vitest' {
  interface ProvidedContext {
    /** Address of a PostgreSQL whose user may make databases. */
    postgresUrl: string;
  }
}

/** Before the first test: a real PostgreSQL for the whole run. */
// Vitest wants a global set-up as the default export or as `setup`.
export async function setup(project: TestProject): Promise<() => Promise<void>> {
  const { url, stop } = await startPostgres();
  project.provide('postgresUrl', url);
  return stop;
}
