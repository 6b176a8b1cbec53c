import type { Kysely, Selectable } from 'kysely';
import type { Language } from '#protocol/primitives.ts';
import type { Database } from '../../../platform/database/schema.ts';
import type { AccountDeps } from '../account-deps.ts';
import { proofKey } from '../passwords/proof.ts';
import type { AccountsTable } from '../tables.ts';
import { forgetFailures } from '../../../platform/limits/failure-throttle.ts';
import { sha256 } from '../../../platform/crypto/tokens.ts';
import { voidResets } from './void-resets.ts';

/** The new password, and what goes with it. */
export interface NewPassword {
  readonly hash: string;
  /** The session that stays; null: all end. */
  readonly exceptSessionId: string | null;
  readonly language: Language;
}

/**
 * Sets a password in a transaction that holds the account: other sessions end, its owner is told, and all that
 * somebody who knew the old one may have begun is void: links to set a password, a change of address or of telephone
 * that waits. Failures count anew. Two-step sign-in stays as it is.
 *
 * @returns tells whoever listens to the ends of sessions; to be called after the commit
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
  await trx.deleteFrom('email_changes').where('account_id', '=', id).execute();
  await trx.deleteFrom('phone_changes').where('account_id', '=', id).execute();
  await forgetFailures(trx, proofKey(id));
  if (email !== null) {
    await forgetFailures(trx, sha256(email));
    await deps.letters.write(trx, { kind: 'password-changed', recipient: email, accountId: id, language });
  }
  return deps.sessions.endAllIn(trx, id, exceptSessionId, 'password-changed');
}
