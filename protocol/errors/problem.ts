import { z } from 'zod';
import { reason } from '../reasons.ts';
import { kopecks } from '../primitives.ts';
import { errorCode } from './catalogue.ts';

/** Facts that some problems carry beside the code; each is shown by the words of that code. */
export const problemFacts = z.object({
  /** Tries left before a wait or an end (`sign-in-failed`, `password-wrong`, `two-step-failed`, `code-wrong`). */
  triesLeft: z.int().nonnegative().optional(),
  /** How long to wait, ms (`…-throttled`, `too-many-requests`). */
  retryAfterMs: z.int().nonnegative().optional(),
  /** Names of the fields that are not of the form asked for (`input-invalid`). */
  fields: z.array(z.string()).optional(),
  /** The address whose account a social account can be linked to (`account-link-needed`). */
  email: z.string().optional(),
  /** Bounds of an amount (`amount-invalid`, `method-limit`). */
  minKopecks: kopecks.optional(),
  maxKopecks: kopecks.optional(),
  /** Why not (`promise-refused`, `method-unavailable`, `payment-open`). */
  reasons: z.array(reason).optional(),
});
export type ProblemFacts = z.infer<typeof problemFacts>;

/** An error answer of the service: problem details, RFC 9457, media type `application/problem+json`. */
export const problem = problemFacts.extend({
  type: z.string(),
  title: z.string(),
  status: z.int(),
  code: errorCode,
  /** Id of the request, to be named to support. */
  instance: z.string().optional(),
});
export type Problem = z.infer<typeof problem>;

/** An error as it travels inside the program: the code and its facts, nothing else. */
export const failure = problemFacts.extend({ code: errorCode });
export type Failure = z.infer<typeof failure>;

/** What every verb of the program answers: a value, or a numbered failure. */
export type Result<T> = { readonly ok: true; readonly value: T } | { readonly ok: false; readonly failure: Failure };

export function success<T>(value: T): Result<T> {
  return { ok: true, value };
}

export function failed<T>(value: Failure): Result<T> {
  return { ok: false, failure: value };
}
