import { existsSync, renameSync } from 'node:fs';
import path from 'node:path';
import {
  embeddedCommand,
  embeddedOptions,
  type EmbeddedMessage,
  type EmbeddedOptions,
} from '#protocol/ipc/embedded.ts';
import type { ErrorCode } from '#protocol/errors/catalogue.ts';
import { systemTime } from './platform/clock/system-time.ts';
import { StorageFailure } from './platform/database/errors.ts';
import { startServer, type RunningServer } from './server.ts';
import type { StartOptions } from './start-options.ts';
import { StartFailure } from './platform/lifecycle/start-failure.ts';

/** The part of Electron's utility process message port that is used here. */
export interface ParentPort {
  postMessage(message: EmbeddedMessage): void;
  on(event: 'message', listener: (event: { data: unknown }) => void): unknown;
}

export interface EmbeddedDeps {
  readonly port: ParentPort;
  readonly exit: (status: number) => void;
  /** Overrides of the start options (tests). */
  readonly start?: Partial<StartOptions>;
}

const DATABASE_FILE = 'operator.sqlite';
const FLUSH_MESSAGE_MS = 50;

/**
 * Renames a damaged database and its companion files, adding the time to the name. Deletes nothing.
 *
 * @param at ms UTC, for the name
 */
export function setAside(file: string, at: number): void {
  const stamp = new Date(at).toISOString().replace(/[:.]/g, '-');
  for (const suffix of ['', '-wal', '-shm']) {
    if (existsSync(file + suffix)) renameSync(file + suffix, `${file}.damaged-${stamp}${suffix}`);
  }
}

function codeOf(error: unknown): ErrorCode {
  return error instanceof StorageFailure || error instanceof StartFailure ? error.code : 'service-failed';
}

/**
 * Runs the operator service inside the desktop app: SQLite in its data folder, loopback only, no reference page,
 * console on demo data only. Sends the main process `ready` or the reason for failure, and stops on request.
 *
 * A database of a newer version is not changed (`failed`); a damaged one is renamed and recreated (`notice`).
 */
export async function runEmbedded(options: EmbeddedOptions, deps: EmbeddedDeps): Promise<void> {
  const { port, exit } = deps;
  const file = path.join(options.dataFolder, DATABASE_FILE);
  const start = (): Promise<RunningServer> =>
    startServer({
      address: { kind: 'sqlite', file },
      port: options.port,
      demo: options.demo,
      // Demo users read the sent e-mail and SMS in the console.
      console: options.demo,
      logLevel: 'warn',
      ...deps.start,
    });
  let starting: Promise<RunningServer> | null = null;
  // May be requested at any time, also during start-up.
  port.on('message', ({ data }) => {
    if (!embeddedCommand.safeParse(data).success) return;
    void (starting ?? Promise.reject(new Error('not started')))
      .then((server) => server.close())
      .then(
        () => {
          exit(0);
        },
        () => {
          exit(1);
        },
      );
  });
  starting = start().catch(async (error: unknown) => {
    if (codeOf(error) !== 'database-damaged') throw error;
    setAside(file, systemTime()());
    const server = await start();
    port.postMessage({ type: 'notice', code: 'database-damaged' });
    return server;
  });
  try {
    const { origin } = await starting;
    port.postMessage({ type: 'ready', origin });
  } catch (error) {
    port.postMessage({ type: 'failed', code: codeOf(error) });
    // Exit only after the message was delivered.
    setTimeout(() => {
      exit(1);
    }, FLUSH_MESSAGE_MS);
  }
}

/** Electron's `process.parentPort`; undefined outside of a utility process. */
function parentPort(): ParentPort | undefined {
  return (process as NodeJS.Process & { parentPort?: ParentPort }).parentPort;
}

const port = parentPort();
if (port) {
  const options = embeddedOptions.parse(JSON.parse(process.argv.at(-1) ?? 'null'));
  void runEmbedded(options, { port, exit: (status) => process.exit(status) });
}
