import type { FastifyInstance } from 'fastify';
import { health, type Health } from '#protocol/api/health.ts';

/** State of the service; the server writes it, the routes read it. */
export interface Readiness {
  status: Health['status'];
}

/** Health checks. `ready` answers 503 until the service is migrated, seeded and billed up to now, and while it stops. */
export function healthRoutes(readiness: Readiness, version: string): (app: FastifyInstance) => void {
  const options = { healthCheck: true };
  return (app) => {
    app.operation(health.live, () => ({ status: readiness.status, version }), options);
    app.operation(
      health.ready,
      ({ reply }) => {
        void reply.code(readiness.status === 'ok' ? 200 : 503);
        return { status: readiness.status, version };
      },
      options,
    );
  };
}
