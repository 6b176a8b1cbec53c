import { passwordResets, sessions } from '#protocol/api/sign-in.ts';
import { TOTP } from 'otpauth';
import type { IdentityProvider } from '#protocol/api/identity.ts';
import { accounts, twoStep } from '#protocol/api/accounts.ts';
import { twoStepSetup } from '#protocol/api/account-security.ts';
import { tokenGrant, type TokenGrant } from '#protocol/api/sessions.ts';
import { newToken, sha256 } from '../../operator/platform/crypto/tokens.ts';
import { demoSubscribers } from '../../operator/outside/seed/demo-subscribers.ts';
import { demoContracts } from '../../operator/outside/seed/demo-contracts.ts';
import { operationName, type Answer, type Request, type Rig } from './harness.ts';
import type { Belongings } from './rows-of.ts';

function subscriber(key: 'healthy' | 'blocked'): { readonly email: string; readonly password: string } {
  const found = demoSubscribers.find((one) => one.key === key);
  if (!found) throw new Error(`The demo data has no ${key} subscriber.`);
  return found;
}

/** The caller. */
export const marina = subscriber('healthy');
/** The owner of the requested resources. */
export const vera = subscriber('blocked');
export const verasPhone = '+79005550188';
export const verasCard = '047098452071';
const verasOtherEmail = 'vera.elsewhere@example.test';
const verasContracts = [demoContracts.blocked, demoContracts.dacha];

export const place = { computer: 'own', device: { name: 'A computer', platform: 'linux' } } as const;
const language = 'en';

/** Fixture: Marina, the caller, and Vera, with a pending item of every kind. Test helper. */
export interface AuthorizationFixture {
  readonly harness: Rig;
  readonly marina: TokenGrant;
  readonly vera: TokenGrant;
  /** Vera's links, codes and tokens. */
  readonly veras: Readonly<Record<'reset' | 'email' | 'phoneCode' | 'appCode' | 'challenge' | 'endedRefresh', string>>;
  /** Creates a new account without a contract. */
  newcomer(): Promise<TokenGrant>;
  /** Vera's current ids, for finding her rows. */
  belongings(): Promise<Belongings>;
}

async function well(harness: Rig, request: Request): Promise<Answer> {
  const answer = await harness.ask(request);
  if (answer.status >= 400) throw new Error(`${operationName(request)}: ${answer.text}`);
  return answer;
}

/** Signs a subscriber in. */
export async function signIn(
  harness: Rig,
  who: { readonly email: string; readonly password: string },
): Promise<TokenGrant> {
  const { email, password } = who;
  const answer = await well(harness, {
    method: 'POST',
    template: sessions.create.path,
    body: { email, password, ...place },
  });
  return tokenGrant.parse(JSON.parse(answer.text));
}

/** Creates an identity ticket for an unknown social network user. */
async function ticket({ server: { core } }: Rig, provider: IdentityProvider, subject: string): Promise<string> {
  const token = newToken();
  const person = JSON.stringify({ provider, subject, name: null, email: null, emailVerified: false });
  const expires_at = core.clock.now() + 300_000;
  await core.db
    .insertInto('identity_tickets')
    .values({ token_hash: sha256(token), person, expires_at, used_at: null })
    .execute();
  return token;
}

async function newcomer(harness: Rig): Promise<TokenGrant> {
  const body = { ticket: await ticket(harness, 'ok', newToken()), ...place };
  const answer = await well(harness, { method: 'POST', template: sessions.createByIdentity.path, body });
  return tokenGrant.parse(JSON.parse(answer.text));
}

/** Inserts a pending two-step sign-in and a linked social network of Vera's. */
async function plant({ server: { core } }: Rig, accountId: string): Promise<string> {
  const challenge = newToken();
  const { computer, device } = place;
  const row = { account_id: accountId, computer, device_name: device.name, device_platform: device.platform };
  const expires_at = core.clock.now() + 300_000;
  await core.db
    .insertInto('sign_in_challenges')
    .values({ ...row, token_hash: sha256(challenge), tries: 0, expires_at })
    .execute();
  const identity = { provider: 'facebook', subject: '7', name: 'Vera', email: null, linked_at: 0 } as const;
  await core.db
    .insertInto('identities')
    .values({ ...identity, account_id: accountId })
    .execute();
  return challenge;
}

async function belongings({ server: { core } }: Rig, accountId: string): Promise<Belongings> {
  const sessions = await core.db.selectFrom('sessions').select('id').where('account_id', '=', accountId).execute();
  return { accountId, email: vera.email, contracts: verasContracts, sessionIds: sessions.map(({ id }) => id) };
}

/** Signs both in and makes Vera request a password link, a new address, an SMS code and two-step sign-in. */
export async function createFixture(harness: Rig): Promise<AuthorizationFixture> {
  const ended = await signIn(harness, vera);
  await well(harness, { method: 'DELETE', template: sessions.end.path, token: ended.accessToken });
  const grant = await signIn(harness, vera);
  const post = (template: string, body: object): Promise<Answer> =>
    well(harness, { method: 'POST', template, token: grant.accessToken, body });
  const { email, password } = vera;
  await post(passwordResets.create.path, { email, language });
  await post(accounts.changeEmail.path, { password, email: verasOtherEmail, language });
  await post(accounts.changePhone.path, { password, phone: verasPhone, language });
  const { secret } = twoStepSetup.parse(JSON.parse((await post(twoStep.setUp.path, { password })).text));
  return {
    harness,
    marina: await signIn(harness, marina),
    vera: grant,
    veras: {
      reset: await harness.linkTo(email, 'password-reset'),
      email: await harness.linkTo(verasOtherEmail, 'email'),
      phoneCode: await harness.codeTo(verasPhone),
      appCode: new TOTP({ secret }).generate({ timestamp: harness.server.core.clock.now() }),
      challenge: await plant(harness, grant.account.id),
      endedRefresh: ended.refreshToken,
    },
    newcomer: () => newcomer(harness),
    belongings: () => belongings(harness, grant.account.id),
  };
}
