import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { Language } from '#protocol/primitives.ts';
import { newToken } from '../../platform/crypto/tokens.ts';
import { cookieOf } from '../../platform/http/cookies.ts';
import type { FormFields } from '../../platform/http/form-body.ts';
import { pagePolicy } from '../../platform/http/html.ts';
import { pickLanguage } from '../../platform/http/languages.ts';
import { sameSecret, type NetworkParts } from './network-parts.ts';
import { networkPages, type NetworkPage } from './pages.ts';
import { demoPeople, type DemoPerson } from './people.ts';
import { judgeNetworkRequest, type NetworkRequest } from './requests.ts';
import { shortLived } from './short-lived.ts';

/** State of one browser's authorization. */
interface Visit {
  readonly request: NetworkRequest;
  readonly cookie: string;
  readonly language: Language;
  /** Null: not signed in yet. */
  readonly person: DemoPerson | null;
}

const VISIT_MS = 15 * 60_000;

function languageOf(request: FastifyRequest): Language {
  const { ui_locales: asked } = request.query as Readonly<Record<string, unknown>>;
  return pickLanguage(typeof asked === 'string' ? asked : '', request.headers['accept-language']);
}

function cookieName(visitId: string): string {
  return `visit-${visitId.slice(0, 8)}`;
}

/** Browser routes: authorization request, sign-in, consent and redirect back. */
export function browserRoutes(scope: FastifyInstance, parts: NetworkParts): void {
  const { kind, client, clientName, time, origin, grants } = parts;
  const pages = networkPages(kind);
  const visits = shortLived<Visit>(VISIT_MS, time);
  // `form-action` also applies to redirects after a form, which go through the operator to a port of the app unknown
  // here.
  const policy = pagePolicy(pages.style, 'http: https:');

  const show = (reply: FastifyReply, text: string, status = 200): FastifyReply =>
    reply.code(status).type('text/html; charset=utf-8').header('content-security-policy', policy).send(text);
  const showBroken = (request: FastifyRequest, reply: FastifyReply): FastifyReply =>
    show(reply, pages.broken(languageOf(request)), 400);

  const back = (
    reply: FastifyReply,
    to: { readonly redirectUri: string; readonly state: string | null },
    answer: Readonly<Record<string, string>>,
  ): FastifyReply => {
    const address = new URL(to.redirectUri);
    for (const [name, value] of Object.entries(answer)) address.searchParams.set(name, value);
    if (to.state !== null) address.searchParams.set('state', to.state);
    if (kind.tellsIssuer) address.searchParams.set('iss', origin());
    // 303: turns the form POST into a GET.
    return reply.redirect(address.href, 303);
  };

  /** The visit of this browser. */
  const visitOf = (request: FastifyRequest): { id: string; visit: Visit; about: NetworkPage } | null => {
    const { id } = request.params as { readonly id: string };
    const visit = visits.peek(id);
    const cookie = cookieOf(request.headers.cookie, cookieName(id));
    if (visit === undefined || cookie === null || !sameSecret(cookie, visit.cookie)) return null;
    const { language } = visit;
    return { id, visit, about: { language, path: `/visits/${id}`, app: clientName[language] } };
  };

  scope.get(kind.endpoints.authorize, (request, reply) => {
    const judged = judgeNetworkRequest(request.query, client, kind.needsPkce);
    if (judged.kind === 'broken') return showBroken(request, reply);
    if (judged.kind === 'back') return back(reply, judged, { error: 'invalid_request' });
    const id = newToken();
    const cookie = newToken();
    visits.put(id, { request: judged.request, cookie, language: languageOf(request), person: null });
    void reply.header('set-cookie', `${cookieName(id)}=${cookie}; Path=/visits/; HttpOnly; SameSite=Lax`);
    return reply.redirect(`/visits/${id}`, 303);
  });

  scope.get('/visits/:id', (request, reply) => {
    const found = visitOf(request);
    if (found === null) return showBroken(request, reply);
    const { id, visit, about } = found;
    if (request.url.includes('?')) {
      visits.put(id, { ...visit, language: languageOf(request) });
      return reply.redirect(about.path, 303);
    }
    return show(reply, visit.person === null ? pages.signIn(about, null) : pages.consent(about, visit.person));
  });

  scope.post('/visits/:id', (request, reply) => {
    const found = visitOf(request);
    if (found === null) return showBroken(request, reply);
    const { id, visit, about } = found;
    const { act, login = '', password = '' } = (request.body ?? {}) as FormFields;
    if (act === 'deny') {
      visits.take(id);
      return back(reply, visit.request, { error: 'access_denied' });
    }
    if (act === 'allow' && visit.person !== null) {
      visits.take(id);
      const code = newToken();
      grants.put(code, { request: visit.request, person: visit.person });
      return back(reply, visit.request, { code });
    }
    const typed = login.trim().toLowerCase();
    const person = demoPeople[kind.id].find((one) => one.login === typed);
    if (person === undefined || !sameSecret(person.password, password)) {
      return show(reply, pages.signIn(about, login), 422);
    }
    visits.put(id, { ...visit, person });
    return reply.redirect(about.path, 303);
  });
}
