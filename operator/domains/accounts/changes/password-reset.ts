import type { LetterSent, PasswordResetCompletion, PasswordResetRequest } from '#protocol/api/registrations.ts';
import { ProblemError } from '../../../platform/http/problem-error.ts';
import { lockAccount } from '../account-lock.ts';
import type { AccountDeps } from '../account-deps.ts';
import { deliverableAddress } from '../email-rules.ts';
import { requireGoodPassword } from '../passwords/new-password.ts';
import { findLink, useLink } from '../one-time-links.ts';
import { letterSentAnswer } from '../registration/mail-sent.ts';
import { newId } from '../../../platform/crypto/tokens.ts';
import { setPassword } from './set-password.ts';

/**
 * Asks for a link with which a new password is set; alike whether or not the address has an account, and whether or
 * not that has a password yet.
 *
 * @throws `input-invalid` (no address)
 */
export async function askForReset(deps: AccountDeps, request: PasswordResetRequest): Promise<LetterSent> {
  const email = deliverableAddress(request.email);
  if (email === null) throw new ProblemError('input-invalid', { fields: ['email'] });
  await deps.db.transaction().execute(async (trx) => {
    if (!(await deps.mayWrite(trx, 'password-reset', email))) return;
    const found = await trx.selectFrom('accounts').select('id').where('email', '=', email).executeTakeFirst();
    // Held before letters are touched, as everywhere; an address without an account holds nobody.
    const account = await lockAccount(trx, found?.id ?? newId());
    await deps.letters.write(trx, {
      kind: 'password-reset',
      recipient: account?.email === email ? email : null,
      accountId: account?.id ?? null,
      language: request.language,
      subjectId: account?.id ?? newId(),
    });
  });
  deps.letters.wake();
  return letterSentAnswer(deps);
}

/**
 * Sets a new password by the link. Every session of the account ends and its owner is told.
 *
 * @throws `link-invalid` (used, run out, replaced or unknown, all alike), `password-too-short`, `password-too-long`,
 *   `password-too-common` (the link stays good), `too-many-requests`
 */
export async function completeReset(deps: AccountDeps, { token, password }: PasswordResetCompletion): Promise<void> {
  const { db, clock, rules, passwords } = deps;
  requireGoodPassword(password, rules);
  const link = await findLink(db, 'password-reset', token, clock.now());
  if (link === null || link.used) throw new ProblemError('link-invalid');
  const hash = await passwords.hash(password);
  const told = await db.transaction().execute(async (trx) => {
    const account = await lockAccount(trx, link.subjectId);
    const used = await useLink(trx, 'password-reset', token, clock.now());
    if (!account || used !== account.id) throw new ProblemError('link-invalid');
    return setPassword(deps, trx, account, {
      hash,
      exceptSessionId: null,
      language: account.language ?? deps.language,
    });
  });
  told();
  deps.letters.wake();
}
