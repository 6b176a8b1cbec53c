import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { _electron, type ConsoleMessage, type ElectronApplication, type Page } from '@playwright/test';
import type { Language } from '#protocol/primitives.ts';
import type { Settings } from '#protocol/ipc/state.ts';
import { Output } from './child.ts';
import { isRoot, projectRoot } from './paths.ts';
import { writeSettings } from './profile-files.ts';
import { steadyEvaluate } from './steady-evaluate.ts';
import type { SessionBus } from './session-bus.ts';

export interface LaunchOptions {
  /** Folder of settings, session, logs and of the embedded service's data. */
  readonly profile: string;
  /** The service to use; by default the program's embedded one. */
  readonly operatorUrl?: string;
  /** Written into a fresh profile's settings; existing settings are kept. */
  readonly language?: Language;
  readonly theme?: Settings['theme'];
  readonly bus: SessionBus;
  /** Whether to use the key store of the bus, or Chromium's `basic`, which does not count as one. */
  readonly keyring?: boolean;
  readonly args?: readonly string[];
  readonly env?: NodeJS.ProcessEnv;
  /** Does not write the settings file. */
  readonly keepSettings?: boolean;
  /** Returns as soon as a window exists, before the first screen is shown. */
  readonly early?: boolean;
}

/** Switches and environment of a start, with or without Playwright. */
export function startOf(options: LaunchOptions): { args: string[]; env: Record<string, string> } {
  const args = [
    ...(options.keyring === true ? ['-r', options.bus.keyStoreSwitch] : []),
    // Chromium's sandbox does not run as root; for other users it stays on.
    ...(isRoot ? ['--no-sandbox'] : []),
    // Test machines have no graphics card: without this Chromium searches for one at every start.
    '--disable-gpu',
    projectRoot,
    `--profile=${options.profile}`,
    ...(options.operatorUrl === undefined ? [] : [`--operator-url=${options.operatorUrl}`]),
    `--password-store=${options.keyring === true ? 'gnome-libsecret' : 'basic'}`,
    ...(options.args ?? []),
  ];
  const env: Record<string, string> = {};
  for (const [name, value] of Object.entries({ ...process.env, ...options.bus.env, ...options.env })) {
    if (value !== undefined) env[name] = value;
  }
  for (const name of ['NODE_OPTIONS', 'ELECTRON_RUN_AS_NODE', 'PWDEBUG']) Reflect.deleteProperty(env, name);
  return { args, env };
}

/** The running program with its first window. Page errors are collected and fail the test at its end. */
export class Program {
  readonly app: ElectronApplication;
  readonly page: Page;
  readonly profile: string;
  readonly output: Output;
  /** Errors that a page logged, threw or reported, including policy violations. */
  readonly faults: string[] = [];
  readonly #meant: RegExp[] = [];
  #closed = false;

  constructor(app: ElectronApplication, page: Page, profile: string, output: Output) {
    this.app = app;
    this.page = page;
    this.profile = profile;
    this.output = output;
  }

  get pid(): number {
    const { pid } = this.app.process();
    if (pid === undefined) throw new Error('The program has no process.');
    return pid;
  }

  watch(page: Page): void {
    page.on('pageerror', (error) => this.faults.push(`page error: ${error.stack ?? error.message}`));
    page.on('crash', () => this.faults.push('the page crashed'));
    page.on('console', (message: ConsoleMessage) => {
      if (message.type() === 'error') this.faults.push(`console: ${message.text()}`);
    });
  }

  /** Marks faults of this kind as expected. Call it before the test provokes them, because they are reported late. */
  expectFaults(...kinds: readonly RegExp[]): void {
    this.#meant.push(...kinds);
  }

  /** Unexpected faults. */
  unexpectedFaults(): readonly string[] {
    return this.faults.filter((fault) => !this.#meant.some((kind) => kind.test(fault)));
  }

  /** All log output of the program: its log files and its standard output. */
  logs(): string {
    const folder = path.join(this.profile, 'logs');
    const files = existsSync(folder) ? readdirSync(folder) : [];
    return [...files.map((name) => readFileSync(path.join(folder, name), 'utf8')), this.output.text].join('\n');
  }

  /** Closes the program as a user does; resolves when its process has ended. */
  async close(): Promise<void> {
    if (this.#closed) return;
    this.#closed = true;
    await this.app.close();
  }

  /** Kills all its processes (SIGKILL), as a power cut does; ignores processes that have already ended. */
  async kill(): Promise<void> {
    this.#closed = true;
    const child = this.app.process();
    if (child.exitCode !== null || child.signalCode !== null) return;
    const gone = new Promise((resolve) => child.once('exit', resolve));
    child.kill('SIGKILL');
    await gone;
  }
}

/** Time limit of each step of the start, generous for busy machines. */
const START_WITHIN_MS = 60_000;

/** Starts the built program and waits until the heading of its first screen is shown. */
export async function startProgram(options: LaunchOptions): Promise<Program> {
  if (options.keepSettings !== true) {
    writeSettings(options.profile, {
      language: options.language ?? 'en',
      theme: options.theme ?? 'light',
      lockAfter: 'never',
    });
  }
  const { args, env } = startOf(options);
  const app = steadyEvaluate(await _electron.launch({ args, env, cwd: projectRoot, timeout: START_WITHIN_MS }));
  const child = app.process();
  const output = new Output(child.stdout, child.stderr);
  try {
    const page = await app.firstWindow({ timeout: START_WITHIN_MS });
    const program = new Program(app, page, options.profile, output);
    program.watch(page);
    if (options.early !== true)
      await page.getByRole('heading', { level: 1 }).first().waitFor({ timeout: START_WITHIN_MS });
    return program;
  } catch (error) {
    child.kill('SIGKILL');
    throw new Error(`The program showed no screen.\n${output.text}`, { cause: error });
  }
}
