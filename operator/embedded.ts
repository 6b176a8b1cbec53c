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

/** The end of the message port that Electron gives a utility process; as much of it as is used here. */
export interface ParentPort {
  postMessage(message: EmbeddedMessage): void;
  on(event: 'message', listener: (event: { data: unknown }) => void): unknown;
}

export interface EmbeddedDeps {
  readonly port: ParentPort;
  readonly exit: (status: number) => void;
  /** Differences from the usual start (tests). */
  readonly start?: Partial<StartOptions>;
}

const DATABASE_FILE = 'operator.sqlite';
const LAST_WORD_MS = 50;

/**
 * Sets a damaged database aside, with what belongs to it, under a name that says when; nothing is deleted.
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
 * Runs the operator service for the program: on SQLite in its data folder, on loopback, without reference page, and
 * with the console on demo data alone. Tells main when it is ready (or why it cannot be), and stops when asked to.
 *
 * A database of a newer version is left untouched (`failed`); a damaged one is set aside and made anew (`notice`).
 */
export async function runEmbedded(options: EmbeddedOptions, deps: EmbeddedDeps): Promise<void> {
  const { port, exit } = deps;
  const file = path.join(options.dataFolder, DATABASE_FILE);
  const start = (): Promise<RunningServer> =>
    startServer({
      address: { kind: 'sqlite', file },
      port: options.port,
      demo: options.demo,
      // Whoever tries the demo reads the letters and messages that it sends.
      console: options.demo,
      logLevel: 'warn',
      ...deps.start,
    });
  let starting: Promise<RunningServer> | null = null;
  // Asked to stop at any time, also while starting.
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
    // The message leaves first.
    setTimeout(() => {
      exit(1);
    }, LAST_WORD_MS);
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
