import type { FastifyInstance } from 'fastify';
import { demo, type DemoSubscriber, type SpareContract } from '#protocol/api/demo.ts';
import { ProblemError } from '../../platform/http/problem-error.ts';

/**
 * The fictional subscribers whom the sign-in page offers in demo mode, with their passwords.
 *
 * @param read called for each request; null where the service does not run on demo data
 * @param readSpare a contract that no account has linked yet; null when there is none
 */
export function demoRoutes(
  read: () => readonly DemoSubscriber[] | null,
  readSpare: () => Promise<SpareContract | null>,
): (app: FastifyInstance) => void {
  return (app) => {
    app.operation(demo.subscribers, async () => {
      const subscribers = read();
      if (!subscribers) throw new ProblemError('not-found');
      return { subscribers: [...subscribers], spareContract: await readSpare() };
    });
  };
}
