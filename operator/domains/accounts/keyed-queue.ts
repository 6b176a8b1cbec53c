import PQueue from 'p-queue';
import { ProblemError } from '../../platform/http/problem-error.ts';

/** Tasks of one key, the running one included. */
const MAX_TASKS = 16;

/**
 * Runs tasks of the same key one after another. Sign-ins of one address are queued, so that correct ones sent at the
 * same time do not count as failed tries while they are checked.
 *
 * @returns adds a task. Errors: the task's own; `too-many-requests` if the queue is full
 */
export function createLines(): <T>(key: string, task: () => Promise<T>) => Promise<T> {
  const queues = new Map<string, PQueue>();
  const open = (key: string): PQueue => {
    const queue = new PQueue({ concurrency: 1 });
    queue.on('idle', () => queues.delete(key));
    queues.set(key, queue);
    return queue;
  };
  return async (key, task) => {
    const queue = queues.get(key) ?? open(key);
    if (queue.size + queue.pending >= MAX_TASKS) throw new ProblemError('too-many-requests', { retryAfterMs: 5_000 });
    return queue.add(task);
  };
}
