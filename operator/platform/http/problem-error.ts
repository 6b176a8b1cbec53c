import { catalogue } from '#protocol/errors/catalogue.ts';
import type { Problem, ProblemFacts } from '#protocol/errors/problem.ts';
import type { ServiceErrorCode } from '#protocol/operation.ts';

/**
 * A refusal that a person can meet, thrown from anywhere below a route; the error handler answers with it as
 * problem details. Carries the code and its facts, and nothing that is not meant for the person asking.
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
 * The answer's body (RFC 9457). `title` is for developers; a person reads the words of the code.
 *
 * @param instance id of the request, to be named to support
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
