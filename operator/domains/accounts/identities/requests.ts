import type { Kysely } from 'kysely';
import type { AuthorizeQuery, IdentityProvider } from '#protocol/api/identity.ts';
import type { Database } from '../../../platform/database/schema.ts';
import { sha256 } from '../../../platform/crypto/tokens.ts';

/** What a state at a network is kept under: the state, and the cookie of the browser that it was given to. */
function stateKey(state: string, cookie: string): string {
  return sha256(`${state}.${cookie}`);
}

/** An authorization request that waits for its network. */
export interface WaitingRequest {
  readonly provider: IdentityProvider;
  readonly redirectUri: string;
  readonly clientState: string;
  readonly codeChallenge: string;
  readonly verifier: string;
  readonly nonce: string;
}

/** Secrets of a request, made for it. */
export interface RequestSecrets {
  readonly state: string;
  readonly cookie: string;
  readonly verifier: string;
  readonly nonce: string;
}

/** Keeps a request of the program until the network sends the browser back, or `expiresAt` (ms UTC). */
export async function keepRequest(
  db: Kysely<Database>,
  asked: AuthorizeQuery,
  secrets: RequestSecrets,
  expiresAt: number,
): Promise<void> {
  await db
    .insertInto('oauth_requests')
    .values({
      state_hash: stateKey(secrets.state, secrets.cookie),
      provider: asked.provider,
      redirect_uri: asked.redirect_uri,
      client_state: asked.state,
      code_challenge: asked.code_challenge,
      provider_verifier: secrets.verifier,
      nonce: secrets.nonce,
      expires_at: expiresAt,
    })
    .execute();
}

/**
 * Takes a request, once: of two that bring the same state, one gets it.
 *
 * @param cookie of the browser that brings the state; another browser's gets nothing
 * @returns null when there is none, or its time is over
 */
export async function takeRequest(
  db: Kysely<Database>,
  state: string,
  cookie: string,
  now: number,
): Promise<WaitingRequest | null> {
  const row = await db
    .deleteFrom('oauth_requests')
    .where('state_hash', '=', stateKey(state, cookie))
    .returningAll()
    .executeTakeFirst();
  if (!row || row.expires_at <= now) return null;
  return {
    provider: row.provider,
    redirectUri: row.redirect_uri,
    clientState: row.client_state,
    codeChallenge: row.code_challenge,
    verifier: row.provider_verifier,
    nonce: row.nonce,
  };
}
