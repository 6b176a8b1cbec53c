import { z } from 'zod';
import { operation } from '../operation.ts';
import { computer } from '../primitives.ts';
import { device, token } from './sessions.ts';

/** Social networks through which one can sign in; each can be switched off in the profile. */
export const identityProviders = ['vk', 'ok', 'facebook'] as const;
export const identityProvider = z.enum(identityProviders);
export type IdentityProvider = z.infer<typeof identityProvider>;

/** Name under which the program is known at the operator's authorization server: a public client (RFC 6749, 2.1). */
export const oauthClientId = 'plus-cabinet';

/**
 * `GET /oauth/authorize` (RFC 6749, 4.1.1 with PKCE S256, RFC 7636; loopback redirect, RFC 8252, 7.3), opened in the
 * person's browser. The operator brokers the provider and sends the browser back to `redirect_uri` with `code`,
 * `state` and `iss` (RFC 9207), or with `error` (`access_denied`, `temporarily_unavailable`, `server_error`).
 */
export const authorizeQuery = z.object({
  response_type: z.literal('code'),
  client_id: z.literal(oauthClientId),
  /** `http://127.0.0.1:<any port>/callback` or the same on `[::1]`. */
  redirect_uri: z.string().max(200),
  scope: z.literal('identity'),
  state: z.string().min(22).max(200),
  code_challenge: z.string().regex(/^[A-Za-z0-9_-]{43}$/),
  code_challenge_method: z.literal('S256'),
  /** Which network. */
  provider: identityProvider,
  ui_locales: z.string().max(40).optional(),
});
export type AuthorizeQuery = z.infer<typeof authorizeQuery>;

/**
 * `POST /oauth/token`, form-encoded: exchanges the code (one use, at most 60 s old) for an *identity ticket*, in the
 * standard answer as `access_token`. The ticket says who the network's person is, and is good for one sign-in or one
 * link within a few minutes; it opens nothing else.
 */
export const tokenForm = z.object({
  grant_type: z.literal('authorization_code'),
  client_id: z.literal(oauthClientId),
  code: token,
  redirect_uri: z.string().max(200),
  code_verifier: z.string().regex(/^[A-Za-z0-9._~-]{43,128}$/),
});
export const oauthTokenAnswer = z.object({
  access_token: token,
  token_type: z.literal('Bearer'),
  expires_in: z.int().positive(),
  scope: z.literal('identity'),
});
/** `GET /.well-known/oauth-authorization-server` (RFC 8414; `authorization_response_iss_parameter_supported`: RFC 9207). */
export const oauthMetadata = z.object({
  issuer: z.url(),
  authorization_endpoint: z.url(),
  token_endpoint: z.url(),
  scopes_supported: z.array(z.literal('identity')),
  response_types_supported: z.array(z.literal('code')),
  response_modes_supported: z.array(z.literal('query')),
  grant_types_supported: z.array(z.literal('authorization_code')),
  token_endpoint_auth_methods_supported: z.array(z.literal('none')),
  code_challenge_methods_supported: z.array(z.literal('S256')),
  authorization_response_iss_parameter_supported: z.literal(true),
  ui_locales_supported: z.array(z.string()),
});
export type OauthMetadata = z.infer<typeof oauthMetadata>;
/** Error answer of the token endpoint (RFC 6749, 5.2). */
export const oauthError = z.object({ error: z.string(), error_description: z.string().optional() });

/**
 * `POST /v1/sessions/identity`: `signInAnswer` (201 or 202). A network's person who is not known gets a new account.
 * Errors: `identity-ticket-expired`; `account-link-needed` (fact `email`) when an account has this e-mail address
 * already: the ticket then stays good for `identityLinkSignIn`.
 */
export const identitySignInRequest = z.object({ ticket: token, computer, device });
export type IdentitySignInRequest = z.infer<typeof identitySignInRequest>;

/**
 * `POST /v1/sessions/identity/link`: links the network to the account that has its e-mail address, by that account's
 * password, and signs in: `signInAnswer`. Errors: `sign-in-failed`, `sign-in-throttled`, `identity-ticket-expired`,
 * `provider-already-linked` (to another person of that network), `identity-taken` (linked elsewhere meanwhile).
 */
export const identityLinkSignInRequest = identitySignInRequest.extend({ password: z.string().min(1).max(1024) });
export type IdentityLinkSignInRequest = z.infer<typeof identityLinkSignInRequest>;

/** Body of `identities.link`. */
export const identityLinkRequest = z.object({ ticket: token, password: z.string().min(1).max(1024).nullable() });
export type IdentityLinkRequest = z.infer<typeof identityLinkRequest>;

/** Body of `identities.unlink`. */
export const identityUnlinkRequest = z.object({ password: z.string().min(1).max(1024).nullable() });

const publicOperation = { tag: 'social sign-in', auth: 'none', changes: [] } as const;
const errorPage = { description: 'A page that says why the browser goes nowhere.', contentType: 'text/html' };
const browserAnswers = { 302: { description: 'The browser goes on.' }, 400: errorPage, 404: errorPage };

/** The operator as OAuth authorization server: it brokers the social networks for the program. */
export const oauth = {
  authorize: operation({
    ...publicOperation,
    id: 'oauth.authorize',
    method: 'GET',
    path: '/oauth/authorize',
    summary: 'Sign in through a social network: sends the browser to it.',
    description:
      'Authorization code with PKCE S256 (RFC 6749, 7636) for the public client `plus-cabinet` on a loopback address (RFC 8252). ' +
      'Parameters: see `authorizeQuery` of the protocol. An unknown client or redirect address is shown a page and sent nowhere.',
    answers: browserAnswers,
    errors: ['storage-full'],
    send: 'once',
  }),
  callback: operation({
    ...publicOperation,
    id: 'oauth.callback',
    method: 'GET',
    path: '/oauth/callback/:provider',
    summary: 'Where a network sends the browser back: sends it on to the program.',
    params: z.object({ provider: z.string() }),
    answers: browserAnswers,
    errors: ['storage-full'],
    send: 'once',
  }),
  metadata: operation({
    ...publicOperation,
    id: 'oauth.metadata',
    method: 'GET',
    path: '/.well-known/oauth-authorization-server',
    summary: 'The authorization server’s metadata (RFC 8414).',
    answers: { 200: oauthMetadata },
    errors: ['not-found'],
    send: 'repeat',
  }),
  token: operation({
    ...publicOperation,
    id: 'oauth.token',
    method: 'POST',
    path: '/oauth/token',
    summary: 'Exchange the code for an identity ticket (RFC 6749, 4.1.3, with PKCE).',
    description:
      'A code is looked at once. A second time withdraws the ticket that the first one brought. Errors are those of RFC 6749, 5.2.',
    body: tokenForm,
    bodyType: 'application/x-www-form-urlencoded',
    answers: { 200: oauthTokenAnswer, 400: oauthError, 401: oauthError },
    errors: ['storage-full'],
    send: 'once',
  }),
};
