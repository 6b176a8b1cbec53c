import { authorizeQuery, oauthClientId, type AuthorizeQuery, type IdentityProvider } from '#protocol/api/identity.ts';

/**
 * Addresses that the program listens on (RFC 8252, 7.3): a loopback *literal*, any port, exactly `/callback`. Held
 * against the text itself and not against a parsed URL, so that no two readers of one address can differ.
 */
const PROGRAM_REDIRECT = /^http:\/\/(?:127\.0\.0\.1|\[::1\]):([1-9]\d{0,4})\/callback$/;

/** Whether a browser may be sent there with the answer to an authorization request. */
export function isProgramRedirect(address: string): boolean {
  const port = PROGRAM_REDIRECT.exec(address)?.[1];
  return port !== undefined && Number(port) <= 65_535;
}

/** Errors that the program is told in its redirect (RFC 6749, 4.1.2.1). */
export type AuthorizeError =
  | 'invalid_request'
  | 'unsupported_response_type'
  | 'invalid_scope'
  | 'access_denied'
  | 'temporarily_unavailable'
  | 'server_error';

/** Where an answer goes: the program's own address, and the state that it gave. */
export interface WayBack {
  readonly redirectUri: string;
  readonly state: string | null;
}

/** What becomes of an authorization request. */
export type JudgedAuthorization =
  | { readonly kind: 'go'; readonly request: AuthorizeQuery }
  | { readonly kind: 'back'; readonly to: WayBack; readonly error: AuthorizeError }
  /** Nobody is sent anywhere: the asker is unknown, or the network is not offered here. */
  | { readonly kind: 'page'; readonly about: 'request-invalid' | 'network-absent' };

/**
 * Judges an authorization request (RFC 6749, 4.1.1; RFC 7636, 4.3). Before client and redirect address are known to be
 * good, nothing is ever sent to that address.
 *
 * @param query by name; a parameter given more than once is no text and therefore wrong
 * @param offered networks that are on
 */
export function judgeAuthorization(
  query: Readonly<Record<string, unknown>>,
  offered: readonly IdentityProvider[],
): JudgedAuthorization {
  const { redirect_uri: redirectUri, state, provider } = query;
  if (query['client_id'] !== oauthClientId) return { kind: 'page', about: 'request-invalid' };
  if (typeof redirectUri !== 'string' || !isProgramRedirect(redirectUri)) {
    return { kind: 'page', about: 'request-invalid' };
  }
  if (typeof provider === 'string' && !offered.some((one) => one === provider)) {
    return { kind: 'page', about: 'network-absent' };
  }
  const parsed = authorizeQuery.safeParse(query);
  if (parsed.success) return { kind: 'go', request: parsed.data };
  const to = { redirectUri, state: typeof state === 'string' && state.length <= 200 ? state : null };
  const wrong = (field: string): boolean =>
    typeof query[field] === 'string' && parsed.error.issues[0]?.path[0] === field;
  if (wrong('response_type')) return { kind: 'back', to, error: 'unsupported_response_type' };
  if (wrong('scope')) return { kind: 'back', to, error: 'invalid_scope' };
  return { kind: 'back', to, error: 'invalid_request' };
}

/** The address that the browser is sent back to (RFC 6749, 4.1.2; with `iss`, RFC 9207). */
export function addressBack(
  to: WayBack,
  issuer: string,
  answer: { readonly code: string } | { readonly error: AuthorizeError },
): string {
  const parameters = new URLSearchParams({ ...answer, ...(to.state === null ? {} : { state: to.state }), iss: issuer });
  return `${to.redirectUri}?${parameters.toString()}`;
}

/** What of an account counts as a way into it. */
export interface WaysIn {
  /** A password opens an account only together with an address. */
  readonly email: string | null;
  readonly hasPassword: boolean;
  readonly networks: readonly IdentityProvider[];
}

/** Whether one could still get in without this network; networks that are off open nothing. */
export function opensWithout(ways: WaysIn, provider: IdentityProvider, offered: readonly IdentityProvider[]): boolean {
  if (ways.hasPassword && ways.email !== null) return true;
  return ways.networks.some((one) => one !== provider && offered.includes(one));
}
