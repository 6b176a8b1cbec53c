import type { ErrorCode } from '#protocol/errors/catalogue.ts';
import { ProblemError } from '../../../operator/platform/http/problem-error.ts';

/** The `ProblemError` of a rejected promise; throws if the promise did not reject with one. Test helper. */
export async function refusal(promise: Promise<unknown>): Promise<ProblemError> {
  const error: unknown = await promise.then(
    () => null,
    (reason: unknown) => reason,
  );
  if (error instanceof ProblemError) return error;
  throw new Error(`Expected a refusal, got ${String(error)}`);
}

/** The error code of a rejected promise. Test helper. */
export async function refusalCode(promise: Promise<unknown>): Promise<ErrorCode> {
  return (await refusal(promise)).code;
}

/** Result of each call: `good` or the error code. Test helper. */
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
