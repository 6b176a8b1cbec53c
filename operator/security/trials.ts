import { paths } from '#protocol/http/paths.ts';
import { newId, newToken, sha256 } from '../accounts/tokens.ts';
import { demoContracts } from '../seed/demo-contracts.ts';
import type { Request } from './rig.ts';
import { marina, place, vera, verasCard, verasPhone, type World } from './world.ts';

/** The same request about what is Vera's, and about what does not exist. */
export type Trial = (world: World) => Promise<readonly [foreign: Request, absent: Request]>;

/**
 * `caller`: names nobody, and is about whoever's token it is (shown by the tour, which leaves what is Vera's alone).
 * `public`: about no person.
 */
type Tried = Trial | 'caller' | 'public';

const language = 'en';
const nobodysContract = '1999999999';
const wrong = 'no password of anybody';

const mine = (world: World): { token: string } => ({ token: world.marina.accessToken });
const pair = (request: Request, foreign: Partial<Request>, absent: Partial<Request>): readonly [Request, Request] => [
  { ...request, ...foreign },
  { ...request, ...absent },
];
/** A body in which one field is Vera's, or nobody's. */
function field(template: string, name: string, values: readonly [string, string], rest: object = {}, token?: string) {
  const request = { method: 'POST', template, ...(token === undefined ? {} : { token }) } as const;
  const [foreign, absent] = values;
  return pair(request, { body: { ...rest, [name]: foreign } }, { body: { ...rest, [name]: absent } });
}
/** Vera's password where Marina's is asked for: as wrong as any. */
const proof =
  (template: string, rest: object = {}, more: Partial<Request> = {}): Trial =>
  (world) =>
    Promise.resolve(
      pair(
        { method: 'POST', template, ...mine(world), ...more },
        { body: { ...rest, password: vera.password } },
        { body: { ...rest, password: wrong } },
      ),
    );

const code = 'C'.repeat(43);
const exchange = { grant_type: 'authorization_code', client_id: 'plus-cabinet', code_verifier: 'V'.repeat(43) };
const redirect_uri = 'http://127.0.0.1:49152/callback';

/** How each route of the document is tried, by its name there. For tests alone. */
export const tried: Readonly<Record<string, Tried>> = {
  'GET /health/live': 'public',
  'GET /health/ready': 'public',
  'GET /openapi.json': 'public',
  'GET /v1/profile': 'public',
  'GET /v1/demo/subscribers': 'public',
  'GET /links/{purpose}': 'public',
  'GET /.well-known/oauth-authorization-server': 'public',
  // No sign-in and loopback alone: the operator's own desk, which demo and tests have.
  'GET /console/clock': 'public',
  'POST /console/clock/advance': 'public',
  'POST /console/top-ups': 'public',
  'GET /console/letters': 'public',
  'GET /console/letters/{letterId}': 'public',
  'GET /console/messages': 'public',
  'PUT /console/faults/mail': 'public',
  'PUT /console/faults/identity/{provider}': 'public',

  'POST /v1/sessions': () =>
    Promise.resolve(field(paths.sessions, 'email', [vera.email, 'nobody@example.test'], { password: wrong, ...place })),
  'POST /v1/sessions/refresh': ({ veras }) =>
    Promise.resolve(field(paths.refresh, 'refreshToken', [veras.endedRefresh, newToken()])),
  'POST /v1/sessions/two-step': ({ vera: { refreshToken } }) =>
    Promise.resolve(field(paths.twoStepSignIn, 'challenge', [refreshToken, newToken()], { code: '123456' })),
  'POST /v1/sessions/identity': ({ veras }) =>
    Promise.resolve(field(paths.identitySignIn, 'ticket', [veras.reset, newToken()], place)),
  'POST /v1/sessions/identity/link': ({ veras }) =>
    Promise.resolve(
      field(paths.identityLinkSignIn, 'ticket', [veras.email, newToken()], { password: vera.password, ...place }),
    ),
  'POST /v1/registrations': () => {
    const rest = { password: wrong, advertisingConsent: false, consentTextVersion: '2026-09', language };
    return Promise.resolve(field(paths.registrations, 'email', [vera.email, 'free@example.test'], rest));
  },
  'POST /v1/registrations/letter': () =>
    Promise.resolve(field(paths.registrationLetter, 'email', [vera.email, 'nobody@example.test'], { language })),
  'POST /v1/registrations/confirmation': ({ veras }) => {
    const rest = { password: vera.password, ...place };
    return Promise.resolve(field(paths.registrationConfirmation, 'token', [veras.email, newToken()], rest));
  },
  'POST /v1/password-resets': () =>
    Promise.resolve(field(paths.passwordResets, 'email', [vera.email, 'nobody@example.test'], { language })),
  'POST /v1/password-resets/completion': ({ veras }) =>
    Promise.resolve(field(paths.passwordResetCompletion, 'token', [veras.email, newToken()], { password: wrong })),
  'POST /v1/email-changes/confirmation': ({ veras }) =>
    Promise.resolve(field(paths.emailConfirmation, 'token', [veras.reset, newToken()])),
  'GET /oauth/authorize': 'public',
  'GET /oauth/callback/{provider}': async ({ rig }) => {
    // A sign-in that another browser began: its state is in the address, its cookie is not here.
    const challenge = { code_challenge: code, code_challenge_method: 'S256', response_type: 'code', scope: 'identity' };
    const query = { ...challenge, client_id: 'plus-cabinet', redirect_uri, state: newToken(), provider: 'vk' };
    const sent = await rig.ask({
      method: 'GET',
      template: paths.oauthAuthorize,
      query: `?${new URLSearchParams(query).toString()}`,
    });
    const state = new URL(sent.headers['location'] ?? '').searchParams.get('state') ?? '';
    const request = { method: 'GET', template: paths.oauthCallback, parts: { provider: 'vk' } } as const;
    return pair(request, { query: `?code=x&state=${state}` }, { query: `?code=x&state=${newToken()}` });
  },
  'POST /oauth/token': async ({ rig }) => {
    // A code that was given to another program: its verifier is not here.
    const person = { provider: 'vk', subject: '1', name: null, email: vera.email, emailVerified: true };
    const theirs = { redirect_uri, code_challenge: code, person: JSON.stringify(person), used_at: null };
    const given = newToken();
    const expires_at = rig.server.core.clock.now() + 60_000;
    const row = { ...theirs, code_hash: sha256(given), expires_at, ticket_hash: null };
    await rig.server.core.db.insertInto('oauth_codes').values(row).execute();
    const request = { method: 'POST', template: paths.oauthToken } as const;
    return pair(
      request,
      { form: { ...exchange, redirect_uri, code: given } },
      { form: { ...exchange, redirect_uri, code: newToken() } },
    );
  },

  'GET /v1/contracts/{contractNumber}/overview': (world) =>
    Promise.resolve(
      pair(
        { method: 'GET', template: paths.overview, ...mine(world) },
        { parts: { contractNumber: demoContracts.dacha } },
        { parts: { contractNumber: nobodysContract } },
      ),
    ),
  'DELETE /v1/account/sessions/{sessionId}': (world) =>
    Promise.resolve(
      pair(
        { method: 'DELETE', template: paths.accountSession, ...mine(world) },
        { parts: { sessionId: world.vera.session.id } },
        { parts: { sessionId: newId() } },
      ),
    ),
  'POST /v1/account/identities/{provider}/unlink': (world) =>
    Promise.resolve(
      pair(
        { method: 'POST', template: paths.accountIdentityUnlink, ...mine(world), body: { password: marina.password } },
        { parts: { provider: 'facebook' } },
        { parts: { provider: 'ok' } },
      ),
    ),
  'POST /v1/account/identities': ({ veras, marina: { accessToken } }) =>
    Promise.resolve(
      field(
        paths.accountIdentities,
        'ticket',
        [veras.challenge, newToken()],
        { password: marina.password },
        accessToken,
      ),
    ),
  'POST /v1/account/contracts': async (world) => {
    const contract = { surname: 'Лапина', firstName: 'Вера', patronymic: 'Олеговна', cardNumber: verasCard };
    const [foreign, absent] = [await world.newcomer(), await world.newcomer()];
    const request = { method: 'POST', template: paths.accountContracts } as const;
    return pair(
      request,
      { token: foreign.accessToken, body: { ...contract, contractNumber: demoContracts.blocked } },
      { token: absent.accessToken, body: { ...contract, contractNumber: nobodysContract } },
    );
  },
  'POST /v1/account/email': (world) =>
    Promise.resolve(
      field(
        paths.accountEmail,
        'email',
        [vera.email, 'free@example.test'],
        { password: marina.password, language },
        world.marina.accessToken,
      ),
    ),
  'POST /v1/account/phone': proof(paths.accountPhone, { phone: verasPhone, language }),
  'POST /v1/account/phone/confirmation': (world) =>
    Promise.resolve(
      field(paths.accountPhoneConfirmation, 'code', [world.veras.phoneCode, '000000'], {}, world.marina.accessToken),
    ),
  'POST /v1/account/two-step': proof(paths.twoStepSetup),
  'POST /v1/account/two-step/confirmation': (world) =>
    Promise.resolve(
      field(paths.twoStepConfirmation, 'code', [world.veras.appCode, '000000'], {}, world.marina.accessToken),
    ),
  'POST /v1/account/two-step/recovery-codes': proof(paths.twoStepRecoveryCodes),
  'POST /v1/account/two-step/off': proof(paths.twoStepOff),
  'PUT /v1/account/password': proof(paths.accountPassword, { next: 'quite another one', language }, { method: 'PUT' }),
  'POST /v1/account/deletion': proof(paths.accountDeletion, { language }),
  'POST /v1/sessions/current/unlock': proof(paths.unlock),
  'DELETE /v1/sessions/current': 'caller',
  'GET /v1/account': 'caller',
  'GET /v1/account/sessions': 'caller',
  'DELETE /v1/account/sessions': 'caller',
  'GET /v1/account/security': 'caller',
  'PUT /v1/account/consents/advertising': 'caller',
  'GET /v1/account/data': 'caller',
  'GET /v1/events': 'caller',
};

/** What the refusal of each trial says. The doors that send letters say the same whatever the address: 202. */
export const answers: Readonly<Record<string, string>> = {
  'POST /v1/sessions': '"sign-in-failed"',
  'POST /v1/sessions/refresh': '"session-ended"',
  'POST /v1/sessions/two-step': '"two-step-expired"',
  'POST /v1/sessions/identity': '"identity-ticket-expired"',
  'POST /v1/sessions/identity/link': '"identity-ticket-expired"',
  'POST /v1/registrations': 'letter-sent',
  'POST /v1/registrations/letter': 'letter-sent',
  'POST /v1/registrations/confirmation': '"link-invalid"',
  'POST /v1/password-resets': 'letter-sent',
  'POST /v1/password-resets/completion': '"link-invalid"',
  'POST /v1/email-changes/confirmation': '"link-invalid"',
  'GET /oauth/callback/{provider}': '<!doctype html>',
  'POST /oauth/token': '"invalid_grant"',
  'GET /v1/contracts/{contractNumber}/overview': '"contract-not-found"',
  'DELETE /v1/account/sessions/{sessionId}': '"not-found"',
  'POST /v1/account/identities/{provider}/unlink': '"not-found"',
  'POST /v1/account/identities': '"identity-ticket-expired"',
  'POST /v1/account/contracts': '"contract-not-matched"',
  'POST /v1/account/email': 'letter-sent',
  'POST /v1/account/phone': '"password-wrong"',
  'POST /v1/account/phone/confirmation': '"code-expired"',
  'POST /v1/account/two-step': '"password-wrong"',
  'POST /v1/account/two-step/confirmation': '"two-step-expired"',
  'POST /v1/account/two-step/recovery-codes': '"password-wrong"',
  'POST /v1/account/two-step/off': '"password-wrong"',
  'PUT /v1/account/password': '"password-wrong"',
  'POST /v1/account/deletion': '"password-wrong"',
  'POST /v1/sessions/current/unlock': '"password-wrong"',
};
