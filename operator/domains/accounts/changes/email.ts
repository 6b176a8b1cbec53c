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
import { newId } from '../../../platform/crypto/tokens.ts';
import { voidResets } from './void-resets.ts';

/** Notes the wanted address. Another one than before makes the links to that void; the same keeps them. */
async function noteChange(trx: Kysely<Database>, accountId: string, email: string, now: number): Promise<string> {
  await trx.deleteFrom('email_changes').where('account_id', '=', accountId).where('email', '<>', email).execute();
  const { id } = await trx
    .insertInto('email_changes')
    .values({ id: newId(), account_id: accountId, email, created_at: now })
    .onConflict((conflict) => conflict.column('account_id').doUpdateSet({ created_at: now }))
    .returning('id')
    .executeTakeFirstOrThrow();
  return id;
}

/**
 * Asks for another address: a link goes there, a notice to the one until now. Whether the wanted address has an
 * account shows in nothing; its owner is told instead of sent a link.
 *
 * @throws what `requireProof` does, `input-invalid` (no address, or the account's own)
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
    const subjectId = await noteChange(trx, accountId, wanted, deps.clock.now());
    if (await mayWrite(trx, 'email', wanted)) {
      await letters.write(trx, { kind: 'email', recipient: owner ? null : wanted, accountId, language, subjectId });
      await letters.write(trx, {
        kind: 'email-taken',
        recipient: owner ? wanted : null,
        // The owner's account is not touched: its row would be waited for while the caller's is held.
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
  const asked = await trx.selectFrom('email_changes').selectAll().where('id', '=', changeId).executeTakeFirst();
  const account = asked && (await lockAccount(trx, asked.account_id));
  const used = await useLink(trx, 'email', token, deps.clock.now());
  const change = await trx.deleteFrom('email_changes').where('id', '=', changeId).returningAll().executeTakeFirst();
  if (!account || !change || used !== change.id) throw new ProblemError('link-invalid');
  const { email } = change;
  const taken = await trx.selectFrom('accounts').select('id').where('email', '=', email).executeTakeFirst();
  if (taken) throw new ProblemError('link-invalid');
  await trx.updateTable('accounts').set({ email }).where('id', '=', account.id).execute();
  // A link in the old mailbox sets no password any more.
  await voidResets(trx, account.id);
}

/**
 * Answers the letter to the new address: it is the account's from now.
 *
 * @throws `link-invalid` (used, run out, replaced, unknown, or somebody has the address meanwhile)
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
