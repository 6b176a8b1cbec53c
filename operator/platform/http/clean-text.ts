import type { FastifyInstance } from 'fastify';
import { ProblemError } from './problem-error.ts';

/** Whether any string or field name contains a NUL, which PostgreSQL cannot store. */
function holdsNul(value: unknown): boolean {
  if (typeof value === 'string') return value.includes('\u0000');
  if (Array.isArray(value)) return value.some(holdsNul);
  if (typeof value !== 'object' || value === null) return false;
  return Object.entries(value).some(([name, part]) => name.includes('\u0000') || holdsNul(part));
}

/** Rejects requests that contain a NUL character: `input-invalid`. */
export function refuseNul(app: FastifyInstance): void {
  app.addHook('preValidation', (request, _reply, done) => {
    const { body, query, params } = request;
    const clean = ![body, query, params].some(holdsNul);
    done(clean ? undefined : new ProblemError('input-invalid', { fields: [] }));
  });
}
