import { ProblemError } from '../../platform/http/problem-error.ts';

const LONGEST_LINE = 16;

/**
 * Runs tasks of the same key one after another. Sign-ins of one address stand in line, so that right ones made at
 * once do not count against each other while they are being looked at.
 */
export function createLines(): <T>(key: string, task: () => Promise<T>) => Promise<T> {
  const lines = new Map<string, { last: Promise<unknown>; length: number }>();
  return async (key, task) => {
    const line = lines.get(key) ?? { last: Promise.resolve(), length: 0 };
    if (line.length >= LONGEST_LINE) throw new ProblemError('too-many-requests', { retryAfterMs: 5_000 });
    line.length += 1;
    lines.set(key, line);
    const mine = line.last.then(task, task);
    line.last = mine.catch(() => undefined);
    try {
      return await mine;
    } finally {
      line.length -= 1;
      if (line.length === 0) lines.delete(key);
    }
  };
}
