import { health, type Health } from '#protocol/api/health.ts';
import { paths } from '#protocol/api/paths.ts';
import type { App } from '../http/app-type.ts';

/** Readiness state, written by the server and read by the routes. */
export interface Readiness {
  status: Health['status'];
}

/**
 * `GET /health/live`: the process responds. `GET /health/ready`: migrated, seeded if requested, billing caught up and
 * not shutting down; otherwise 503.
 */
export function healthRoutes(app: App, readiness: Readiness, version: string): void {
  const about = { tags: ['health'], security: [] };
  app.get(
    paths.live,
    {
      config: { rateLimit: false },
      schema: { ...about, summary: 'The process answers.', response: { 200: health } },
    },
    () => ({ status: readiness.status, version }),
  );
  app.get(
    paths.ready,
    {
      config: { rateLimit: false },
      schema: { ...about, summary: 'The service is ready to work.', response: { 200: health, 503: health } },
    },
    (_request, reply) => {
      void reply.code(readiness.status === 'ok' ? 200 : 503);
      return { status: readiness.status, version };
    },
  );
}
