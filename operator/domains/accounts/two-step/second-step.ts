import type { Kysely } from 'kysely';
import type { AccountRules } from '#protocol/api/profile.ts';
import type { TokenGrant, TwoStepSignInRequest } from '#protocol/api/sessions.ts';
import type { Clock } from '../../../platform/clock/clock.ts';
import type { Database } from '../../../platform/database/schema.ts';
import { ProblemError } from '../../../platform/http/problem-error.ts';
import { lockAccount } from '../account-lock.ts';
import { createLines } from '../keyed-queue.ts';
import type { Passwords } from '../passwords/passwords.ts';
import { openSession } from '../sessions/session-opening.ts';
import { forgetFailures, refuseWhileWaiting, reserveTryIn } from '../../../platform/limits/failure-throttle.ts';
import { sha256 } from '../../../platform/crypto/tokens.ts';
import { challengePlace, countTry, dropChallenge, readChallenge } from './challenges.ts';
import { readCode } from './code-rules.ts';
import { hashRecoveryCode, takeRecoveryCode } from './recovery-codes.ts';
import { takeAppCode } from './taken-steps.ts';

export interface SecondStepDeps {
  readonly db: Kysely<Database>;
  readonly clock: Clock;
  readonly rules: AccountRules;
  readonly passwords: Passwords;
}

/**
 * Answers a challenge with a code of the authenticator app or a recovery code.
 *
 * @throws `two-step-failed` (with `triesLeft` of this challenge), `two-step-expired`, `sign-in-throttled`
 */
export type FinishSignIn = (request: TwoStepSignInRequest) => Promise<TokenGrant>;

/** Takes a code if it is right; prepared outside of the transaction, since a recovery code costs a hash. */
type TakeCode = (trx: Kysely<Database>, now: number) => Promise<boolean>;

/**
 * The key under which wrong second steps are counted. It is the account's and not the challenge's, so that starting
 * anew gives no more tries; and a right password does not touch it, so that whoever has that alone has nothing.
 */
export function secondStepKey(accountId: string): string {
  return sha256(`two-step:${accountId}`);
}

/** The second step of getting in. Each try is judged with the account held, so tries at once cannot outrun the count. */
export function createSecondStep(deps: SecondStepDeps): FinishSignIn {
  const { db, clock, rules, passwords } = deps;
  const inLine = createLines();

  async function prepare(accountId: string, typed: string): Promise<TakeCode> {
    const code = readCode(typed);
    switch (code.kind) {
      case 'app':
        return (trx, now) => takeAppCode(trx, accountId, code.code, now);
      case 'recovery': {
        await refuseWhileWaiting(db, secondStepKey(accountId), clock.now());
        const hash = await hashRecoveryCode(db, passwords, accountId, code.code);
        return (trx, now) => (hash === null ? Promise.resolve(false) : takeRecoveryCode(trx, accountId, hash, now));
      }
      case 'neither':
        return () => Promise.resolve(false);
    }
  }

  async function judge(accountId: string, challenge: string, take: TakeCode): Promise<TokenGrant | ProblemError> {
    return db.transaction().execute(async (trx) => {
      await lockAccount(trx, accountId);
      const now = clock.now();
      const open = await readChallenge(trx, challenge, now);
      if (!open) throw new ProblemError('two-step-expired');
      const reserved = await reserveTryIn(trx, secondStepKey(accountId), now, rules);
      if (await take(trx, now)) {
        await forgetFailures(trx, secondStepKey(accountId));
        await dropChallenge(trx, challenge);
        return openSession(trx, accountId, challengePlace(open), now, rules);
      }
      const triesLeft = await countTry(trx, open, rules);
      const wait = reserved.waitMs > 0 ? { retryAfterMs: reserved.waitMs } : {};
      // Returned, not thrown: that it was tried is to be committed.
      return new ProblemError('two-step-failed', { triesLeft, ...wait });
    });
  }

  return async ({ challenge, code }) => {
    const open = await readChallenge(db, challenge, clock.now());
    if (!open) throw new ProblemError('two-step-expired');
    const { account_id: accountId } = open;
    const outcome = await inLine(accountId, async () => judge(accountId, challenge, await prepare(accountId, code)));
    if (outcome instanceof ProblemError) throw outcome;
    return outcome;
  };
}
