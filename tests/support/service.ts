import { spawn, type ChildProcess } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { ConsoleClient } from './console-client.ts';
import { end, ended, jsonLine, Output } from './child.ts';
import { OperatorApi } from './subscribers.ts';
import { drawnInstant, projectRoot } from './paths.ts';
import { copyTemplate, preparedService, type PreparedService } from './service-template.ts';

export interface ServiceOptions {
  /** ISO instant at which a fresh database's clock starts. */
  readonly clockStart?: string;
  /** Folder of the database; by default a temporary one. */
  readonly folder?: string;
  readonly port?: number;
  /** Further switches. */
  readonly args?: readonly string[];
  /** Additional environment variables. */
  readonly env?: Readonly<Record<string, string>>;
  /** A PostgreSQL database instead of the folder's SQLite file. */
  readonly databaseUrl?: string;
  /** Runs the product's own command from source, with full-cost password hashes, as for a user. */
  readonly product?: boolean;
  /** Starts on an empty folder instead of a copy of the seeded template. */
  readonly fresh?: boolean;
  /** Reason for skipping the ledger audit at the end of the test: the test damages the ledger on purpose. */
  readonly unprovedBecause?: string;
}

/**
 * A real operator service in a separate process on the loopback interface, with demo data and the console. In an end-to-end run
 * it is the bundled service of the global setup, unless `product` is set.
 */
export class Service {
  readonly folder: string;
  readonly api: OperatorApi;
  readonly console: ConsoleClient;
  output = new Output();
  #origin = '';
  #port: number;
  #child: ChildProcess | undefined;
  readonly #options: ServiceOptions;
  readonly #prepared: PreparedService | undefined;

  constructor(folder: string, options: ServiceOptions) {
    this.folder = folder;
    this.#options = options;
    this.#prepared = options.product === true ? undefined : preparedService();
    this.#port = options.port ?? 0;
    this.api = new OperatorApi(() => this.#origin);
    this.console = new ConsoleClient(() => this.#origin);
  }

  get origin(): string {
    return this.#origin;
  }

  get port(): number {
    return this.#port;
  }

  /** Starts, or restarts on the same port. Resolves when the service reports that it is ready. */
  async start(): Promise<void> {
    const child = spawn(
      process.execPath,
      [
        this.#prepared?.entry ?? path.join(projectRoot, 'operator', 'main.ts'),
        '--demo',
        '--console',
        '--port',
        String(this.#port),
        ...(this.#options.databaseUrl === undefined ? ['--data', this.folder] : []),
        '--clock-start',
        this.#options.clockStart ?? drawnInstant,
        ...(this.#options.args ?? []),
      ],
      { cwd: projectRoot, env: this.#environment(), stdio: ['ignore', 'pipe', 'pipe'] },
    );
    this.#child = child;
    this.output = new Output(child.stdout, child.stderr);
    const origin = await this.output.waitFor(
      (line) => {
        const value = jsonLine(line);
        return value?.['ready'] === true && typeof value['origin'] === 'string' ? value['origin'] : undefined;
      },
      'The service did not become ready',
      ended(child),
    );
    this.#origin = origin;
    this.#port = Number(new URL(origin).port);
  }

  /** Stops it with SIGTERM. */
  async stop(): Promise<void> {
    if (this.#child) await end(this.#child, 'SIGTERM');
    this.#child = undefined;
  }

  /** Kills it with SIGKILL, as a power cut does. */
  async kill(): Promise<void> {
    if (this.#child) await end(this.#child, 'SIGKILL');
    this.#child = undefined;
  }

  async restart(): Promise<void> {
    await this.stop();
    await this.start();
  }

  /** The tests' environment without variables that point to another database. */
  #environment(): NodeJS.ProcessEnv {
    const inherited = { ...process.env };
    delete inherited['OPERATOR_DATABASE_URL'];
    delete inherited['NODE_OPTIONS'];
    const { databaseUrl, env } = this.#options;
    // With PostgreSQL the payment system's file is in the temporary folder; this folder is removed with the test.
    const database = databaseUrl === undefined ? {} : { OPERATOR_DATABASE_URL: databaseUrl, TMPDIR: this.folder };
    const cache = this.#prepared === undefined ? {} : { NODE_COMPILE_CACHE: this.#prepared.compileCache };
    return { ...inherited, ...cache, ...database, ...env };
  }
}

/** Whether a service with these options may use the seeded template: SQLite, at the template's start time. */
function templateFor(options: ServiceOptions): PreparedService | undefined {
  const { clockStart, databaseUrl, fresh = false, product = false } = options;
  if (fresh || product || clockStart !== undefined || databaseUrl !== undefined) return undefined;
  return preparedService();
}

/** A service with its clean-up function. */
export type DisposableService = Service & { dispose(): Promise<void> };

/** Starts a service, in a temporary folder by default; returns it with its clean-up function. */
export async function startService(options: ServiceOptions = {}): Promise<DisposableService> {
  const folder = options.folder ?? (await mkdtemp(path.join(os.tmpdir(), 'cabinet-service-')));
  const template = templateFor(options);
  if (template !== undefined) await copyTemplate(template, folder);
  const service = new Service(folder, options);
  const dispose = async (): Promise<void> => {
    await service.stop();
    if (options.folder === undefined) await rm(folder, { recursive: true, force: true });
  };
  try {
    await service.start();
  } catch (error) {
    await dispose();
    throw error;
  }
  return Object.assign(service, { dispose });
}
