import { paths } from '#protocol/api/paths.ts';
import { tokenGrant, type TokenGrant } from '#protocol/api/sessions.ts';
import type { Result } from '#protocol/errors/problem.ts';
import { createAccountApi, type AccountApi } from './account-api.ts';
import { createAsking, TIMEOUT_MS, type AskingPorts } from './asking.ts';
import { createSignInApi, type SignInApi } from './sign-in-api.ts';

/** The service's verbs. Those with `accessToken` speak for a person; main attaches the token here and nowhere else. */
export interface OperatorApi extends SignInApi {
  readonly account: AccountApi;
  refresh(refreshToken: string): Promise<Result<TokenGrant>>;
  endSession(accessToken: string, timeoutMs?: number): Promise<Result<null>>;
}

/** All tries of a refresh stay well within the time in which the service takes the previous token again (30 s). */
const REFRESH_TIMEOUT_MS = 6_000;
const REFRESH_PLAN = { tries: 3, firstMs: 300, longestMs: 1_500 };

/** All verbs of the service over one way of asking. */
export function createOperatorApi(ports: AskingPorts): OperatorApi {
  const asking = createAsking(ports);
  return {
    ...createSignInApi(asking),
    account: createAccountApi(asking),
    // Safe to repeat: the service takes the same token again within its grace when the answer was lost.
    refresh: (refreshToken) =>
      asking.repeated(
        {
          method: 'POST',
          path: paths.refresh,
          answer: tokenGrant,
          body: { refreshToken },
          timeoutMs: REFRESH_TIMEOUT_MS,
        },
        REFRESH_PLAN,
      ),
    endSession: (accessToken, timeoutMs = TIMEOUT_MS) =>
      asking.order({ method: 'DELETE', path: paths.currentSession, accessToken, timeoutMs }),
  };
}
