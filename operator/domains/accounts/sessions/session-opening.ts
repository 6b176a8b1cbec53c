import type { Kysely } from 'kysely';
import type { AccountRules } from '#protocol/api/profile.ts';
import type { SignInAnswer, SignInRequest, TokenGrant } from '#protocol/api/sessions.ts';
import type { Database } from '../../../platform/database/schema.ts';
import { ProblemError } from '../../../platform/http/problem-error.ts';
import { lockAccount } from '../account-lock.ts';
import { sessionLifeMs } from './rules.ts';
import { grantOf, issuePair } from './session-store.ts';
import { newId } from '../../../platform/crypto/tokens.ts';
import { challengeIfOn } from '../two-step/challenges.ts';

/** Where a person signs in: whose computer it is, and what it calls itself in the list of devices. */
export type SignInPlace = Pick<SignInRequest, 'computer' | 'device'>;

/** Makes a session with its first pair of tokens, in the transaction of whatever allowed it. */
export async function openSession(
  trx: Kysely<Database>,
  accountId: string,
  place: SignInPlace,
  now: number,
  rules: AccountRules,
): Promise<TokenGrant> {
  const session = {
    id: newId(),
    account_id: accountId,
    computer: place.computer,
    device_name: place.device.name,
    device_platform: place.device.platform,
    created_at: now,
    expires_at: now + sessionLifeMs(place.computer, rules),
    last_used_at: now,
    ended_at: null,
    ended_because: null,
    generation: 1,
    generation_used: 0,
  } as const;
  await trx.insertInto('sessions').values(session).execute();
  const pair = await issuePair(trx, session, { generation: 1, parentGeneration: null }, now, rules);
  return grantOf(trx, session, pair, rules);
}

/**
 * What follows a right first step, in its transaction: a session, or the question for the second step.
 *
 * @throws `sign-in-failed` when the account is gone meanwhile
 */
export async function beginIn(
  trx: Kysely<Database>,
  accountId: string,
  place: SignInPlace,
  now: number,
  rules: AccountRules,
): Promise<SignInAnswer> {
  if (!(await lockAccount(trx, accountId))) throw new ProblemError('sign-in-failed');
  const challenge = await challengeIfOn(trx, accountId, place, now, rules);
  return challenge ?? openSession(trx, accountId, place, now, rules);
}
