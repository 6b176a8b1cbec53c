import { sessions } from '#protocol/api/sign-in.ts';
import type { TokenGrant } from '#protocol/api/sessions.ts';
import type { Result } from '#protocol/errors/problem.ts';
import type { Call } from '../operator/call.ts';
import type { RetryPlan } from '../operator/retry.ts';

/** Short: all tries must end within the 30 s in which the service accepts the previous token again. */
const REFRESH_PLAN: RetryPlan = { tries: 3, firstMs: 300, longestMs: 1_500 };

/** Exchanges a refresh token for new tokens. Errors: those of `sessions.refresh`, `service-*`. */
export function refreshTokens(call: Call, refreshToken: string): Promise<Result<TokenGrant>> {
  return call(sessions.refresh, { refreshToken }, { retry: REFRESH_PLAN });
}

/**
 * Ends a session at the service.
 *
 * @param timeoutMs time limit; absent: the usual one
 */
export function endSession(call: Call, accessToken: string, timeoutMs?: number): Promise<Result<null>> {
  return call(sessions.end, {}, { accessToken, ...(timeoutMs === undefined ? {} : { timeoutMs }) });
}
