import type { Kysely, Transaction } from 'kysely';
import type { AccountRules } from '#protocol/api/profile.ts';
import type { Clock } from '../../../platform/clock/clock.ts';
import type { Database } from '../../../platform/database/schema.ts';
import { ProblemError } from '../../../platform/http/problem-error.ts';
import { lockAccount } from '../account-lock.ts';
import { createLines } from '../keyed-queue.ts';
import type { Passwords } from './passwords.ts';
import { normaliseEmail } from '../sessions/rules.ts';
import { forgetFailures, reserveTry, returnTry } from '../../../platform/limits/failure-throttle.ts';
import { sha256 } from '../../../platform/crypto/tokens.ts';

export interface PasswordStepDeps {
  readonly db: Kysely<Database>;
  readonly clock: Clock;
  readonly rules: AccountRules;
  readonly passwords: Passwords;
}

/**
 * The first step of getting in by e-mail and password. A right password lets `work` run in a transaction that holds
 * the account, in which the password is still the account's.
 *
 * @throws `sign-in-failed` (alike whether or not the address has an account), `sign-in-throttled`, `too-many-requests`
 */
export type WithPassword = <T>(
  email: string,
  password: string,
  work: (trx: Transaction<Database>, accountId: string) => Promise<T>,
) => Promise<T>;

export function createPasswordStep(deps: PasswordStepDeps): WithPassword {
  const { db, clock, rules, passwords } = deps;
  const inLine = createLines();
  return (typedEmail, password, work) => {
    const email = normaliseEmail(typedEmail);
    return inLine(email, async () => {
      const emailHash = sha256(email);
      const reserved = await reserveTry(db, emailHash, clock.now(), rules);
      const wait = reserved.waitMs > 0 ? { retryAfterMs: reserved.waitMs } : {};
      const refusal = (): ProblemError =>
        new ProblemError('sign-in-failed', { triesLeft: reserved.triesLeft, ...wait });
      const account = await db
        .selectFrom('accounts')
        .select(['id', 'password_hash'])
        .where('email', '=', email)
        .executeTakeFirst();
      let matches: boolean;
      try {
        matches = await passwords.matches(password, account?.password_hash ?? null);
      } catch (error) {
        await returnTry(db, emailHash);
        throw error;
      }
      if (!account || !matches) throw refusal();
      return db.transaction().execute(async (trx) => {
        // While the hash was computed the password may have been replaced, and all sessions ended because of it.
        const held = await lockAccount(trx, account.id);
        if (held?.password_hash !== account.password_hash) throw refusal();
        await forgetFailures(trx, emailHash);
        return work(trx, account.id);
      });
    });
  };
}
