import swaggerUi from '@fastify/swagger-ui';
import type { FastifyInstance } from 'fastify';

/** API reference page at `/docs`. Registered by the standalone service only; the embedded service never loads it. */
export async function registerDocs(app: FastifyInstance): Promise<void> {
  await app.register(swaggerUi, { routePrefix: '/docs', staticCSP: true });
}
