import { randomBytes } from 'node:crypto';
import type { Kysely } from 'kysely';
import type { Database } from '../../../platform/database/schema.ts';
import type { HashPriority, Passwords } from '../passwords/passwords.ts';
import { RECOVERY_BYTES, recoveryCodeOf } from './code-rules.ts';

/** A set of recovery codes, and what is stored of them. */
export interface NewRecoveryCodes {
  readonly codes: readonly string[];
  readonly hashes: readonly string[];
}

/**
 * Makes a set of recovery codes. They are short enough to be written down, hence to be guessed from a stolen table, so
 * they are hashed like passwords (OWASP ASVS 5.0, 6.5.2); sharing a salt, one is found with a single hash. Takes
 * seconds: never call it in a transaction.
 *
 * @param priority asked before each hash: a set begun in the background may be wanted by a request before it is ready
 */
export async function makeRecoveryCodes(
  passwords: Passwords,
  count: number,
  priority: () => HashPriority,
): Promise<NewRecoveryCodes> {
  const different = new Set<string>();
  while (different.size < count) different.add(recoveryCodeOf(randomBytes(RECOVERY_BYTES)));
  const [first = '', ...others] = different;
  const firstHash = await passwords.hash(first, priority());
  const hashes = [firstHash];
  // One after another: all at once they would delay everybody's sign-in.
  for (const code of others) hashes.push(await passwords.hashLike(code, firstHash, priority()));
  return { codes: [first, ...others], hashes };
}

/** Puts new codes in the place of all older ones. */
export async function storeRecoveryCodes(
  trx: Kysely<Database>,
  accountId: string,
  hashes: readonly string[],
): Promise<void> {
  await dropRecoveryCodes(trx, accountId);
  const rows = hashes.map((code_hash) => ({ account_id: accountId, code_hash, used_at: null }));
  await trx.insertInto('recovery_codes').values(rows).execute();
}

export async function dropRecoveryCodes(trx: Kysely<Database>, accountId: string): Promise<void> {
  await trx.deleteFrom('recovery_codes').where('account_id', '=', accountId).execute();
}

/** What a typed code would be stored as; null when the account has none left. Takes a hash: never in a transaction. */
export async function hashRecoveryCode(
  db: Kysely<Database>,
  passwords: Passwords,
  accountId: string,
  code: string,
): Promise<string | null> {
  const any = await db
    .selectFrom('recovery_codes')
    .select('code_hash')
    .where('account_id', '=', accountId)
    .where('used_at', 'is', null)
    .limit(1)
    .executeTakeFirst();
  return any ? passwords.hashLike(code, any.code_hash) : null;
}

/** Uses a code, once; false when it is none of the account's, or was used. */
export async function takeRecoveryCode(
  trx: Kysely<Database>,
  accountId: string,
  codeHash: string,
  now: number,
): Promise<boolean> {
  const taken = await trx
    .updateTable('recovery_codes')
    .set({ used_at: now })
    .where('account_id', '=', accountId)
    .where('code_hash', '=', codeHash)
    .where('used_at', 'is', null)
    .executeTakeFirst();
  return taken.numUpdatedRows > 0n;
}

/** The salt of the account's set of codes, which tells it from any other set; null: the account has none. */
export async function readCodeSalt(db: Kysely<Database>, accountId: string): Promise<string | null> {
  const any = await db
    .selectFrom('recovery_codes')
    .select('code_hash')
    .where('account_id', '=', accountId)
    .limit(1)
    .executeTakeFirst();
  return any === undefined ? null : saltOf(any.code_hash);
}

function saltOf(hash: string): string {
  return hash.slice(0, hash.lastIndexOf('$'));
}
