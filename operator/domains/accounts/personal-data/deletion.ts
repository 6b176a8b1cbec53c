import type { Kysely } from 'kysely';
import type { DeletionRequest } from '#protocol/api/account-security.ts';
import type { Database } from '../../../platform/database/schema.ts';
import type { AccountDeps } from '../account-deps.ts';
import type { Caller } from '../../../platform/http/caller.ts';
import { holdAccount } from '../lock-active-account.ts';
import { killLinks } from '../one-time-links.ts';
import { proofKey, requireProof } from '../passwords/proof.ts';
import { completionKey } from '../registration/complete.ts';
import type { PersonalDataHolder } from './personal-data-holder.ts';
import { sha256 } from '../../../platform/crypto/tokens.ts';

/** What refers to the person without referring to the account, and so does not go with its row. */
async function deleteBeside(
  trx: Kysely<Database>,
  accountId: string,
  email: string | null,
  holders: readonly PersonalDataHolder[],
): Promise<void> {
  const changes = await trx.selectFrom('email_changes').select('id').where('account_id', '=', accountId).execute();
  for (const { id } of changes) await killLinks(trx, { purpose: 'email', subjectId: id });
  await killLinks(trx, { purpose: 'password-reset', subjectId: accountId });
  // The account took over its registration's id.
  await killLinks(trx, { purpose: 'registration', subjectId: accountId });
  const keys = [
    proofKey(accountId),
    completionKey(accountId),
    sha256(`registration:${accountId}`),
    ...holders.flatMap((holder) => holder.failureKeys(accountId)),
  ];
  if (email !== null) {
    keys.push(sha256(email));
    await trx.deleteFrom('registrations').where('email', '=', email).execute();
    await trx.deleteFrom('letters').where('recipient', '=', email).execute();
  }
  await trx.deleteFrom('sign_in_failures').where('email_hash', 'in', keys).execute();
}

/**
 * Deletes the account with everything personal in it. Sessions end everywhere, and a last letter says so. The
 * contract and its ledger are the operator's records and stay, and so do payments, without the person.
 *
 * @throws what `requireProof` does
 */
export async function deleteAccount(deps: AccountDeps, caller: Caller, request: DeletionRequest): Promise<void> {
  const { db, sessions, letters, personalData } = deps;
  await requireProof(deps, caller, request.password);
  const told = await db.transaction().execute(async (trx) => {
    const { id, email } = await holdAccount(trx, caller);
    // Ended before they are gone: that is what other instances hear of.
    const tell = await sessions.endAllIn(trx, id, null, 'account-deleted');
    await deleteBeside(trx, id, email, personalData);
    for (const holder of personalData) await holder.deleteData(trx, id, deps.clock.now());
    await trx.deleteFrom('accounts').where('id', '=', id).execute();
    await letters.write(trx, {
      kind: 'account-deleted',
      recipient: email,
      accountId: null,
      language: request.language,
    });
    return tell;
  });
  told();
  letters.wake();
}
