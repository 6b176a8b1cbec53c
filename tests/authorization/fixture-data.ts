import { TOTP } from 'otpauth';
import type { IdentityProvider } from '#protocol/api/identity.ts';
import { accounts, twoStep } from '#protocol/api/accounts.ts';
import { paths } from '#protocol/api/paths.ts';
import { twoStepSetup } from '#protocol/api/account-security.ts';
import { tokenGrant, type TokenGrant } from '#protocol/api/sessions.ts';
import { newToken, sha256 } from '../../operator/platform/crypto/tokens.ts';
import { demoSubscribers } from '../../operator/outside/seed/demo-subscribers.ts';
import { demoContracts } from '../../operator/outside/seed/demo-contracts.ts';
import { operationName, type Answer, type Request, type Rig } from './harness.ts';
import type { Belongings } from './rows-of.ts';

function subscriber(key: 'healthy' | 'blocked'): { readonly email: string; readonly password: string } {
  const found = demoSubscribers.find((one) => one.key === key);
  if (!found) throw new Error(`The demo has nobody who is ${key}.`);
  return found;
}

/** Who asks. */
export const marina = subscriber('healthy');
/** Whose things are asked for. */
export const vera = subscriber('blocked');
export const verasPhone = '+79005550188';
export const verasCard = '047098452071';
const verasOtherEmail = 'vera.elsewhere@example.test';
const verasContracts = [demoContracts.blocked, demoContracts.dacha];

export const place = { computer: 'own', device: { name: 'A computer', platform: 'linux' } } as const;
const language = 'en';

/** Marina, who asks; and Vera, who has something waiting wherever something can wait. For tests alone. */
export interface World {
  readonly rig: Rig;
  readonly marina: TokenGrant;
  readonly vera: TokenGrant;
  /** Links, codes and tokens that are Vera's. */
  readonly veras: Readonly<Record<'reset' | 'email' | 'phoneCode' | 'appCode' | 'challenge' | 'endedRefresh', string>>;
  /** An account without a contract; each a new one. */
  newcomer(): Promise<TokenGrant>;
  /** What Vera has by now, to be looked for. */
  belongings(): Promise<Belongings>;
}

async function well(rig: Rig, request: Request): Promise<Answer> {
  const answer = await rig.ask(request);
  if (answer.status >= 400) throw new Error(`${operationName(request)}: ${answer.text}`);
  return answer;
}

/** Signs a subscriber in. */
export async function signIn(
  rig: Rig,
  who: { readonly email: string; readonly password: string },
): Promise<TokenGrant> {
  const { email, password } = who;
  const answer = await well(rig, { method: 'POST', template: paths.sessions, body: { email, password, ...place } });
  return tokenGrant.parse(JSON.parse(answer.text));
}

/** A ticket of a person of a network whom nobody knows. */
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

async function newcomer(rig: Rig): Promise<TokenGrant> {
  const body = { ticket: await ticket(rig, 'ok', newToken()), ...place };
  const answer = await well(rig, { method: 'POST', template: paths.identitySignIn, body });
  return tokenGrant.parse(JSON.parse(answer.text));
}

/** A sign-in of Vera's that is half-way, and a network that she has linked, as the tables hold them. */
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

/** Lets Vera ask for a link to set a password, another address, a code by SMS and a second step; and signs both in. */
export async function makeWorld(rig: Rig): Promise<World> {
  const ended = await signIn(rig, vera);
  await well(rig, { method: 'DELETE', template: paths.currentSession, token: ended.accessToken });
  const grant = await signIn(rig, vera);
  const post = (template: string, body: object): Promise<Answer> =>
    well(rig, { method: 'POST', template, token: grant.accessToken, body });
  const { email, password } = vera;
  await post(paths.passwordResets, { email, language });
  await post(accounts.changeEmail.path, { password, email: verasOtherEmail, language });
  await post(accounts.changePhone.path, { password, phone: verasPhone, language });
  const { secret } = twoStepSetup.parse(JSON.parse((await post(twoStep.setUp.path, { password })).text));
  return {
    rig,
    marina: await signIn(rig, marina),
    vera: grant,
    veras: {
      reset: await rig.linkTo(email, 'password-reset'),
      email: await rig.linkTo(verasOtherEmail, 'email'),
      phoneCode: await rig.codeTo(verasPhone),
      appCode: new TOTP({ secret }).generate({ timestamp: rig.server.core.clock.now() }),
      challenge: await plant(rig, grant.account.id),
      endedRefresh: ended.refreshToken,
    },
    newcomer: () => newcomer(rig),
    belongings: () => belongings(rig, grant.account.id),
  };
}
