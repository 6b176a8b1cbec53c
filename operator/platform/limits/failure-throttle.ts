import type { Kysely } from 'kysely';
import type { AccountRules } from '#protocol/api/profile.ts';
import type { Database } from '../database/schema.ts';
import type { ServiceErrorCode } from '#protocol/operation.ts';
import { ProblemError } from '../http/problem-error.ts';
import { triesLeft, waitAfterFailures } from './failure-rules.ts';

/** Failed sign-ins in a row by the SHA-256 of the normalised address, whether or not it has an account. */
interface SignInFailuresTable {
  email_hash: string;
  failures: number;
  last_failed_at: number;
  /** No try is looked at before this. */
  wait_until: number | null;
}

declare module '../database/schema.ts' {
  interface Database {
    sign_in_failures: SignInFailuresTable;
  }
}

/** What is left to a person whose try turns out wrong. */
export interface ReservedTry {
  readonly triesLeft: number;
  /** The wait that begins now should it be wrong, ms; 0: none. */
  readonly waitMs: number;
}

/**
 * Counts a try as failed *before* the password is looked at, so that tries made at once, also at several instances,
 * cannot slip past the count. A right password takes it back (`forgetFailures`).
 *
 * @param emailHash SHA-256 of what is counted under: the normalised address, whether or not it has an account, or a
 *   key that has no form of an address (`proof:<accountId>`)
 * @param throttled the refusal while a wait runs
 * @throws `throttled`, with `retryAfterMs`
 */
export async function reserveTry(
  db: Kysely<Database>,
  emailHash: string,
  now: number,
  rules: AccountRules,
  throttled: ServiceErrorCode = 'sign-in-throttled',
): Promise<ReservedTry> {
  return db.transaction().execute((trx) => reserveTryIn(trx, emailHash, now, rules, throttled));
}

/** The same within a transaction of the caller's, which is to commit when the try turns out wrong. */
export async function reserveTryIn(
  trx: Kysely<Database>,
  emailHash: string,
  now: number,
  rules: AccountRules,
  throttled: ServiceErrorCode = 'sign-in-throttled',
): Promise<ReservedTry> {
  // The insert locks the row on both databases; what is read after it stands until the end of the transaction.
  await trx
    .insertInto('sign_in_failures')
    .values({ email_hash: emailHash, failures: 0, last_failed_at: now, wait_until: null })
    .onConflict((conflict) => conflict.column('email_hash').doUpdateSet({ last_failed_at: now }))
    .execute();
  const row = await trx
    .selectFrom('sign_in_failures')
    .select(['failures', 'wait_until'])
    .where('email_hash', '=', emailHash)
    .executeTakeFirstOrThrow();
  if (row.wait_until !== null && row.wait_until > now) {
    throw new ProblemError(throttled, { retryAfterMs: row.wait_until - now });
  }
  const failures = row.failures + 1;
  const waitMs = waitAfterFailures(failures, rules);
  await trx
    .updateTable('sign_in_failures')
    .set({ failures, wait_until: waitMs === 0 ? null : now + waitMs })
    .where('email_hash', '=', emailHash)
    .execute();
  return { triesLeft: triesLeft(failures, rules), waitMs };
}

/**
 * Refuses while a wait runs, and counts nothing: for work that is too dear to be done for those who wait anyway.
 *
 * @throws `sign-in-throttled`, with `retryAfterMs`
 */
export async function refuseWhileWaiting(db: Kysely<Database>, emailHash: string, now: number): Promise<void> {
  const row = await db
    .selectFrom('sign_in_failures')
    .select('wait_until')
    .where('email_hash', '=', emailHash)
    .executeTakeFirst();
  const retryAfterMs = (row?.wait_until ?? 0) - now;
  if (retryAfterMs > 0) throw new ProblemError('sign-in-throttled', { retryAfterMs });
}

/** The password was right: the row of failures is broken. */
export async function forgetFailures(db: Kysely<Database>, emailHash: string): Promise<void> {
  await db.deleteFrom('sign_in_failures').where('email_hash', '=', emailHash).execute();
}

/** The password was never looked at (the service was too busy): the try does not count. */
export async function returnTry(db: Kysely<Database>, emailHash: string): Promise<void> {
  await db
    .updateTable('sign_in_failures')
    .set((eb) => ({ failures: eb('failures', '-', 1), wait_until: null }))
    .where('email_hash', '=', emailHash)
    .where('failures', '>', 0)
    .execute();
}
