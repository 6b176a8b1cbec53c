import type { FastifyRequest } from 'fastify';

declare module 'fastify' {
  interface FastifyContextConfig {
    /** False where a request is not the person's doing (the event stream): it does not reset the idle timer. */
    activity?: boolean;
  }
}

/** The account that makes a request, and the session by which it does. */
export interface Caller {
  readonly accountId: string;
  readonly sessionId: string;
}

/** A contract of the caller, named in the path. */
export interface OwnContract {
  readonly number: string;
  /** The subscriber's own name for it. */
  readonly label: string | null;
}

/** State of a session. `idle` and `expired` are told apart from `ended`, because nobody signed the person out. */
export type SessionStanding = 'alive' | 'ended' | 'idle' | 'expired';

/** Resolves who makes a request. The accounts domain provides it; the platform only calls it. */
export interface Authenticator {
  /**
   * The caller of a request, by its bearer token.
   *
   * @param activity false where the request is not the person's doing (the event stream) and does not reset the idle timer
   * @throws `session-expired`, `session-ended`, `session-idle`, `too-many-requests`
   */
  session(request: FastifyRequest, activity: boolean): Promise<Caller>;
  /**
   * A contract of the caller.
   *
   * @throws `contract-not-found`, alike for a contract of another account and one that does not exist
   */
  contract(caller: Caller, contractNumber: string): Promise<OwnContract>;
}

const callers = new WeakMap<FastifyRequest, Caller>();
const contracts = new WeakMap<FastifyRequest, OwnContract>();

/** Stores the authenticated caller of a request. */
export function setCaller(request: FastifyRequest, caller: Caller): void {
  callers.set(request, caller);
}

/** Stores the contract that a request names, once it is known to be the caller's. */
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
