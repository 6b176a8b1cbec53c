import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { identityProvider, oauth, type OauthMetadata } from '#protocol/api/identity.ts';
import { languages } from '#protocol/primitives.ts';
import { cookieOf } from '../../../platform/http/cookies.ts';
import { pickLanguage } from '../../../platform/http/languages.ts';
import { originOf } from '../../../platform/http/origin.ts';
import { ProblemError } from '../../../platform/http/problem-error.ts';
import type { Limiters } from '../../../platform/http/rate-limits.ts';
import { sha256 } from '../../../platform/crypto/tokens.ts';
import type { OauthDeps } from './oauth-deps.ts';
import { brokerPage, brokerPagePolicy, brokerPageStatus, type BrokerPage } from './pages.ts';
import { addressBack, judgeAuthorization } from './rules.ts';
import { tokenRoute } from './token-route.ts';

const CALLBACKS = oauth.callback.path.replace(':provider', '');

/** Name of the cookie of one authorization request; it does not reveal the state. */
function cookieName(state: string): string {
  return `sign-in-${sha256(state).slice(0, 16)}`;
}

function cookie(state: string, value: string, seconds: number, origin: string): string {
  const secure = origin.startsWith('https:') ? '; Secure' : '';
  // Lax: the network's redirect is a cross-site navigation.
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

/** Routes of the browser on its way from the program to a network and back. The network client is loaded on first use. */
function browserRoutes(app: FastifyInstance, deps: OauthDeps, limiters: Limiters): void {
  const options = { onRequest: limiters.signIn };
  app.operation(
    oauth.authorize,
    async ({ request, reply }) => {
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
    options,
  );
  app.operation(
    oauth.callback,
    async ({ params, request, reply }) => {
      const provider = identityProvider.safeParse(params.provider);
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
    options,
  );
}

function metadataRoute(app: FastifyInstance, deps: OauthDeps): void {
  app.operation(oauth.metadata, ({ request }): OauthMetadata => {
    const issuer = originOf(request, deps.origin);
    if (issuer === null) throw new ProblemError('not-found');
    return {
      issuer,
      authorization_endpoint: issuer + oauth.authorize.path,
      token_endpoint: issuer + oauth.token.path,
      scopes_supported: ['identity'],
      response_types_supported: ['code'],
      response_modes_supported: ['query'],
      grant_types_supported: ['authorization_code'],
      token_endpoint_auth_methods_supported: ['none'],
      code_challenge_methods_supported: ['S256'],
      authorization_response_iss_parameter_supported: true,
      ui_locales_supported: [...languages],
    };
  });
}

/** The operator as OAuth authorization server of the program: browser routes, token endpoint and metadata. */
export function oauthRoutes(deps: OauthDeps, limiters: Limiters): (app: FastifyInstance) => Promise<void> {
  return async (app) => {
    browserRoutes(app, deps, limiters);
    metadataRoute(app, deps);
    await app.register(tokenRoute(deps, limiters));
  };
}
