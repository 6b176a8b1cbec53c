import type { Kysely } from 'kysely';
import type { AccountRules } from '#protocol/api/profile.ts';
import type { Database } from '../database/schema.ts';
import type { ServiceErrorCode } from '#protocol/operation.ts';
import { ProblemError } from '../http/problem-error.ts';
import { triesLeft, waitAfterFailures } from './failure-rules.ts';

/** Consecutive failed sign-ins by SHA-256 of the normalised e-mail address, whether or not it has an account. */
interface SignInFailuresTable {
  email_hash: string;
  failures: number;
  last_failed_at: number;
  /** Attempts before this time (ms UTC) are refused. */
  wait_until: number | null;
}

declare module '../database/schema.ts' {
  interface Database {
    sign_in_failures: SignInFailuresTable;
  }
}

/** Consequences if the reserved attempt fails. */
export interface ReservedTry {
  readonly triesLeft: number;
  /** Wait that starts if the attempt fails, ms; 0: none. */
  readonly waitMs: number;
}

/**
 * Counts an attempt as failed *before* the password is checked, so that concurrent attempts, also on other instances,
 * cannot bypass the limit. A correct password clears the count (`forgetFailures`).
 *
 * @param emailHash SHA-256 of the counted key: the normalised e-mail address, whether or not it has an account, or a
 *   key that cannot be an address (`proof:<accountId>`)
 * @param throttled error code while a wait is active
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

/** As `reserveTry`, in the caller's transaction, which must commit when the attempt fails. */
export async function reserveTryIn(
  trx: Kysely<Database>,
  emailHash: string,
  now: number,
  rules: AccountRules,
  throttled: ServiceErrorCode = 'sign-in-throttled',
): Promise<ReservedTry> {
  // The insert locks the row on both databases; values read afterwards stay valid until the transaction ends.
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
 * Throws while a wait is active, without counting: for expensive work that would be refused anyway.
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

/** Clears the failures after a correct password. */
export async function forgetFailures(db: Kysely<Database>, emailHash: string): Promise<void> {
  await db.deleteFrom('sign_in_failures').where('email_hash', '=', emailHash).execute();
}

/** Takes back a reserved attempt when the password was not checked because the service was too busy. */
export async function returnTry(db: Kysely<Database>, emailHash: string): Promise<void> {
  await db
    .updateTable('sign_in_failures')
    .set((eb) => ({ failures: eb('failures', '-', 1), wait_until: null }))
    .where('email_hash', '=', emailHash)
    .where('failures', '>', 0)
    .execute();
}
