import { redact } from './redact.ts';

/** Facts beside a log line: plain values, redacted before they are written. */
export type LogFacts = Readonly<Record<string, unknown>>;

/** The structured log: `what` is a fixed text, everything that varies stands in `facts`. */
export interface Log {
  info(what: string, facts?: LogFacts): void;
  warn(what: string, facts?: LogFacts): void;
  error(what: string, facts?: LogFacts): void;
}

type Level = keyof Log;
type Line = readonly [Level, string, LogFacts];

/** A log that keeps lines until a writer is there: the start has lines before it has the time to load a logger. */
export interface LateLog extends Log {
  writeWith(write: (level: Level, line: string) => void): void;
}

/** Longest wait for a writer, in lines; the oldest go first. */
const KEPT_LINES = 200;

export function createLateLog(now: () => number): LateLog {
  const kept: Line[] = [];
  let writer: ((level: Level, line: string) => void) | null = null;
  const text = ([, what, facts]: Line, at: number): string =>
    JSON.stringify({ at: new Date(at).toISOString(), what, ...(redact(facts) as LogFacts) });
  const add = (level: Level, what: string, facts: LogFacts = {}): void => {
    const line: Line = [level, what, facts];
    if (writer) writer(level, text(line, now()));
    else if (kept.push(line) > KEPT_LINES) kept.shift();
  };
  return {
    info: (what, facts) => add('info', what, facts),
    warn: (what, facts) => add('warn', what, facts),
    error: (what, facts) => add('error', what, facts),
    writeWith(write): void {
      writer = write;
      for (const line of kept.splice(0)) write(line[0], text(line, now()));
    },
  };
}
