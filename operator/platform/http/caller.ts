import type { FastifyRequest } from 'fastify';

declare module 'fastify' {
  interface FastifyContextConfig {
    /** False for requests without user activity (the event stream): they do not reset the idle timer. */
    activity?: boolean;
  }
}

/** The account and session of an authenticated request. */
export interface Caller {
  readonly accountId: string;
  readonly sessionId: string;
}

/** A contract of the caller, taken from the path. */
export interface OwnContract {
  readonly number: string;
  /** Label that the subscriber gave the contract. */
  readonly label: string | null;
}

/** State of a session. `idle` and `expired` are separate from `ended`, because the user did not sign out. */
export type SessionStanding = 'alive' | 'ended' | 'idle' | 'expired';

/** Authenticates requests. Implemented by the accounts domain. */
export interface Authenticator {
  /**
   * Authenticates a request by its bearer token.
   *
   * @param activity false for requests without user activity (the event stream), which do not reset the idle timer
   * @throws `session-expired`, `session-ended`, `session-idle`, `too-many-requests`
   */
  session(request: FastifyRequest, activity: boolean): Promise<Caller>;
  /**
   * Reads a contract of the caller.
   *
   * @throws `contract-not-found`, both for a contract of another account and for one that does not exist
   */
  contract(caller: Caller, contractNumber: string): Promise<OwnContract>;
}

const callers = new WeakMap<FastifyRequest, Caller>();
const contracts = new WeakMap<FastifyRequest, OwnContract>();

/** Stores the authenticated caller of a request. */
export function setCaller(request: FastifyRequest, caller: Caller): void {
  callers.set(request, caller);
}

/** Stores the contract of a request after its ownership was checked. */
export function setOwnContract(request: FastifyRequest, contract: OwnContract): void {
  contracts.set(request, contract);
}

/** The caller of a request; only in routes that require sign-in. */
export function callerOf(request: FastifyRequest): Caller {
  const caller = callers.get(request);
  if (!caller) throw new Error(`The route ${request.routeOptions.url ?? '?'} does not require sign-in.`);
  return caller;
}

/** The caller's contract; only in routes with `:contractNumber` that require sign-in. */
export function ownContractOf(request: FastifyRequest): OwnContract {
  const contract = contracts.get(request);
  if (!contract) throw new Error(`The route ${request.routeOptions.url ?? '?'} names no contract.`);
  return contract;
}
