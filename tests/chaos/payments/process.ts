import { spawn, type ChildProcess } from 'node:child_process';
import { end, ended, jsonLine, Output } from '#tests/child.ts';
import { projectRoot } from '#tests/paths.ts';

/** How a process is started and how it reports that it is ready. */
export interface ProcessPlan<T> {
  readonly name: string;
  /** Arguments of Node, evaluated at each start. */
  readonly args: () => readonly string[];
  readonly env: () => NodeJS.ProcessEnv;
  /** Parses the ready line; undefined for every other line. */
  readonly ready: (line: Readonly<Record<string, unknown>>) => T | undefined;
}

/** A child process that can be killed with SIGKILL and started again. */
export class Killable<T> {
  readonly #plan: ProcessPlan<T>;
  #child: ChildProcess | undefined;
  output = new Output();
  kills = 0;

  constructor(plan: ProcessPlan<T>) {
    this.#plan = plan;
  }

  get running(): boolean {
    return this.#child !== undefined && this.#child.exitCode === null && this.#child.signalCode === null;
  }

  /** Starts the process and resolves with the value of its ready line. Rejects if it ends first or is not ready in time. */
  async start(): Promise<T> {
    const child = spawn(process.execPath, [...this.#plan.args()], {
      cwd: projectRoot,
      env: this.#plan.env(),
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    this.#child = child;
    this.output = new Output(child.stdout, child.stderr);
    return this.output.waitFor(
      (line) => {
        const value = jsonLine(line);
        return value === undefined ? undefined : this.#plan.ready(value);
      },
      `${this.#plan.name} did not become ready`,
      ended(child),
    );
  }

  /** Sends SIGKILL and resolves when the process has ended. */
  async kill(): Promise<void> {
    if (this.#child === undefined) return;
    this.kills += 1;
    await end(this.#child, 'SIGKILL');
  }

  async stop(): Promise<void> {
    if (this.#child !== undefined) await end(this.#child, 'SIGTERM');
  }
}
