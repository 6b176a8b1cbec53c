import type { ErrorCode } from '#protocol/errors/catalogue.ts';
import { ProblemError } from '../../../operator/platform/http/problem-error.ts';

/** What a promise was refused with; throws when it was not refused by a `ProblemError`. For tests alone. */
export async function refusal(promise: Promise<unknown>): Promise<ProblemError> {
  const error: unknown = await promise.then(
    () => null,
    (reason: unknown) => reason,
  );
  if (error instanceof ProblemError) return error;
  throw new Error(`Expected a refusal, got ${String(error)}`);
}

/** The code a promise was refused with. For tests alone. */
export async function refusalCode(promise: Promise<unknown>): Promise<ErrorCode> {
  return (await refusal(promise)).code;
}

/** How each of several went: `good`, or the code it was refused with. For tests alone. */
export async function outcomes(promises: readonly Promise<unknown>[]): Promise<('good' | ErrorCode)[]> {
  return Promise.all(
    promises.map((promise) =>
      promise.then(
        () => 'good' as const,
        (error: unknown) => {
          if (error instanceof ProblemError) return error.code;
          throw error;
        },
      ),
    ),
  );
}
