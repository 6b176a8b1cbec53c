import type { FastifyRequest } from 'fastify';

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
