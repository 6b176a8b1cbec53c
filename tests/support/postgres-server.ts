import type { TestProject } from 'vitest/node';
import { createTemplates } from './database-templates.ts';
import { startPostgres } from './postgres.ts';

declare module 'vitest' {
  interface ProvidedContext {
    /** Address of a PostgreSQL whose user may create databases. */
    postgresUrl: string;
    /** Name of the migrated database that tests copy. */
    postgresTemplate: string;
    /** Path of the migrated SQLite file that tests copy. */
    sqliteTemplate: string;
  }
}

/** Before the first test: starts PostgreSQL for the whole run and creates a migrated template database of each kind. */
// Vitest requires a global set-up to be the default export or named `setup`.
export async function setup(project: TestProject): Promise<() => Promise<void>> {
  const { url, stop } = await startPostgres();
  try {
    const templates = await createTemplates(url);
    project.provide('postgresUrl', url);
    project.provide('postgresTemplate', templates.postgres);
    project.provide('sqliteTemplate', templates.sqlite);
    return async () => {
      await templates.remove();
      await stop();
    };
  } catch (error) {
    await stop();
    throw error;
  }
}
