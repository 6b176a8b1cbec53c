import type { Kysely } from 'kysely';
import type { AccountRules } from '#protocol/api/profile.ts';
import type { Clock } from '../../../platform/clock/clock.ts';
import type { Database } from '../../../platform/database/schema.ts';
import { ProblemError } from '../../../platform/http/problem-error.ts';
import { createLines } from '../keyed-queue.ts';
import type { Passwords } from './passwords.ts';
import type { Caller } from '../sessions/sessions.ts';
import { forgetFailures, reserveTry, returnTry } from '../../../platform/limits/failure-throttle.ts';
import { sha256 } from '../../../platform/crypto/tokens.ts';

export interface ProofDeps {
  readonly db: Kysely<Database>;
  readonly clock: Clock;
  readonly rules: AccountRules;
  readonly passwords: Passwords;
}

/** Right passwords sent at once do not count against each other. */
const inLine = createLines();

/** The key under which wrong proofs of an account are counted: nobody from outside can make its owner wait. */
export function proofKey(accountId: string): string {
  return sha256(`proof:${accountId}`);
}

/**
 * Lets a signed-in person through who shows the account's password once more, before a change of how one gets in.
 * Where the account has none yet, the session has to be young instead. Takes a hash; never call it in a transaction.
 *
 * @param password null where the account has none
 * @throws `password-wrong` (with `triesLeft`), `password-throttled`, `fresh-session-needed`, `session-ended`
 */
export async function requireProof(deps: ProofDeps, caller: Caller, password: string | null): Promise<void> {
  const { db, clock, rules } = deps;
  const row = await db
    .selectFrom('accounts')
    .innerJoin('sessions', 'sessions.account_id', 'accounts.id')
    .select(['accounts.password_hash', 'sessions.created_at'])
    .where('accounts.id', '=', caller.accountId)
    .where('sessions.id', '=', caller.sessionId)
    .executeTakeFirst();
  if (!row) throw new ProblemError('session-ended');
  if (row.password_hash === null) {
    if (clock.now() - row.created_at >= rules.freshSessionMs) throw new ProblemError('fresh-session-needed');
    return;
  }
  // Not a guess: the asker believed that there is no password.
  if (password === null) throw new ProblemError('password-wrong');
  await proveByPassword(deps, proofKey(caller.accountId), password, row.password_hash);
}

/**
 * Compares a password with the stored one; wrong ones are counted under the key.
 *
 * @throws `password-wrong` (with `triesLeft`), `password-throttled`
 */
export function proveByPassword(deps: ProofDeps, key: string, password: string, stored: string): Promise<void> {
  return inLine(key, () => compare(deps, key, password, stored));
}

async function compare(deps: ProofDeps, key: string, password: string, stored: string): Promise<void> {
  const { db, clock, rules, passwords } = deps;
  const reserved = await reserveTry(db, key, clock.now(), rules, 'password-throttled');
  let matches: boolean;
  try {
    matches = await passwords.matches(password, stored);
  } catch (error) {
    await returnTry(db, key);
    throw error;
  }
  if (matches) {
    await forgetFailures(db, key);
    return;
  }
  const wait = reserved.waitMs > 0 ? { retryAfterMs: reserved.waitMs } : {};
  throw new ProblemError('password-wrong', { triesLeft: reserved.triesLeft, ...wait });
}
