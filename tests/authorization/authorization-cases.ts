import { passwordResets, registrations, sessions } from '#protocol/api/sign-in.ts';
import { operations } from '#protocol/api/operations.ts';
import { autopay } from '#protocol/api/autopay.ts';
import { overview } from '#protocol/api/overview.ts';
import { promises } from '#protocol/api/promises.ts';
import { accounts, devices, identities, twoStep } from '#protocol/api/accounts.ts';
import { newId, newToken, sha256 } from '../../operator/platform/crypto/tokens.ts';
import { keyHash } from '../../operator/platform/idempotency/hashes.ts';
import { paymentScope } from '../../operator/domains/payments/start-payment.ts';
import { demoContracts } from '../../operator/outside/seed/demo-contracts.ts';
import type { Request } from './harness.ts';
import { marina, place, vera, verasCard, verasPhone, type AuthorizationFixture } from './fixture-data.ts';

/** The same request for a resource of another account (Vera's) and for one that does not exist. */
export type CaseRequests = (fixture: AuthorizationFixture) => Promise<readonly [foreign: Request, absent: Request]>;

/**
 * `caller`: the route has no resource id and acts on the token's account (the route walk checks that Vera's data stays
 * untouched). `public`: the route concerns no account.
 */
type AuthorizationCase = CaseRequests | 'caller' | 'public';

const language = 'en';
const nobodysContract = '1999999999';
const wrong = 'no password of anybody';

const mine = (fixture: AuthorizationFixture): { token: string } => ({ token: fixture.marina.accessToken });
const pair = (request: Request, foreign: Partial<Request>, absent: Partial<Request>): readonly [Request, Request] => [
  { ...request, ...foreign },
  { ...request, ...absent },
];
/** Requests whose body has one field with Vera's value, or an unknown value. */
function field(template: string, name: string, values: readonly [string, string], rest: object = {}, token?: string) {
  const request = { method: 'POST', template, ...(token === undefined ? {} : { token }) } as const;
  const [foreign, absent] = values;
  return pair(request, { body: { ...rest, [name]: foreign } }, { body: { ...rest, [name]: absent } });
}
/** Vera's password where Marina's is required: treated like any wrong password. */
const proof =
  (template: string, rest: object = {}, more: Partial<Request> = {}): CaseRequests =>
  (fixture) =>
    Promise.resolve(
      pair(
        { method: 'POST', template, ...mine(fixture), ...more },
        { body: { ...rest, password: vera.password } },
        { body: { ...rest, password: wrong } },
      ),
    );

/** Requests with a contract number in the path: Vera's, or an unknown one. */
const contractIn =
  (template: string, more: Partial<Request> = {}): CaseRequests =>
  (fixture) =>
    Promise.resolve(
      pair(
        { method: 'GET', template, ...mine(fixture), ...more },
        { parts: { contractNumber: demoContracts.dacha } },
        { parts: { contractNumber: nobodysContract } },
      ),
    );

const verasKey = 'a-key-of-veras-own';
const verasPaymentId = 'a-payment-of-veras';
const verasCardId = 'a-card-of-veras';

/** Inserts a cancelled payment and a linked card of Vera's. */
async function plantPayment({ harness: { server }, vera: { account } }: AuthorizationFixture): Promise<void> {
  const { db, clock } = server.core;
  const at = clock.now();
  const card = { id: verasCardId, account_id: account.id, token: verasCardId, mask: '•• 4242', brand: 'MIR' };
  await db
    .insertInto('linked_cards')
    .values({ ...card, expires: '12/29', linked_at: at, unlinked_at: null })
    .onConflict((conflict) => conflict.doNothing())
    .execute();
  const nothing = {
    stage: null,
    decline_reason: null,
    phone: null,
    linked_card_id: null,
    expires_at: null,
    order_id: null,
    page_url: null,
    sbp_payload: null,
    card_mask: null,
    transaction_id: null,
    refund_transaction_id: null,
  };
  const when = { created_at: at, settled_at: at, asked_at: at };
  await db
    .insertInto('payments')
    .values({
      ...nothing,
      ...when,
      id: verasPaymentId,
      account_id: account.id,
      contract_number: demoContracts.dacha,
      payee: demoContracts.dacha,
      method: 'sbp',
      origin: 'online',
      amount_kopecks: 50_000,
      fee_kopecks: 0,
      status: 'cancelled',
      language,
      link_card: 0,
      order_version: 0,
      key_hash: keyHash(paymentScope(account.id), verasKey),
    })
    .onConflict((conflict) => conflict.doNothing())
    .execute();
}

/** Requests with a payment id in the path: Vera's, or an unknown one. */
const paymentIn =
  (template: string, more: Partial<Request> = {}): CaseRequests =>
  async (fixture) => {
    await plantPayment(fixture);
    return pair(
      { method: 'GET', template, ...mine(fixture), ...more },
      { parts: { paymentId: verasPaymentId } },
      { parts: { paymentId: newId() } },
    );
  };

const code = 'C'.repeat(43);
const exchange = { grant_type: 'authorization_code', client_id: 'plus-cabinet', code_verifier: 'V'.repeat(43) };
const redirect_uri = 'http://127.0.0.1:49152/callback';

/** Authorization case of each route, by its name in the OpenAPI document. Test helper. */
export const authorizationCases: Readonly<Record<string, AuthorizationCase>> = {
  'GET /health/live': 'public',
  'GET /health/ready': 'public',
  'GET /openapi.json': 'public',
  'GET /v1/profile': 'public',
  'GET /v1/demo/subscribers': 'public',
  'GET /links/{purpose}': 'public',
  'GET /.well-known/oauth-authorization-server': 'public',
  // Operator console: no sign-in, loopback only, available in demo and tests.
  'GET /console/clock': 'public',
  'POST /console/clock/advance': 'public',
  'POST /console/top-ups': 'public',
  'GET /console/letters': 'public',
  'GET /console/letters/{letterId}': 'public',
  'GET /console/messages': 'public',
  'POST /console/messages/incoming': 'public',
  'GET /console/payments': 'public',
  'POST /console/payments/{orderId}/phone-answer': 'public',
  'POST /console/payments/{orderId}/bank-answer': 'public',
  'POST /console/payments/{orderId}/refund': 'public',
  'PUT /console/faults/mail': 'public',
  'PUT /console/faults/identity/{provider}': 'public',
  'PUT /console/faults/payment-system': 'public',
  'PUT /console/faults/methods/{method}': 'public',
  'PUT /console/faults/line': 'public',

  'POST /v1/sessions': () =>
    Promise.resolve(
      field(sessions.create.path, 'email', [vera.email, 'nobody@example.test'], { password: wrong, ...place }),
    ),
  'POST /v1/sessions/refresh': ({ veras }) =>
    Promise.resolve(field(sessions.refresh.path, 'refreshToken', [veras.endedRefresh, newToken()])),
  'POST /v1/sessions/two-step': ({ vera: { refreshToken } }) =>
    Promise.resolve(field(sessions.confirmTwoStep.path, 'challenge', [refreshToken, newToken()], { code: '123456' })),
  'POST /v1/sessions/identity': ({ veras }) =>
    Promise.resolve(field(sessions.createByIdentity.path, 'ticket', [veras.reset, newToken()], place)),
  'POST /v1/sessions/identity/link': ({ veras }) =>
    Promise.resolve(
      field(sessions.createByIdentityLink.path, 'ticket', [veras.email, newToken()], {
        password: vera.password,
        ...place,
      }),
    ),
  'POST /v1/registrations': () => {
    const rest = { password: wrong, advertisingConsent: false, consentTextVersion: '2026-09', language };
    return Promise.resolve(field(registrations.create.path, 'email', [vera.email, 'free@example.test'], rest));
  },
  'POST /v1/registrations/letter': () =>
    Promise.resolve(field(registrations.resendMail.path, 'email', [vera.email, 'nobody@example.test'], { language })),
  'POST /v1/registrations/confirmation': ({ veras }) => {
    const rest = { password: vera.password, ...place };
    return Promise.resolve(field(registrations.confirm.path, 'token', [veras.email, newToken()], rest));
  },
  'POST /v1/password-resets': () =>
    Promise.resolve(field(passwordResets.create.path, 'email', [vera.email, 'nobody@example.test'], { language })),
  'POST /v1/password-resets/completion': ({ veras }) =>
    Promise.resolve(field(passwordResets.complete.path, 'token', [veras.email, newToken()], { password: wrong })),
  'POST /v1/email-changes/confirmation': ({ veras }) =>
    Promise.resolve(field(accounts.confirmEmail.path, 'token', [veras.reset, newToken()])),
  'GET /oauth/authorize': 'public',
  'GET /oauth/callback/{provider}': async ({ harness }) => {
    // A sign-in started in another browser: the state is in the URL, the cookie is missing.
    const challenge = { code_challenge: code, code_challenge_method: 'S256', response_type: 'code', scope: 'identity' };
    const query = { ...challenge, client_id: 'plus-cabinet', redirect_uri, state: newToken(), provider: 'vk' };
    const sent = await harness.ask({
      method: 'GET',
      template: operations.oauth.authorize.path,
      query: `?${new URLSearchParams(query).toString()}`,
    });
    const state = new URL(sent.headers['location'] ?? '').searchParams.get('state') ?? '';
    const request = { method: 'GET', template: operations.oauth.callback.path, parts: { provider: 'vk' } } as const;
    return pair(request, { query: `?code=x&state=${state}` }, { query: `?code=x&state=${newToken()}` });
  },
  'POST /oauth/token': async ({ harness }) => {
    // A code issued to another client: the verifier is missing.
    const person = { provider: 'vk', subject: '1', name: null, email: vera.email, emailVerified: true };
    const theirs = { redirect_uri, code_challenge: code, person: JSON.stringify(person), used_at: null };
    const given = newToken();
    const expires_at = harness.server.core.clock.now() + 60_000;
    const row = { ...theirs, code_hash: sha256(given), expires_at, ticket_hash: null };
    await harness.server.core.db.insertInto('oauth_codes').values(row).execute();
    const request = { method: 'POST', template: operations.oauth.token.path } as const;
    return pair(
      request,
      { form: { ...exchange, redirect_uri, code: given } },
      { form: { ...exchange, redirect_uri, code: newToken() } },
    );
  },

  'GET /v1/contracts/{contractNumber}/overview': contractIn(overview.read.path),
  'GET /v1/contracts/{contractNumber}/promise': contractIn(promises.take.path),
  'POST /v1/contracts/{contractNumber}/promise': contractIn(promises.take.path, {
    method: 'POST',
    body: { amountKopecks: 25_200, dueOn: '2026-11-27' },
    headers: { 'idempotency-key': 'a-key-of-whoever-asks' },
  }),
  'GET /v1/contracts/{contractNumber}/autopay': contractIn(autopay.read.path),
  'PUT /v1/contracts/{contractNumber}/autopay': contractIn(autopay.read.path, {
    method: 'PUT',
    body: {
      when: { kind: 'day', dayOfMonth: 1 },
      amountKopecks: 50_000,
      monthlyCeilingKopecks: 50_000,
      linkedCardId: 'a-card',
    },
  }),
  'DELETE /v1/contracts/{contractNumber}/autopay': contractIn(autopay.read.path, { method: 'DELETE' }),
  'GET /v1/contracts/{contractNumber}/top-up': contractIn(operations.payments.terms.path),
  'GET /v1/contracts/{contractNumber}/top-up/preview': contractIn(operations.payments.preview.path, {
    query: '?amountKopecks=50000',
  }),
  'GET /v1/contracts/{contractNumber}/slip': contractIn(operations.payments.slip.path, {
    query: '?amountKopecks=50000',
  }),
  'GET /v1/payments/{paymentId}': paymentIn(operations.payments.read.path),
  'GET /v1/payments/{paymentId}/receipt': paymentIn(operations.payments.receipt.path),
  'POST /v1/payments/{paymentId}/check': paymentIn(operations.payments.check.path, { method: 'POST', body: {} }),
  'POST /v1/payments/{paymentId}/cancellation': paymentIn(operations.payments.cancel.path, {
    method: 'POST',
    body: {},
  }),
  'GET /v1/payments/by-key/{key}': async (fixture) => {
    // Vera's idempotency key is unknown for Marina's account.
    await plantPayment(fixture);
    const request = { method: 'GET', template: operations.payments.byKey.path, ...mine(fixture) } as const;
    return pair(request, { parts: { key: verasKey } }, { parts: { key: newId() } });
  },
  'POST /v1/payments': async (fixture) => {
    await plantPayment(fixture);
    const body = { payee: demoContracts.healthy, amountKopecks: 50_000, method: 'bank-card', phone: null };
    const rest = { ...body, linkCard: false, language };
    const request = { method: 'POST', template: operations.payments.create.path, ...mine(fixture) } as const;
    const keyed = (linkedCardId: string): Partial<Request> => ({
      headers: { 'idempotency-key': newId() },
      body: { ...rest, linkedCardId },
    });
    return pair(request, keyed(verasCardId), keyed(newId()));
  },
  'DELETE /v1/account/cards/{cardId}': async (fixture) => {
    await plantPayment(fixture);
    const request = { method: 'DELETE', template: operations.cards.unlink.path, ...mine(fixture) } as const;
    return pair(request, { parts: { cardId: verasCardId } }, { parts: { cardId: newId() } });
  },
  // Anyone may pay for a known number; the answer contains only a masked name.
  'POST /v1/payees': (fixture) =>
    Promise.resolve(
      field(operations.payments.payee.path, 'number', [nobodysContract, '1999999998'], {}, fixture.marina.accessToken),
    ),
  'GET /v1/payments': 'caller',
  'GET /v1/payment-methods': 'caller',
  'GET /v1/account/cards': 'caller',
  'GET /payments/return': 'public',
  'POST /payments/webhook': 'public',
  'GET /v1/contracts/{contractNumber}/statement': contractIn(operations.statement.page.path),
  'GET /v1/contracts/{contractNumber}/statement.csv': contractIn(operations.statement.csv.path),
  'GET /v1/contracts/{contractNumber}/statement.xlsx': contractIn(operations.statement.xlsx.path),
  'GET /v1/contracts/{contractNumber}/spending': contractIn(operations.statement.spending.path, {
    query: '?from=2026-01-01&to=2026-12-31',
  }),
  'DELETE /v1/account/sessions/{sessionId}': (fixture) =>
    Promise.resolve(
      pair(
        { method: 'DELETE', template: devices.end.path, ...mine(fixture) },
        { parts: { sessionId: fixture.vera.session.id } },
        { parts: { sessionId: newId() } },
      ),
    ),
  'POST /v1/account/identities/{provider}/unlink': (fixture) =>
    Promise.resolve(
      pair(
        {
          method: 'POST',
          template: identities.unlink.path,
          ...mine(fixture),
          body: { password: marina.password },
        },
        { parts: { provider: 'facebook' } },
        { parts: { provider: 'ok' } },
      ),
    ),
  'POST /v1/account/identities': ({ veras, marina: { accessToken } }) =>
    Promise.resolve(
      field(identities.link.path, 'ticket', [veras.challenge, newToken()], { password: marina.password }, accessToken),
    ),
  'POST /v1/account/contracts': async (fixture) => {
    const contract = { surname: 'Лапина', firstName: 'Вера', patronymic: 'Олеговна', cardNumber: verasCard };
    const [foreign, absent] = [await fixture.newcomer(), await fixture.newcomer()];
    const request = { method: 'POST', template: registrations.complete.path } as const;
    return pair(
      request,
      { token: foreign.accessToken, body: { ...contract, contractNumber: demoContracts.blocked } },
      { token: absent.accessToken, body: { ...contract, contractNumber: nobodysContract } },
    );
  },
  'POST /v1/account/email': (fixture) =>
    Promise.resolve(
      field(
        accounts.changeEmail.path,
        'email',
        [vera.email, 'free@example.test'],
        { password: marina.password, language },
        fixture.marina.accessToken,
      ),
    ),
  'POST /v1/account/phone': proof(accounts.changePhone.path, { phone: verasPhone, language }),
  'POST /v1/account/phone/confirmation': (fixture) =>
    Promise.resolve(
      field(accounts.confirmPhone.path, 'code', [fixture.veras.phoneCode, '000000'], {}, fixture.marina.accessToken),
    ),
  'POST /v1/account/two-step': proof(twoStep.setUp.path),
  'POST /v1/account/two-step/confirmation': (fixture) =>
    Promise.resolve(
      field(twoStep.confirm.path, 'code', [fixture.veras.appCode, '000000'], {}, fixture.marina.accessToken),
    ),
  'POST /v1/account/two-step/recovery-codes': proof(twoStep.renewRecoveryCodes.path),
  'POST /v1/account/two-step/off': proof(twoStep.turnOff.path),
  'PUT /v1/account/password': proof(
    accounts.changePassword.path,
    { next: 'quite another one', language },
    { method: 'PUT' },
  ),
  'POST /v1/account/deletion': proof(accounts.delete.path, { language }),
  'POST /v1/sessions/current/unlock': proof(sessions.unlock.path),
  'DELETE /v1/sessions/current': 'caller',
  'GET /v1/account': 'caller',
  'GET /v1/account/sessions': 'caller',
  'DELETE /v1/account/sessions': 'caller',
  'GET /v1/account/security': 'caller',
  'PUT /v1/account/consents/advertising': 'caller',
  'GET /v1/account/data': 'caller',
  'GET /v1/events': 'caller',
};

/** Expected error code of each case. Routes that send mail answer 202 for any address. */
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
  'GET /v1/contracts/{contractNumber}/top-up': '"contract-not-found"',
  'GET /v1/contracts/{contractNumber}/top-up/preview': '"contract-not-found"',
  'GET /v1/contracts/{contractNumber}/slip': '"contract-not-found"',
  'GET /v1/payments/{paymentId}': '"payment-not-found"',
  'GET /v1/payments/{paymentId}/receipt': '"payment-not-found"',
  'POST /v1/payments/{paymentId}/check': '"payment-not-found"',
  'POST /v1/payments/{paymentId}/cancellation': '"payment-not-found"',
  'GET /v1/payments/by-key/{key}': '{"known":false}',
  'POST /v1/payments': '"card-not-found"',
  'DELETE /v1/account/cards/{cardId}': '"card-not-found"',
  'POST /v1/payees': '"payee-not-found"',
  'GET /v1/contracts/{contractNumber}/promise': '"contract-not-found"',
  'POST /v1/contracts/{contractNumber}/promise': '"contract-not-found"',
  'GET /v1/contracts/{contractNumber}/autopay': '"contract-not-found"',
  'PUT /v1/contracts/{contractNumber}/autopay': '"contract-not-found"',
  'DELETE /v1/contracts/{contractNumber}/autopay': '"contract-not-found"',
  'GET /v1/contracts/{contractNumber}/statement': '"contract-not-found"',
  'GET /v1/contracts/{contractNumber}/statement.csv': '"contract-not-found"',
  'GET /v1/contracts/{contractNumber}/statement.xlsx': '"contract-not-found"',
  'GET /v1/contracts/{contractNumber}/spending': '"contract-not-found"',
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
