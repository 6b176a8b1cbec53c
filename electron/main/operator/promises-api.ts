import { fillPath, paths } from '#protocol/api/paths.ts';
import { promiseTerms, type PromiseRequest, type PromiseTerms } from '#protocol/api/promises.ts';
import type { Result } from '#protocol/errors/problem.ts';
import type { Asking } from './asking.ts';

/** The signed-in person's verbs about the promised payment; the first argument of each is the access token. */
export interface PromiseApi {
  terms(accessToken: string, contractNumber: string): Promise<Result<PromiseTerms>>;
  /** Takes it under a key. Repeated by itself: the same key and body are answered with what the first one did. */
  take(
    accessToken: string,
    key: string,
    contractNumber: string,
    request: PromiseRequest,
  ): Promise<Result<PromiseTerms>>;
}

export function createPromiseApi(asking: Asking): PromiseApi {
  const path = (contractNumber: string): string => fillPath(paths.promise, { contractNumber });
  return {
    terms: (accessToken, contractNumber) =>
      asking.repeated({ method: 'GET', path: path(contractNumber), answer: promiseTerms, accessToken }),
    take: (accessToken, idempotencyKey, contractNumber, body) =>
      asking.repeated({
        method: 'POST',
        path: path(contractNumber),
        answer: promiseTerms,
        accessToken,
        idempotencyKey,
        body,
      }),
  };
}
