import type { FastifyRequest } from 'fastify';
import type { Core } from '../../../platform/lifecycle/core.ts';
import type { App } from '../../../platform/http/app-type.ts';
import type { Limiters } from '../../../platform/http/rate-limits.ts';
import { requireContract } from '../accounts.ts';
import type { Authenticator, Caller, OwnContract } from '../../../platform/http/caller.ts';
import type { Sessions } from './sessions.ts';
import { bearerToken } from '../../../platform/crypto/tokens.ts';

declare module 'fastify' {
  interface FastifyContextConfig {
    /** False where a request is not the person's doing (the event stream): it does not end the idling. */
    activity?: boolean;
  }
}

const callers = new WeakMap<FastifyRequest, Caller>();
const contracts = new WeakMap<FastifyRequest, OwnContract>();

/** Who asks; only in routes registered behind `requireSignIn`. */
export function callerOf(request: FastifyRequest): Caller {
  const caller = callers.get(request);
  if (!caller) throw new Error(`The route ${request.routeOptions.url ?? '?'} is not behind sign-in.`);
  return caller;
}

/** The caller's contract; only in routes with `:contractNumber` behind `requireSignIn`. */
export function ownContractOf(request: FastifyRequest): OwnContract {
  const contract = contracts.get(request);
  if (!contract) throw new Error(`The route ${request.routeOptions.url ?? '?'} names no contract.`);
  return contract;
}

/** Resolves the caller of a request by its bearer token, and the contracts that are the caller's. */
export function createAuthenticator(
  core: Core,
  sessions: Pick<Sessions, 'authenticate'>,
  limiters: Limiters,
): Authenticator {
  return {
    async session(request, activity) {
      const caller = await sessions.authenticate(bearerToken(request.headers.authorization), activity);
      callers.set(request, caller);
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
    callers.set(request, caller);
    await limiters.sessionRequest(request, caller.sessionId);
  });
  scope.addHook('preHandler', async (request) => {
    const { params } = request;
    if (typeof params !== 'object' || params === null || !('contractNumber' in params)) return;
    const number = String(params.contractNumber);
    contracts.set(request, { number, ...(await requireContract(core.db, callerOf(request).accountId, number)) });
  });
}
