import { z } from 'zod';

const authorization = z.object({
  response_type: z.literal('code'),
  client_id: z.string(),
  redirect_uri: z.string(),
  scope: z.string().optional(),
  state: z.string().max(500),
  nonce: z.string().max(500).optional(),
  code_challenge: z
    .string()
    .regex(/^[A-Za-z0-9_-]{43}$/)
    .optional(),
  code_challenge_method: z.literal('S256').optional(),
});

/** A valid authorization request. */
export interface NetworkRequest {
  readonly redirectUri: string;
  readonly state: string;
  readonly nonce: string | null;
  readonly challenge: string | null;
}

export interface KnownClient {
  readonly id: string;
  /** Allowed redirect URIs, compared exactly. */
  readonly redirectUris: ReadonlySet<string>;
}

/**
 * Result of validating an authorization request (RFC 6749, 4.1.2.1): errors are redirected only to a registered
 * redirect URI.
 */
export type JudgedRequest =
  | { readonly kind: 'good'; readonly request: NetworkRequest }
  | { readonly kind: 'back'; readonly redirectUri: string; readonly state: string | null }
  | { readonly kind: 'broken' };

/**
 * Validates an authorization request.
 *
 * @param query parsed query; a repeated parameter is an array, which every field rejects
 * @param needsPkce whether a request without PKCE is rejected
 */
export function judgeNetworkRequest(query: unknown, client: KnownClient, needsPkce: boolean): JudgedRequest {
  const asker = z.object({ client_id: z.string(), redirect_uri: z.string() }).safeParse(query);
  if (!asker.success || asker.data.client_id !== client.id) return { kind: 'broken' };
  const redirectUri = asker.data.redirect_uri;
  if (!client.redirectUris.has(redirectUri)) return { kind: 'broken' };
  const parsed = authorization.safeParse(query);
  if (!parsed.success) {
    const state = z.object({ state: z.string().max(500) }).safeParse(query);
    return { kind: 'back', redirectUri, state: state.success ? state.data.state : null };
  }
  const { state, nonce = null, code_challenge: challenge = null, code_challenge_method: method } = parsed.data;
  const pkceFits = challenge === null ? !needsPkce && method === undefined : method === 'S256';
  if (!pkceFits) return { kind: 'back', redirectUri, state };
  return { kind: 'good', request: { redirectUri, state, nonce, challenge } };
}
