import { paths } from '#protocol/api/paths.ts';
import type { CompletionRequest } from '#protocol/api/registrations.ts';
import { account, type Account } from '#protocol/api/sessions.ts';
import type { Result } from '#protocol/errors/problem.ts';
import { PASSWORD_TIMEOUT_MS, TIMEOUT_MS, type Asking } from './asking.ts';

/** Requests of the signed-in person. The first argument of each is the access token. None is retried. */
export interface AccountApi {
  /** Checks the account's password to unlock the program; returns no token. */
  unlock(accessToken: string, password: string): Promise<Result<null>>;
  complete(accessToken: string, request: CompletionRequest): Promise<Result<Account>>;
}

export function createAccountApi(asking: Asking): AccountApi {
  return {
    unlock: (accessToken, password) =>
      asking.order({
        method: 'POST',
        path: paths.unlock,
        accessToken,
        body: { password },
        timeoutMs: PASSWORD_TIMEOUT_MS,
      }),
    complete: (accessToken, body) =>
      asking.once({
        method: 'POST',
        path: paths.accountContracts,
        answer: account,
        accessToken,
        body,
        timeoutMs: TIMEOUT_MS,
      }),
  };
}
