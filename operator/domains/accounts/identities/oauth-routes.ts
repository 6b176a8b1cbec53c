import type { FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { identityProvider, oauthMetadata, type OauthMetadata } from '#protocol/api/identity.ts';
import { paths } from '#protocol/api/paths.ts';
import { languages } from '#protocol/primitives.ts';
import type { App } from '../../../platform/http/app-type.ts';
import { cookieOf } from '../../../platform/http/cookies.ts';
import { pickLanguage } from '../../../platform/http/languages.ts';
import { problems } from '../../../platform/http/openapi.ts';
import { originOf } from '../../../platform/http/origin.ts';
import { ProblemError } from '../../../platform/http/problem-error.ts';
import type { Limiters } from '../../../platform/http/rate-limits.ts';
import { sha256 } from '../../../platform/crypto/tokens.ts';
import type { OauthDeps } from './oauth-deps.ts';
import { brokerPage, brokerPagePolicy, brokerPageStatus, type BrokerPage } from './pages.ts';
import { addressBack, judgeAuthorization } from './rules.ts';

const tags = ['social sign-in'];
const CALLBACKS = paths.oauthCallback.replace(':provider', '');

const wentOn = z.undefined().describe('The browser goes on.');
const shown = {
  description: 'A page that says why the browser goes nowhere.',
  content: { 'text/html': { schema: z.string() } },
};
const browserAnswers = { 302: wentOn, 400: shown, 404: shown, ...problems('storage-full') };

/** The cookie of one request; its name says nothing of the state, its value alone is worth nothing. */
function cookieName(state: string): string {
  return `sign-in-${sha256(state).slice(0, 16)}`;
}

function cookie(state: string, value: string, seconds: number, origin: string): string {
  const secure = origin.startsWith('https:') ? '; Secure' : '';
  // Lax: the network's answer is a visit that begins elsewhere.
  return `${cookieName(state)}=${value}; Path=${CALLBACKS}; Max-Age=${seconds}; HttpOnly; SameSite=Lax${secure}`;
}

function showPage(request: FastifyRequest, reply: FastifyReply, about: BrokerPage): FastifyReply {
  const { ui_locales: asked } = request.query as Readonly<Record<string, unknown>>;
  const language = pickLanguage(typeof asked === 'string' ? asked : '', request.headers['accept-language']);
  return reply
    .code(brokerPageStatus(about))
    .type('text/html; charset=utf-8')
    .header('content-security-policy', brokerPagePolicy)
    .send(brokerPage(about, language));
}

/**
 * `GET /oauth/authorize` and `GET /oauth/callback/:provider`: what a person's browser passes through on the way from
 * the program to a network and back. The way through a network is loaded when somebody goes it.
 */
function browserRoutes(app: App, deps: OauthDeps, limiters: Limiters): void {
  app.get(
    paths.oauthAuthorize,
    {
      onRequest: limiters.signIn,
      schema: {
        tags,
        summary: 'Sign in through a social network: sends the browser to it.',
        description:
          'Authorization code with PKCE S256 (RFC 6749, 7636) for the public client `plus-cabinet` on a loopback address (RFC 8252). ' +
          'Parameters: see `authorizeQuery` of the protocol. An unknown client or redirect address is shown a page and sent nowhere.',
        security: [],
        response: browserAnswers,
      },
    },
    async (request, reply) => {
      const judged = judgeAuthorization(request.query as Readonly<Record<string, unknown>>, deps.offered);
      if (judged.kind === 'page') return showPage(request, reply, judged.about);
      const origin = originOf(request, deps.origin);
      if (origin === null) return showPage(request, reply, 'origin-unknown');
      if (judged.kind === 'back') return reply.redirect(addressBack(judged.to, origin, { error: judged.error }));
      const language = pickLanguage(judged.request.ui_locales, request.headers['accept-language']);
      const { sendToNetwork } = await import('./broker.ts');
      const next = await sendToNetwork(deps, judged.request, origin, language);
      if (next.cookie !== null) {
        const seconds = Math.ceil(deps.rules.oauthRequestMs / 1000);
        void reply.header('set-cookie', cookie(next.cookie.state, next.cookie.value, seconds, origin));
      }
      return reply.redirect(next.address);
    },
  );
  app.get(
    paths.oauthCallback,
    {
      onRequest: limiters.signIn,
      schema: {
        tags,
        summary: 'Where a network sends the browser back: sends it on to the program.',
        security: [],
        params: z.object({ provider: z.string() }),
        response: browserAnswers,
      },
    },
    async (request, reply) => {
      const provider = identityProvider.safeParse(request.params.provider);
      if (!provider.success || !deps.offered.includes(provider.data)) return showPage(request, reply, 'network-absent');
      const origin = originOf(request, deps.origin);
      if (origin === null) return showPage(request, reply, 'origin-unknown');
      const parameters = new URL(request.url, origin).searchParams;
      const states = parameters.getAll('state');
      const [state = ''] = states;
      const value = cookieOf(request.headers.cookie, cookieName(state));
      if (states.length !== 1 || value === null) return showPage(request, reply, 'attempt-over');
      void reply.header('set-cookie', cookie(state, '', 0, origin));
      const { sendToProgram } = await import('./broker.ts');
      const address = await sendToProgram(deps, { provider: provider.data, parameters, state, cookie: value }, origin);
      return address === null ? showPage(request, reply, 'attempt-over') : reply.redirect(address);
    },
  );
}

function metadataRoute(app: App, deps: OauthDeps): void {
  app.get(
    paths.oauthMetadata,
    {
      schema: {
        tags,
        summary: 'The authorization server’s metadata (RFC 8414).',
        security: [],
        response: { 200: oauthMetadata, ...problems('not-found') },
      },
    },
    (request): OauthMetadata => {
      const issuer = originOf(request, deps.origin);
      if (issuer === null) throw new ProblemError('not-found');
      return {
        issuer,
        authorization_endpoint: issuer + paths.oauthAuthorize,
        token_endpoint: issuer + paths.oauthToken,
        scopes_supported: ['identity'],
        response_types_supported: ['code'],
        response_modes_supported: ['query'],
        grant_types_supported: ['authorization_code'],
        token_endpoint_auth_methods_supported: ['none'],
        code_challenge_methods_supported: ['S256'],
        authorization_response_iss_parameter_supported: true,
        ui_locales_supported: [...languages],
      };
    },
  );
}

/** The operator as the program's authorization server: the browser's way and the metadata. */
export function oauthRoutes(app: App, deps: OauthDeps, limiters: Limiters): void {
  browserRoutes(app, deps, limiters);
  metadataRoute(app, deps);
}
