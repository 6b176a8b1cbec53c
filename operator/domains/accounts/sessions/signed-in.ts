import type { Core } from '../../../platform/lifecycle/core.ts';
import type { App } from '../../../platform/http/app-type.ts';
import type { Limiters } from '../../../platform/http/rate-limits.ts';
import { requireContract } from '../accounts.ts';
import { callerOf, setCaller, setOwnContract, type Authenticator } from '../../../platform/http/caller.ts';
import type { Sessions } from './sessions.ts';
import { bearerToken } from '../../../platform/crypto/tokens.ts';

/** Resolves the caller of a request by its bearer token, and the contracts that are the caller's. */
export function createAuthenticator(
  core: Core,
  sessions: Pick<Sessions, 'authenticate'>,
  limiters: Limiters,
): Authenticator {
  return {
    async session(request, activity) {
      const caller = await sessions.authenticate(bearerToken(request.headers.authorization), activity);
      setCaller(request, caller);
      await limiters.sessionRequest(request, caller.sessionId);
      return caller;
    },
    contract: async (caller, number) => ({ number, ...(await requireContract(core.db, caller.accountId, number)) }),
  };
}

/**
 * Puts all routes of this scope behind sign-in: the bearer token is looked at before the body is read, so that a
 * stranger learns nothing, not even whether their input is of the right form. A route with `:contractNumber` in its
 * address is let through for contracts of the caller alone (`contract-not-found`), whether or not it thinks of that.
 */
export function requireSignIn(scope: App, core: Core, sessions: Sessions, limiters: Limiters): void {
  scope.addHook('onRequest', async (request) => {
    const activity = request.routeOptions.config.activity !== false;
    const caller = await sessions.authenticate(bearerToken(request.headers.authorization), activity);
    setCaller(request, caller);
    await limiters.sessionRequest(request, caller.sessionId);
  });
  scope.addHook('preHandler', async (request) => {
    const { params } = request;
    if (typeof params !== 'object' || params === null || !('contractNumber' in params)) return;
    const number = String(params.contractNumber);
    setOwnContract(request, { number, ...(await requireContract(core.db, callerOf(request).accountId, number)) });
  });
}
