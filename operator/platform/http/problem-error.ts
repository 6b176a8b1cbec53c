import { catalogue } from '#protocol/errors/catalogue.ts';
import type { Problem, ProblemFacts } from '#protocol/errors/problem.ts';
import type { ServiceErrorCode } from '#protocol/operation.ts';

/**
 * An error response with a public code. Thrown anywhere below a route; the error handler sends it as problem details.
 * Contains nothing that the client may not see.
 */
export class ProblemError extends Error {
  override readonly name = 'ProblemError';
  readonly code: ServiceErrorCode;
  readonly facts: ProblemFacts;

  constructor(code: ServiceErrorCode, facts: ProblemFacts = {}) {
    super(code);
    this.code = code;
    this.facts = facts;
  }
}

/**
 * Response body (RFC 9457). `title` is for developers; the app shows its own text for the code.
 *
 * @param instance id of the request, which users can give to support
 */
export function problemBody(code: ServiceErrorCode, facts: ProblemFacts, instance: string): Problem {
  return {
    type: `urn:plus-cabinet:error:${code}`,
    title: code.replaceAll('-', ' '),
    status: catalogue[code].status,
    code,
    instance,
    ...facts,
  };
}
