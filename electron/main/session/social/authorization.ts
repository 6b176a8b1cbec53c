import { timingSafeEqual } from 'node:crypto';
import * as oauth from 'oauth4webapi';
import { oauthClientId, type IdentityProvider, oauth as oauthOperations } from '#protocol/api/identity.ts';
import { token } from '#protocol/api/sessions.ts';
import { failed, success, type Failure, type Result } from '#protocol/errors/problem.ts';
import type { Language } from '#protocol/primitives.ts';
import { failureOf, failureOfLine } from '../../operator/failures.ts';
import { LineError, type HttpSend } from '../../operator/http.ts';

/** Which network, and the language of the pages on the way. */
export interface SocialStart {
  readonly provider: IdentityProvider;
  readonly language: Language;
}

/** A ticket that says who the person is at a network: for one sign-in or one link within a few minutes. */
export interface IdentityTicket {
  readonly ticket: string;
}

/** Longest wait for one answer of the operator's authorization server. */
const ANSWER_WAIT_MS = 10_000;

/** A request that the browser carries, and what makes a ticket of the answer to it. */
export interface Authorization {
  /** The authorize address with everything in it, to be opened in the browser. */
  readonly address: string;
  /** Whether these parameters of a callback answer this request: they carry its `state`, once. */
  answeredBy(parameters: URLSearchParams): boolean;
  /**
   * Makes the answer into a ticket: issuer checked (RFC 9207), code exchanged with the PKCE verifier. Errors:
   * `provider-denied`, `provider-unavailable`, `provider-answer-invalid`, `service-*`.
   */
  finish(parameters: URLSearchParams): Promise<Result<IdentityTicket>>;
}

/** A failure of the exchange with the service, thrown through the library, which knows only answers of OAuth. */
class ExchangeFailure extends Error {
  readonly failure: Failure;
  constructor(failure: Failure) {
    super(failure.code);
    this.failure = failure;
  }
}

/**
 * The program's one HTTP client as the `fetch` that the library wants: no redirects, bounded answers, and failures of
 * the line and of the service by their numbers.
 */
function fetchBy(send: HttpSend) {
  return async (
    url: string,
    options: oauth.CustomFetchOptions<string, URLSearchParams | undefined>,
  ): Promise<Response> => {
    const { body, headers, method, signal } = options;
    const answer = await send({
      method: method === 'POST' ? 'POST' : 'GET',
      url,
      headers,
      timeoutMs: ANSWER_WAIT_MS,
      ...(body === undefined ? {} : { body: body.toString() }),
      ...(signal ? { signal } : {}),
    }).catch((error: unknown) => {
      throw error instanceof LineError ? new ExchangeFailure(failureOfLine(error)) : error;
    });
    if (answer.status >= 500 || answer.status === 429 || (method === 'GET' && answer.status !== 200)) {
      throw new ExchangeFailure(failureOf(answer));
    }
    return new Response(JSON.stringify(answer.body ?? null), {
      status: answer.status,
      headers: { 'content-type': answer.contentType },
    });
  };
}

/** Whether the metadata describe the server that this program talks to, and no weaker one (RFC 8414, RFC 9207). */
function describes(server: oauth.AuthorizationServer, origin: string): boolean {
  return (
    server.issuer === origin &&
    server.authorization_endpoint === `${origin}${oauthOperations.authorize.path}` &&
    server.token_endpoint === `${origin}${oauthOperations.token.path}` &&
    server.code_challenge_methods_supported?.includes('S256') === true &&
    server.authorization_response_iss_parameter_supported === true
  );
}

/** The failure that an answer with `error` stands for (RFC 6749, 4.1.2.1). */
function deniedBy(error: string): Failure {
  if (error === 'access_denied') return { code: 'provider-denied' };
  return { code: error === 'temporarily_unavailable' ? 'provider-unavailable' : 'provider-answer-invalid' };
}

function failureIn(error: unknown): Failure {
  if (error instanceof ExchangeFailure) return error.failure;
  if (error instanceof oauth.AuthorizationResponseError) return deniedBy(error.error);
  // The cause has the whole answer in it; none of it goes on.
  return { code: 'provider-answer-invalid' };
}

function sameText(a: string, b: string): boolean {
  const [one, other] = [Buffer.from(a), Buffer.from(b)];
  return one.length === other.length && timingSafeEqual(one, other);
}

/**
 * Looks up the operator's authorization server and prepares one request to it: code flow with PKCE S256 and a `state`
 * of its own. Errors: `service-*`; `service-answer-invalid` also where the server does not describe itself as the one
 * at this origin.
 */
export async function beginAuthorization(
  ports: SocialStart & {
    readonly send: HttpSend;
    readonly origin: string;
    /** The loopback address that the browser comes back to. */
    readonly redirectUri: string;
    readonly signal: AbortSignal;
  },
): Promise<Result<Authorization>> {
  const { language, origin, provider, redirectUri, send, signal } = ports;
  const options = {
    signal,
    [oauth.customFetch]: fetchBy(send),
    // Plain http is for a service on this very machine; addresses of other services are refused at the start.
    [oauth.allowInsecureRequests]: origin.startsWith('http:'),
  };
  const client: oauth.Client = { client_id: oauthClientId };
  let server: oauth.AuthorizationServer;
  try {
    const issuer = new URL(origin);
    const metadata = await oauth.discoveryRequest(issuer, { ...options, algorithm: 'oauth2' });
    server = await oauth.processDiscoveryResponse(issuer, metadata);
  } catch (error) {
    return failed(error instanceof ExchangeFailure ? error.failure : { code: 'service-answer-invalid' });
  }
  if (!describes(server, origin)) return failed({ code: 'service-answer-invalid' });

  const verifier = oauth.generateRandomCodeVerifier();
  const state = oauth.generateRandomState();
  const address = new URL(`${origin}${oauthOperations.authorize.path}`);
  address.search = new URLSearchParams({
    response_type: 'code',
    client_id: client.client_id,
    redirect_uri: redirectUri,
    scope: 'identity',
    state,
    code_challenge: await oauth.calculatePKCECodeChallenge(verifier),
    code_challenge_method: 'S256',
    provider,
    ui_locales: language,
  }).toString();

  return success({
    address: address.href,
    answeredBy(parameters): boolean {
      const states = parameters.getAll('state');
      return states.length === 1 && sameText(states[0] ?? '', state);
    },
    async finish(parameters): Promise<Result<IdentityTicket>> {
      try {
        const checked = oauth.validateAuthResponse(server, client, parameters, state);
        const response = await oauth.authorizationCodeGrantRequest(
          server,
          client,
          oauth.None(),
          checked,
          redirectUri,
          verifier,
          options,
        );
        const granted = await oauth.processAuthorizationCodeResponse(server, client, response);
        const ticket = token.safeParse(granted.access_token);
        return ticket.success ? success({ ticket: ticket.data }) : failed({ code: 'provider-answer-invalid' });
      } catch (error) {
        return failed(failureIn(error));
      }
    },
  });
}
