import type { FastifyInstance } from 'fastify';
import { profile as operations, type OperatorProfile } from '#protocol/api/profile.ts';

/** The operator profile, without sign-in. */
export function profileRoute(profile: OperatorProfile): (app: FastifyInstance) => void {
  return (app) => {
    app.operation(operations.read, () => profile);
  };
}
