import type { Kysely, Selectable } from 'kysely';
import type { AccountRules } from '#protocol/api/profile.ts';
import { device, type SignInRequest, type TwoStepChallenge } from '#protocol/api/sessions.ts';
import type { Database } from '../../../platform/database/schema.ts';
import type { SignInChallengesTable } from '../tables.ts';
import { newToken, sha256 } from '../../../platform/crypto/tokens.ts';

export type ChallengeRow = Selectable<SignInChallengesTable>;

/** The question for the second step where the account has two-step sign-in on; null where it has not. */
export async function challengeIfOn(
  trx: Kysely<Database>,
  accountId: string,
  place: Pick<SignInRequest, 'computer' | 'device'>,
  now: number,
  rules: AccountRules,
): Promise<TwoStepChallenge | null> {
  const on = await trx
    .selectFrom('two_step')
    .select('account_id')
    .where('account_id', '=', accountId)
    .where('confirmed_at', 'is not', null)
    .executeTakeFirst();
  if (!on) return null;
  const challenge = newToken();
  const expiresAt = now + rules.twoStepMs;
  await trx
    .insertInto('sign_in_challenges')
    .values({
      token_hash: sha256(challenge),
      account_id: accountId,
      computer: place.computer,
      device_name: place.device.name,
      device_platform: place.device.platform,
      tries: 0,
      expires_at: expiresAt,
    })
    .execute();
  return { twoStep: { challenge, expiresInMs: rules.twoStepMs } };
}

/** An open challenge; undefined when it is unknown, used, or has run out. */
export async function readChallenge(
  db: Kysely<Database>,
  challenge: string,
  now: number,
): Promise<ChallengeRow | undefined> {
  return db
    .selectFrom('sign_in_challenges')
    .selectAll()
    .where('token_hash', '=', sha256(challenge))
    .where('expires_at', '>', now)
    .executeTakeFirst();
}

/** Ends every sign-in of the account that is half-way. */
export async function dropChallenges(trx: Kysely<Database>, accountId: string): Promise<void> {
  await trx.deleteFrom('sign_in_challenges').where('account_id', '=', accountId).execute();
}

/** The account's computer and device that the sign-in began at. */
export function challengePlace(row: ChallengeRow): Pick<SignInRequest, 'computer' | 'device'> {
  return { computer: row.computer, device: device.parse({ name: row.device_name, platform: row.device_platform }) };
}

/** Counts a wrong code; with the last one the challenge is gone. Returns how many more it takes. */
export async function countTry(trx: Kysely<Database>, row: ChallengeRow, rules: AccountRules): Promise<number> {
  const tries = row.tries + 1;
  const left = Math.max(0, rules.twoStepTries - tries);
  const same = { token_hash: row.token_hash };
  if (left > 0)
    await trx
      .updateTable('sign_in_challenges')
      .set({ tries })
      .where((eb) => eb.and(same))
      .execute();
  else
    await trx
      .deleteFrom('sign_in_challenges')
      .where((eb) => eb.and(same))
      .execute();
  return left;
}

/** A challenge is good for one sign-in. */
export async function dropChallenge(trx: Kysely<Database>, challenge: string): Promise<void> {
  await trx.deleteFrom('sign_in_challenges').where('token_hash', '=', sha256(challenge)).execute();
}
