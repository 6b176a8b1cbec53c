import { fillPath, paths } from '#protocol/api/paths.ts';
import { autopay, type Autopay, type AutopayPlan } from '#protocol/api/payments.ts';
import type { Result } from '#protocol/errors/problem.ts';
import type { Asking } from './asking.ts';

/** Autopay of the signed-in person; the first argument of each is the access token. */
export interface PaymentsApi {
  autopay(accessToken: string, contractNumber: string): Promise<Result<Autopay>>;
  setAutopay(accessToken: string, contractNumber: string, plan: AutopayPlan): Promise<Result<Autopay>>;
  stopAutopay(accessToken: string, contractNumber: string): Promise<Result<Autopay>>;
}

export function createPaymentsApi(asking: Asking): PaymentsApi {
  return {
    autopay: (accessToken, contractNumber) =>
      asking.repeated({
        method: 'GET',
        path: fillPath(paths.autopay, { contractNumber }),
        answer: autopay,
        accessToken,
      }),
    // Set to the same value each time, so it may be repeated.
    setAutopay: (accessToken, contractNumber, body) =>
      asking.repeated({
        method: 'PUT',
        path: fillPath(paths.autopay, { contractNumber }),
        answer: autopay,
        accessToken,
        body,
      }),
    stopAutopay: (accessToken, contractNumber) =>
      asking.repeated({
        method: 'DELETE',
        path: fillPath(paths.autopay, { contractNumber }),
        answer: autopay,
        accessToken,
      }),
  };
}
