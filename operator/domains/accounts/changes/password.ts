import type { PasswordChange } from '#protocol/api/account-security.ts';
import type { AccountDeps } from '../account-deps.ts';
import type { Caller } from '../../../platform/http/caller.ts';
import { holdAccount } from '../lock-active-account.ts';
import { requireGoodPassword } from '../passwords/new-password.ts';
import { requireProof } from '../passwords/proof.ts';
import { setPassword } from './set-password.ts';

/**
 * Changes the password or sets the first one. Ends the other sessions and notifies the owner.
 *
 * @throws what `requireProof` does, `password-too-short`, `password-too-long`, `password-too-common`
 */
export async function changePassword(deps: AccountDeps, caller: Caller, change: PasswordChange): Promise<void> {
  await requireProof(deps, caller, change.password);
  requireGoodPassword(change.next, deps.rules);
  const hash = await deps.passwords.hash(change.next);
  const publishEnds = await deps.db.transaction().execute(async (trx) => {
    const account = await holdAccount(trx, caller);
    await trx.updateTable('accounts').set({ language: change.language }).where('id', '=', account.id).execute();
    return setPassword(deps, trx, account, { hash, exceptSessionId: caller.sessionId, language: change.language });
  });
  publishEnds();
  deps.letters.wake();
}
