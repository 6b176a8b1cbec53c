import { passwordResets, registrations, sessions } from '#protocol/api/sign-in.ts';
import { TOTP } from 'otpauth';
import type { z } from 'zod';
import { accounts, devices, identities, twoStep } from '#protocol/api/accounts.ts';
import { demo, demoSubscribers } from '#protocol/api/demo.ts';
import { autopay } from '#protocol/api/autopay.ts';
import { health } from '#protocol/api/health.ts';
import { operations } from '#protocol/api/operations.ts';
import { overview } from '#protocol/api/overview.ts';
import { profile } from '#protocol/api/profile.ts';
import { fillPath } from '#protocol/api/paths.ts';
import { promiseTerms, promises } from '#protocol/api/promises.ts';
import { recoveryCodes, twoStepSetup } from '#protocol/api/account-security.ts';
import { signedInDevices, tokenGrant, twoStepChallenge, type TokenGrant } from '#protocol/api/sessions.ts';
import { newToken } from '../../operator/platform/crypto/tokens.ts';
import { creditContract } from '../../operator/domains/billing/credit.ts';
import { readContractBilling } from '../../operator/domains/contracts/billing-state-repository.ts';
import { inTransaction } from '../../operator/platform/database/unit-of-work.ts';
import { ownAccountIds } from '../../operator/domains/ledger/accounts.ts';
import { Browser, demoPerson, Program } from '../support/operator/identity-fixture.ts';
import { openStream } from '../../operator/platform/events/stream-reader.ts';
import { oauthTokenAnswer } from '#protocol/api/identity.ts';
import { spareContracts } from '../../operator/outside/seed/spare-contracts.ts';
import { walkConsole } from './console-walk.ts';
import { pay } from './payment-walk.ts';
import { operationName, type Answer, type Request, type Rig } from './harness.ts';

/** Result of calling every route of the service as intended. */
export interface RouteWalk {
  /** Routes that answered with an expected status. */
  readonly visited: ReadonlySet<string>;
  /** Response texts by route, except the demo's subscriber list and the operator console. */
  readonly heard: readonly { readonly operation: string; readonly text: string }[];
  /** Values that must not appear in a log: inputs, tokens, codes and personal data. */
  readonly secrets: ReadonlySet<string>;
}

const TOKEN = /(?<![A-Za-z0-9_-])[A-Za-z0-9_-]{43}(?![A-Za-z0-9_-])/g;
const place = { computer: 'own', device: { name: 'Ninas dator', platform: 'linux' } } as const;
const language = 'en';
const password = 'nine herons by the river';
const newPassword = 'ten herons by the river';
const email = 'nina.walk@example.test';
const newEmail = 'nina.elsewhere@example.test';
const phone = '+79005550199';

class WalkClient {
  readonly visited = new Set<string>();
  readonly heard: { operation: string; text: string }[] = [];
  readonly secrets = new Set<string>();
  readonly #harness: Rig;

  constructor(harness: Rig) {
    this.#harness = harness;
  }

  learn(text: string): void {
    for (const [token] of text.matchAll(TOKEN)) this.secrets.add(token);
  }

  note(operation: string, text: string): void {
    this.visited.add(operation);
    this.learn(text);
    if (!/\/(console|v1\/demo)\//.test(operation)) this.heard.push({ operation, text });
  }

  /** Sends a request; throws when the status is not expected. */
  async go(request: Request, well: readonly number[] = [200, 201, 202, 204]): Promise<Answer> {
    const answer = await this.#harness.ask(request);
    const operation = operationName(request);
    if (!well.includes(answer.status)) throw new Error(`${operation}: ${answer.status} ${answer.text}`);
    this.note(operation, answer.text);
    return answer;
  }

  async read<T>(schema: z.ZodType<T>, request: Request): Promise<T> {
    return schema.parse(JSON.parse((await this.go(request)).text));
  }

  get(template: string, more: Partial<Request> = {}): Promise<Answer> {
    return this.go({ method: 'GET', template, ...more });
  }

  post(template: string, body: object, token?: string): Promise<Answer> {
    return this.go({ method: 'POST', template, body, ...(token === undefined ? {} : { token }) });
  }
}

async function lookAround(to: WalkClient): Promise<void> {
  for (const template of [
    health.live.path,
    health.ready.path,
    profile.read.path,
    operations.oauth.metadata.path,
    '/openapi.json',
  ]) {
    await to.get(template);
  }
  await to.get(operations.linkPages.show.path, { parts: { purpose: 'registration' } });
}

async function register(harness: Rig, to: WalkClient): Promise<TokenGrant> {
  const consent = { advertisingConsent: true, consentTextVersion: '2026-09' };
  await to.post(registrations.create.path, { email, password, language, ...consent });
  to.secrets.add(await harness.linkTo(email, 'registration'));
  harness.time.now += 61_000;
  await to.post(registrations.resendMail.path, { email, language });
  const token = await harness.linkTo(email, 'registration');
  const body = { token, password, ...place };
  return to.read(tokenGrant, { method: 'POST', template: registrations.confirm.path, body });
}

async function complete(harness: Rig, to: WalkClient, { accessToken: token, account }: TokenGrant): Promise<void> {
  const { spareContract } = await to.read(demoSubscribers, { method: 'GET', template: demo.subscribers.path });
  if (!spareContract) throw new Error('No spare contract is left for the route walk.');
  for (const part of [spareContract.contractNumber, spareContract.cardNumber]) to.secrets.add(part);
  await to.post(registrations.complete.path, spareContract, token);
  for (const template of [accounts.read.path, devices.list.path, accounts.security.path])
    await to.get(template, { token });
  const { contractNumber } = spareContract;
  for (const template of [
    overview.read.path,
    operations.statement.page.path,
    operations.statement.csv.path,
    operations.statement.xlsx.path,
  ]) {
    await to.get(template, { token, parts: { contractNumber } });
  }
  await to.get(operations.statement.spending.path, {
    token,
    parts: { contractNumber },
    query: '?from=2026-01-01&to=2026-12-31',
  });
  const topUp = { contractNumber, amountKopecks: 10_000, idempotencyKey: 'walk-of-all-routes' };
  await to.post(operations.console.createTopUp.path, topUp);
  await runOutOfMoney(harness, contractNumber);
  await takePromise(to, token, contractNumber);
  await useAutopay(harness, to, token, account.id, contractNumber);
  await pay(harness, to, token, contractNumber);
}

/** Debits most of a contract's balance, so that a promised payment is offered. */
async function runOutOfMoney({ server: { core } }: Rig, contractNumber: string): Promise<void> {
  await inTransaction(core, async (unit) => {
    const contract = await readContractBilling(unit.trx, contractNumber, unit.today, true);
    const amountKopecks = 100 - (contract?.state.balanceKopecks ?? 0);
    const taken = { kind: 'correction', fromAccountId: ownAccountIds.corrections } as const;
    await creditContract(core, unit, { ...taken, contractNumber, amountKopecks });
  });
}

async function takePromise(to: WalkClient, token: string, contractNumber: string): Promise<void> {
  const request = { template: promises.terms.path, token, parts: { contractNumber } } as const;
  const { offer } = await to.read(promiseTerms, { method: 'GET', ...request });
  if (!offer) throw new Error('No promised payment is offered.');
  const { amountKopecks, dueOn } = offer;
  const headers = { 'idempotency-key': 'promise-of-the-walk' };
  await to.go({ method: 'POST', ...request, body: { amountKopecks, dueOn }, headers });
}

async function useAutopay(
  { server: { core } }: Rig,
  to: WalkClient,
  token: string,
  accountId: string,
  contractNumber: string,
): Promise<void> {
  const card = { id: 'card-of-the-walk', token: newToken(), mask: '•• 4242', brand: 'MIR', expires: '12/29' };
  to.secrets.add(card.token);
  await core.db
    .insertInto('linked_cards')
    .values({ ...card, account_id: accountId, linked_at: 0, unlinked_at: null })
    .execute();
  const when = { kind: 'day', dayOfMonth: 1 };
  const plan = { when, amountKopecks: 50_000, monthlyCeilingKopecks: 50_000, linkedCardId: card.id };
  const request = { template: autopay.read.path, token, parts: { contractNumber } } as const;
  await to.go({ method: 'PUT', ...request, body: plan });
  await to.go({ method: 'GET', ...request });
  await to.go({ method: 'DELETE', ...request });
}

/** Reads the event stream until another device ends this session. */
async function listenToTheEnd(harness: Rig, to: WalkClient, token: string, end: () => Promise<unknown>): Promise<void> {
  const stream = await openStream(harness.origin, token, 0);
  await stream.until(() => stream.hello.length > 0);
  await end();
  await stream.closed;
  to.note(`GET ${operations.events.stream.path}`, JSON.stringify(stream.events));
}

async function change(harness: Rig, to: WalkClient, token: string): Promise<void> {
  await to.go({
    method: 'PUT',
    template: accounts.changePassword.path,
    token,
    body: { password, next: newPassword, language },
  });
  const consent = { granted: false, textVersion: '2026-09' };
  await to.go({ method: 'PUT', template: accounts.setAdvertisingConsent.path, token, body: consent });
  await to.post(sessions.unlock.path, { password: newPassword }, token);
  await to.post(accounts.changeEmail.path, { password: newPassword, email: newEmail, language }, token);
  await to.post(accounts.confirmEmail.path, { token: await harness.linkTo(newEmail, 'email') });
  await to.post(accounts.changePhone.path, { password: newPassword, phone, language }, token);
  const code = await harness.codeTo(phone);
  to.secrets.add(code);
  await to.post(accounts.confirmPhone.path, { code }, token);
}

/** Turns two-step sign-in on, signs out and in with it, and turns it off; returns the new session. */
async function useTwoSteps(harness: Rig, to: WalkClient, token: string): Promise<TokenGrant> {
  const proof = { password: newPassword };
  const { secret } = await to.read(twoStepSetup, { method: 'POST', template: twoStep.setUp.path, token, body: proof });
  to.secrets.add(secret);
  const code = (): string => new TOTP({ secret }).generate({ timestamp: harness.server.core.clock.now() });
  const confirmation = { method: 'POST', template: twoStep.confirm.path, token, body: { code: code() } } as const;
  const { codes } = await to.read(recoveryCodes, confirmation);
  await to.go({ method: 'DELETE', template: sessions.end.path, token });
  await to.post(operations.console.advanceClock.path, { ms: 30_000 });
  const signIn = {
    method: 'POST',
    template: sessions.create.path,
    body: { email: newEmail, ...proof, ...place },
  } as const;
  const { twoStep: step } = await to.read(twoStepChallenge, signIn);
  const second = { challenge: step.challenge, code: code() };
  to.secrets.add(second.code);
  const grant = await to.read(tokenGrant, { method: 'POST', template: sessions.confirmTwoStep.path, body: second });
  const again = {
    method: 'POST',
    template: twoStep.renewRecoveryCodes.path,
    token: grant.accessToken,
    body: proof,
  } as const;
  const { codes: others } = await to.read(recoveryCodes, again);
  for (const one of [...codes, ...others]) to.secrets.add(one);
  await to.post(twoStep.turnOff.path, proof, grant.accessToken);
  return grant;
}

/** Signs in at a social network as a browser does; returns the identity ticket. */
async function ticket(harness: Rig, to: WalkClient, provider: 'vk' | 'facebook', login: string): Promise<string> {
  const program = new Program(harness.origin);
  const browser = new Browser();
  const person = demoPerson(provider, login);
  for (const one of [person.login, person.password, person.email, program.verifier, program.state]) {
    if (one !== null) to.secrets.add(one);
  }
  const back = await browser.allow(await browser.open(program.address(provider)), person);
  const code = program.codeOf(back);
  for (const address of browser.visited) to.learn(address);
  for (const template of [operations.oauth.authorize.path, fillPath(operations.oauth.callback.path, { provider })]) {
    if (!browser.visited.some((url) => new URL(url).pathname === template))
      throw new Error(`${template} was not visited`);
  }
  to.note(operationName({ method: 'GET', template: operations.oauth.authorize.path }), '');
  to.note(operationName({ method: 'GET', template: operations.oauth.callback.path }), '');
  const answer = await program.exchange(code);
  const text = await answer.text();
  to.note(operationName({ method: 'POST', template: operations.oauth.token.path }), text);
  return oauthTokenAnswer.parse(JSON.parse(text)).access_token;
}

async function useNetworks(harness: Rig, to: WalkClient, token: string): Promise<void> {
  const proof = { password: newPassword };
  await to.post(identities.link.path, { ticket: await ticket(harness, to, 'vk', 'artem.belov'), ...proof }, token);
  const parts = { provider: 'vk' };
  await to.go({ method: 'POST', template: identities.unlink.path, parts, token, body: proof });
  await to.post(sessions.createByIdentity.path, {
    ticket: await ticket(harness, to, 'facebook', 'elsa.lind'),
    ...place,
  });
  const { subscribers } = await to.read(demoSubscribers, { method: 'GET', template: demo.subscribers.path });
  const marina = subscribers.find((one) => one.key === 'healthy');
  if (!marina) throw new Error('The demo has no Marina.');
  const link = { ticket: await ticket(harness, to, 'vk', 'marina.sokolova'), password: marina.password, ...place };
  to.secrets.add(marina.password);
  await to.post(sessions.createByIdentityLink.path, link);
}

async function signInBy(to: WalkClient, secret: string): Promise<TokenGrant> {
  const body = { email: newEmail, password: secret, ...place };
  return to.read(tokenGrant, { method: 'POST', template: sessions.create.path, body });
}

async function leave(harness: Rig, to: WalkClient, token: string): Promise<void> {
  const other = await signInBy(to, newPassword);
  const listed = await to.read(signedInDevices, { method: 'GET', template: devices.list.path, token });
  const sessionId = listed.devices.find((one) => !one.current)?.id ?? '';
  await listenToTheEnd(harness, to, other.accessToken, () =>
    to.go({ method: 'DELETE', template: devices.end.path, parts: { sessionId }, token }),
  );
  await to.go({ method: 'DELETE', template: devices.list.path, token });
  await to.post(passwordResets.create.path, { email: newEmail, language });
  const link = await harness.linkTo(newEmail, 'password-reset');
  await to.post(passwordResets.complete.path, { token: link, password });
  const { accessToken } = await signInBy(to, password);
  await to.get(accounts.data.path, { token: accessToken });
  await to.post(accounts.delete.path, { password, language }, accessToken);
}

/**
 * Calls every route as a person who registers, uses the account and deletes it. Throws on an unexpected status.
 * Test helper.
 */
export async function walkRoutes(harness: Rig): Promise<RouteWalk> {
  const to = new WalkClient(harness);
  for (const one of [password, newPassword, email, newEmail, phone, place.device.name]) to.secrets.add(one);
  for (const { number, card, phone: theirs } of spareContracts)
    for (const one of [number, card, theirs]) to.secrets.add(one);
  await lookAround(to);
  const first = await register(harness, to);
  await complete(harness, to, first);
  const refresh = {
    method: 'POST',
    template: sessions.refresh.path,
    body: { refreshToken: first.refreshToken },
  } as const;
  const { accessToken } = await to.read(tokenGrant, refresh);
  await change(harness, to, accessToken);
  const grant = await useTwoSteps(harness, to, accessToken);
  await useNetworks(harness, to, grant.accessToken);
  await leave(harness, to, grant.accessToken);
  await walkConsole(harness, to);
  return to;
}
