import { demoSubscribers, type DemoSubscriber, type DemoSubscribers, type SpareContract } from '#protocol/api/demo.ts';
import { paths } from '#protocol/api/paths.ts';
import type { App } from '../../platform/http/app-type.ts';
import { problems } from '../../platform/http/openapi.ts';
import { ProblemError } from '../../platform/http/problem-error.ts';

/**
 * `GET /v1/demo/subscribers`: demo subscribers with their passwords, for the sign-in page.
 *
 * @param read null without demo data; called for each request
 * @param readSpare reads a contract without an account for registration; null when none is left
 */
export function demoRoutes(
  app: App,
  read: () => readonly DemoSubscriber[] | null,
  readSpare: () => Promise<SpareContract | null>,
): void {
  app.get(
    paths.demoSubscribers,
    {
      schema: {
        tags: ['demo'],
        summary: 'The demo subscribers; only where the service runs on demo data.',
        security: [],
        response: { 200: demoSubscribers, ...problems('not-found') },
      },
    },
    async (): Promise<DemoSubscribers> => {
      const subscribers = read();
      if (!subscribers) throw new ProblemError('not-found');
      return { subscribers: [...subscribers], spareContract: await readSpare() };
    },
  );
}
