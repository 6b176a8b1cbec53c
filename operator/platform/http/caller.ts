import type { FastifyRequest } from 'fastify';

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
