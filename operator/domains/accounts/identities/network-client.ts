import * as oauth from 'oauth4webapi';
import { z } from 'zod';
import type { IdentityProvider } from '#protocol/api/identity.ts';
import type { Language } from '#protocol/primitives.ts';
import type { NetworkAccess, Networks } from './network-access.ts';
import { normaliseEmail } from '../sessions/rules.ts';
import type { NetworkPerson } from './person.ts';
import type { AuthorizeError } from './rules.ts';

/** Why a network's part did not lead to a person, in the terms in which the program is told. */
export class NetworkFailure extends Error {
  override readonly name = 'NetworkFailure';
  readonly error: AuthorizeError;
  /** For the log: what went wrong, in fixed words. */
  readonly reason: string;
  constructor(error: AuthorizeError, reason: string) {
    super(`${error}: ${reason}`);
    this.error = error;
    this.reason = reason;
  }
}

/** Secrets of one request to a network; each is worthless without the network's code. */
export interface NetworkSecrets {
  readonly state: string;
  readonly verifier: string;
  readonly nonce: string;
}

const TIMEOUT_MS = 10_000;

const oidcPerson = z.object({
  sub: z.string(),
  name: z.string().optional(),
  email: z.string().max(254).optional(),
  email_verified: z.boolean().optional(),
});
const okPerson = z.object({ uid: z.string(), name: z.string().optional() });

interface Conversation {
  readonly access: NetworkAccess;
  readonly server: oauth.AuthorizationServer;
  readonly client: oauth.Client;
  readonly options: { readonly [oauth.allowInsecureRequests]: boolean; readonly signal: () => AbortSignal };
}

function isLoopback(address: string): boolean {
  return ['127.0.0.1', '[::1]'].includes(new URL(address).hostname);
}

/** Asks the network who it is: also how one learns, before the browser is sent there, that it does not answer. */
async function talkTo(networks: Networks, provider: IdentityProvider, redirectUri: string): Promise<Conversation> {
  const access = await networks.access(provider, redirectUri);
  // A network elsewhere is spoken to over TLS alone.
  const options = {
    [oauth.allowInsecureRequests]: isLoopback(access.issuer),
    signal: () => AbortSignal.timeout(TIMEOUT_MS),
  };
  const issuer = new URL(access.issuer);
  const algorithm = access.kind.speech === 'oidc' ? 'oidc' : 'oauth2';
  const found = await oauth.discoveryRequest(issuer, { ...options, algorithm });
  const server = await oauth.processDiscoveryResponse(issuer, found);
  return { access, server, client: { client_id: access.clientId }, options };
}

/** An error of the conversation as the program is told of it. */
function failureOf(error: unknown): NetworkFailure {
  if (error instanceof NetworkFailure) return error;
  if (error instanceof oauth.AuthorizationResponseError) {
    const known = (['access_denied', 'temporarily_unavailable'] as const).find((one) => one === error.error);
    return new NetworkFailure(known ?? 'server_error', 'the network sent the browser back with an error');
  }
  const name = error instanceof Error ? error.name : '';
  // No answer: refused or cut (`fetch` throws a TypeError with a cause), or too late.
  if ((error instanceof TypeError && error.cause !== undefined) || name === 'TimeoutError') {
    return new NetworkFailure('temporarily_unavailable', 'no answer');
  }
  // The library's words are its own and repeat nothing of the answer; zod's would.
  const reason = error instanceof Error && !(error instanceof z.ZodError) ? error.message : 'an answer of another form';
  return new NetworkFailure('server_error', reason);
}

/**
 * The address at the network that the browser is sent to, with PKCE S256, state and nonce.
 *
 * @throws NetworkFailure
 */
export async function networkAddress(
  networks: Networks,
  provider: IdentityProvider,
  redirectUri: string,
  secrets: NetworkSecrets,
  language: Language,
): Promise<string> {
  try {
    const { access, server, client } = await talkTo(networks, provider, redirectUri);
    if (server.authorization_endpoint === undefined) throw new NetworkFailure('server_error', 'no address to go to');
    const address = new URL(server.authorization_endpoint);
    const parameters = {
      response_type: 'code',
      client_id: client.client_id,
      redirect_uri: redirectUri,
      scope: access.kind.scope,
      state: secrets.state,
      code_challenge: await oauth.calculatePKCECodeChallenge(secrets.verifier),
      code_challenge_method: 'S256',
      ui_locales: language,
      ...(access.kind.speech === 'oidc' ? { nonce: secrets.nonce } : {}),
    };
    for (const [name, value] of Object.entries(parameters)) address.searchParams.set(name, value);
    return address.href;
  } catch (error) {
    throw failureOf(error);
  }
}

async function oidcPersonOf(
  { server, client, options }: Conversation,
  provider: IdentityProvider,
  answer: oauth.TokenEndpointResponse,
): Promise<NetworkPerson> {
  const subject = oauth.getValidatedIdTokenClaims(answer)?.sub;
  if (subject === undefined) throw new NetworkFailure('server_error', 'no ID token');
  const told = await oauth.userInfoRequest(server, client, answer.access_token, options);
  const found = oidcPerson.parse(await oauth.processUserInfoResponse(server, client, subject, told));
  return {
    provider,
    subject: found.sub,
    name: found.name ?? null,
    email: found.email === undefined ? null : normaliseEmail(found.email),
    emailVerified: found.email_verified === true,
  };
}

async function oauthPersonOf(
  { access, options }: Conversation,
  provider: IdentityProvider,
  answer: oauth.TokenEndpointResponse,
): Promise<NetworkPerson> {
  const address = new URL(access.kind.endpoints.person, access.issuer);
  const told = await oauth.protectedResourceRequest(answer.access_token, 'GET', address, undefined, null, options);
  if (!told.ok) throw new NetworkFailure('server_error', 'who the person is was not told');
  const found = okPerson.parse(await told.json());
  return { provider, subject: found.uid, name: found.name ?? null, email: null, emailVerified: false };
}

/**
 * What a network sent the browser back with, exchanged for the person: state and issuer (RFC 9207) are checked, the
 * code is exchanged with verifier and client secret, the ID token's signature and nonce are checked where there is one.
 *
 * @param parameters the query of the callback
 * @throws NetworkFailure
 */
export async function networkPersonOf(
  networks: Networks,
  provider: IdentityProvider,
  redirectUri: string,
  secrets: NetworkSecrets,
  parameters: URLSearchParams,
): Promise<NetworkPerson> {
  try {
    const conversation = await talkTo(networks, provider, redirectUri);
    const { access, server, client, options } = conversation;
    const checked = oauth.validateAuthResponse(server, client, parameters, secrets.state);
    const response = await oauth.authorizationCodeGrantRequest(
      server,
      client,
      oauth.ClientSecretPost(access.clientSecret),
      checked,
      redirectUri,
      secrets.verifier,
      options,
    );
    if (access.kind.speech === 'oauth') {
      const answer = await oauth.processAuthorizationCodeResponse(server, client, response);
      return await oauthPersonOf(conversation, provider, answer);
    }
    const answer = await oauth.processAuthorizationCodeResponse(server, client, response, {
      expectedNonce: secrets.nonce,
      requireIdToken: true,
    });
    await oauth.validateApplicationLevelSignature(server, response, options);
    return await oidcPersonOf(conversation, provider, answer);
  } catch (error) {
    throw failureOf(error);
  }
}
