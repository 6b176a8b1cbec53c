import type { FastifyError, FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { hasZodFastifySchemaValidationErrors } from 'fastify-type-provider-zod';
import { storageFailureCode } from '../database/errors.ts';
import { ProblemError, problemBody } from './problem-error.ts';

/** Client errors raised by Fastify or Node's parser. */
const FRAMEWORK_ERRORS: Readonly<Record<string, ProblemError>> = {
  FST_ERR_CTP_BODY_TOO_LARGE: new ProblemError('payload-too-large'),
  FST_ERR_CTP_INVALID_MEDIA_TYPE: new ProblemError('input-invalid', { fields: [] }),
  FST_ERR_CTP_EMPTY_JSON_BODY: new ProblemError('input-invalid', { fields: [] }),
  FST_ERR_CTP_INVALID_JSON_BODY: new ProblemError('input-invalid', { fields: [] }),
  FST_ERR_CTP_INVALID_CONTENT_LENGTH: new ProblemError('input-invalid', { fields: [] }),
  FST_ERR_BAD_URL: new ProblemError('not-found'),
};

/** Names of the invalid fields: the first path segment inside the body, query or parameters. */
function faultyFields(error: FastifyError): string[] {
  if (!hasZodFastifySchemaValidationErrors(error)) return [];
  return [...new Set(error.validation.map((issue) => issue.instancePath.replace(/^\//, '')))].filter(
    (field) => field !== '',
  );
}

/**
 * Maps an error to the problem sent to the client. Unknown errors become `service-failed`; their details are only
 * logged.
 */
export function problemOf(error: unknown): ProblemError {
  if (error instanceof ProblemError) return error;
  if (storageFailureCode(error) === 'storage-full') return new ProblemError('storage-full');
  if (!(error instanceof Error) || !('code' in error)) return new ProblemError('service-failed');
  const fault = error as FastifyError;
  if (fault.code === 'FST_ERR_VALIDATION' || Array.isArray(fault.validation)) {
    return new ProblemError('input-invalid', { fields: faultyFields(fault) });
  }
  const frame = FRAMEWORK_ERRORS[fault.code];
  if (frame) return frame;
  // A malformed JSON body arrives as a plain SyntaxError with a status.
  if (fault.statusCode !== undefined && fault.statusCode >= 400 && fault.statusCode < 500) {
    return new ProblemError('input-invalid', { fields: [] });
  }
  return new ProblemError('service-failed');
}

/** Sends a problem as `application/problem+json`. */
export function sendProblem(reply: FastifyReply, problem: ProblemError): FastifyReply {
  const body = problemBody(problem.code, problem.facts, reply.request.id);
  if (problem.facts.retryAfterMs !== undefined) {
    void reply.header('retry-after', String(Math.ceil(problem.facts.retryAfterMs / 1000)));
  }
  if (body.status === 401) void reply.header('www-authenticate', 'Bearer');
  return reply.code(body.status).type('application/problem+json').send(JSON.stringify(body));
}

/** Registers the error handler and the 404 handler. */
export function handleErrors(app: FastifyInstance): void {
  app.setErrorHandler((error: unknown, request: FastifyRequest, reply: FastifyReply) => {
    const problem = problemOf(error);
    if (problem.code === 'service-failed' || problem.code === 'storage-full') {
      request.log.error({ err: error, code: problem.code }, 'request failed');
    }
    return sendProblem(reply, problem);
  });
  app.setNotFoundHandler((_request, reply) => sendProblem(reply, new ProblemError('not-found')));
}
