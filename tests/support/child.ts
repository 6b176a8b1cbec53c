import type { ChildProcess } from 'node:child_process';
import { createInterface } from 'node:readline';

/** How a process ended: its exit status, or the signal that ended it. */
export interface Ending {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
}

/** Resolves when the process has ended, immediately if it already has. */
export function ended(child: ChildProcess): Promise<Ending> {
  if (child.exitCode !== null || child.signalCode !== null) {
    return Promise.resolve({ code: child.exitCode, signal: child.signalCode });
  }
  return new Promise((resolve) => {
    child.once('exit', (code, signal) => {
      resolve({ code, signal });
    });
  });
}

/** Sends a signal and waits for the end; after `graceMs` the process is killed. */
export async function end(child: ChildProcess, signal: NodeJS.Signals, graceMs = 30_000): Promise<Ending> {
  if (child.exitCode !== null || child.signalCode !== null) return ended(child);
  const gone = ended(child);
  child.kill(signal);
  const hard = setTimeout(() => child.kill('SIGKILL'), graceMs);
  try {
    return await gone;
  } finally {
    clearTimeout(hard);
  }
}

/** Collects the output of a process by line and waits for a line. */
export class Output {
  readonly lines: string[] = [];
  readonly #waiting = new Set<(line: string) => void>();

  constructor(...streams: (NodeJS.ReadableStream | null)[]) {
    for (const stream of streams) {
      if (!stream) continue;
      createInterface({ input: stream }).on('line', (line) => {
        this.lines.push(line);
        for (const wake of [...this.#waiting]) wake(line);
      });
    }
  }

  get text(): string {
    return this.lines.join('\n');
  }

  /**
   * The first line, past or future, for which `read` returns a value. Rejects when `gone` resolves first or on a time-out;
   * the error contains all output so far.
   */
  waitFor<T>(
    read: (line: string) => T | undefined,
    what: string,
    gone: Promise<unknown>,
    limitMs = 60_000,
  ): Promise<T> {
    for (const line of this.lines) {
      const value = read(line);
      if (value !== undefined) return Promise.resolve(value);
    }
    return new Promise((resolve, reject) => {
      const stop = (): void => {
        clearTimeout(timer);
        this.#waiting.delete(look);
      };
      const fail = (why: string): void => {
        stop();
        reject(new Error(`${what}: ${why}\n${this.text}`));
      };
      const look = (line: string): void => {
        const value = read(line);
        if (value === undefined) return;
        stop();
        resolve(value);
      };
      const timer = setTimeout(() => {
        fail(`not within ${limitMs} ms`);
      }, limitMs);
      this.#waiting.add(look);
      void gone.then(() => {
        fail('the process ended');
      });
    });
  }
}

/** A JSON object printed as one line; undefined for every other line. */
export function jsonLine(line: string): Readonly<Record<string, unknown>> | undefined {
  if (!line.startsWith('{')) return undefined;
  try {
    const value: unknown = JSON.parse(line);
    return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : undefined;
  } catch {
    return undefined;
  }
}
