import type { Kysely } from 'kysely';
import type { LetterSent } from '#protocol/api/registrations.ts';
import type { EmailChange } from '#protocol/api/account-security.ts';
import { isUniqueViolation } from '../../../platform/database/errors.ts';
import type { Database } from '../../../platform/database/schema.ts';
import { ProblemError } from '../../../platform/http/problem-error.ts';
import { lockAccount } from '../account-lock.ts';
import type { AccountDeps } from '../account-deps.ts';
import type { Caller } from '../../../platform/http/caller.ts';
import { deliverableAddress } from '../email-rules.ts';
import { holdAccount } from '../lock-active-account.ts';
import { findLink, useLink } from '../one-time-links.ts';
import { requireProof } from '../passwords/proof.ts';
import { letterSentAnswer } from '../registration/mail-sent.ts';
import { readEmailChange, storeEmailChange, takeEmailChange } from './change-repository.ts';
import { voidResets } from './void-resets.ts';

/**
 * Requests another address: mail with a link goes there, a notice to the present one. The answer does not show whether the
 * address belongs to another account; its owner gets a notice instead of the link.
 *
 * @throws what `requireProof` does, `input-invalid` (not an address, or the account's present one)
 */
export async function changeEmail(deps: AccountDeps, caller: Caller, change: EmailChange): Promise<LetterSent> {
  const { letters, mayWrite } = deps;
  const { language } = change;
  const wanted = deliverableAddress(change.email);
  if (wanted === null) throw new ProblemError('input-invalid', { fields: ['email'] });
  await requireProof(deps, caller, change.password);
  await deps.db.transaction().execute(async (trx) => {
    const { id: accountId, email: present } = await holdAccount(trx, caller);
    if (wanted === present) throw new ProblemError('input-invalid', { fields: ['email'] });
    const owner = await trx.selectFrom('accounts').select('language').where('email', '=', wanted).executeTakeFirst();
    const subjectId = await storeEmailChange(trx, accountId, wanted, deps.clock.now());
    if (await mayWrite(trx, 'email', wanted)) {
      await letters.write(trx, { kind: 'email', recipient: owner ? null : wanted, accountId, language, subjectId });
      await letters.write(trx, {
        kind: 'email-taken',
        recipient: owner ? wanted : null,
        // Without the owner's account: locking its row as well could deadlock.
        accountId: null,
        language: owner?.language ?? language,
      });
    }
    if (present !== null && (await mayWrite(trx, 'email-changing', present))) {
      const facts = { email: wanted };
      await letters.write(trx, { kind: 'email-changing', recipient: present, accountId, language, facts });
    }
  });
  letters.wake();
  return letterSentAnswer(deps);
}

async function takeAddress(deps: AccountDeps, trx: Kysely<Database>, token: string, changeId: string): Promise<void> {
  const requested = await readEmailChange(trx, changeId);
  const account = requested && (await lockAccount(trx, requested.account_id));
  const used = await useLink(trx, 'email', token, deps.clock.now());
  const change = await takeEmailChange(trx, changeId);
  if (!account || !change || used !== change.id) throw new ProblemError('link-invalid');
  const { email } = change;
  const taken = await trx.selectFrom('accounts').select('id').where('email', '=', email).executeTakeFirst();
  if (taken) throw new ProblemError('link-invalid');
  await trx.updateTable('accounts').set({ email }).where('id', '=', account.id).execute();
  // Links in the old mailbox must not set a password any more.
  await voidResets(trx, account.id);
}

/**
 * Confirms the new address by its link.
 *
 * @throws `link-invalid` (used, expired, replaced, unknown, or the address was taken meanwhile)
 */
export async function confirmEmail(deps: AccountDeps, token: string): Promise<void> {
  const link = await findLink(deps.db, 'email', token, deps.clock.now());
  if (link === null) throw new ProblemError('link-invalid');
  try {
    await deps.db.transaction().execute((trx) => takeAddress(deps, trx, token, link.subjectId));
  } catch (error) {
    if (isUniqueViolation(error)) throw new ProblemError('link-invalid');
    throw error;
  }
}
