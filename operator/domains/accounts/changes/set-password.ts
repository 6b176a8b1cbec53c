import type { Kysely, Selectable } from 'kysely';
import type { Language } from '#protocol/primitives.ts';
import type { Database } from '../../../platform/database/schema.ts';
import type { AccountDeps } from '../account-deps.ts';
import { proofKey } from '../passwords/proof.ts';
import type { AccountsTable } from '../tables.ts';
import { forgetFailures } from '../../../platform/limits/failure-throttle.ts';
import { sha256 } from '../../../platform/crypto/tokens.ts';
import { deletePendingChanges } from './change-repository.ts';
import { voidResets } from './void-resets.ts';

/** A new password. */
export interface NewPassword {
  readonly hash: string;
  /** The session that goes on; null: all end. */
  readonly exceptSessionId: string | null;
  readonly language: Language;
}

/**
 * Sets a password in a transaction that has locked the account. Ends the other sessions, notifies the owner, and voids what
 * somebody with the old password may have started: password reset links and pending changes of address or number. Resets the
 * failure counters. Two-step sign-in is not changed.
 *
 * @returns publishes the ends of the sessions; call it after the commit
 */
export async function setPassword(
  deps: AccountDeps,
  trx: Kysely<Database>,
  account: Selectable<AccountsTable>,
  { hash, exceptSessionId, language }: NewPassword,
): Promise<() => void> {
  const { id, email } = account;
  await trx
    .updateTable('accounts')
    .set({ password_hash: hash, password_changed_at: deps.clock.now() })
    .where('id', '=', id)
    .execute();
  await voidResets(trx, id);
  await deletePendingChanges(trx, id);
  await forgetFailures(trx, proofKey(id));
  if (email !== null) {
    await forgetFailures(trx, sha256(email));
    await deps.letters.write(trx, { kind: 'password-changed', recipient: email, accountId: id, language });
  }
  return deps.sessions.endAllIn(trx, id, exceptSessionId, 'password-changed');
}
