import { spawn, type ChildProcess } from 'node:child_process';
import { end, ended, jsonLine, Output } from '#tests/child.ts';
import { projectRoot } from '#tests/paths.ts';

/** What a process says when it is up, and how it is started. */
export interface ProcessPlan<T> {
  readonly name: string;
  /** Arguments of Node, asked for anew at each start. */
  readonly args: () => readonly string[];
  readonly env: () => NodeJS.ProcessEnv;
  /** Reads the line that says it is ready. */
  readonly ready: (line: Readonly<Record<string, unknown>>) => T | undefined;
}

/** A process of its own that can be killed as a power cut does it, and started again. */
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

  /** Starts it; resolves with what it said when it was ready. Errors: it ended before, or said nothing in time. */
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

  /** SIGKILL: nothing of it runs any more when this resolves. */
  async kill(): Promise<void> {
    if (this.#child === undefined) return;
    this.kills += 1;
    await end(this.#child, 'SIGKILL');
  }

  async stop(): Promise<void> {
    if (this.#child !== undefined) await end(this.#child, 'SIGTERM');
  }
}
