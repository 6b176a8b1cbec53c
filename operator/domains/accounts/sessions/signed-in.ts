import type { Core } from '../../../platform/lifecycle/core.ts';
import type { Limiters } from '../../../platform/http/rate-limits.ts';
import { requireContract } from '../accounts.ts';
import type { Authenticator } from '../../../platform/http/caller.ts';
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
      await limiters.sessionRequest(request, caller.sessionId);
      return caller;
    },
    contract: async (caller, number) => ({ number, ...(await requireContract(core.db, caller.accountId, number)) }),
  };
}
