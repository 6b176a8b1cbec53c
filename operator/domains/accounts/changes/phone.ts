import { randomInt, timingSafeEqual } from 'node:crypto';
import type { CodeSent, PhoneChange } from '#protocol/api/account-security.ts';
import { ProblemError } from '../../../platform/http/problem-error.ts';
import type { AccountDeps } from '../account-deps.ts';
import type { Caller } from '../../../platform/http/caller.ts';
import { holdAccount } from '../lock-active-account.ts';
import { requireProof } from '../passwords/proof.ts';
import { sha256 } from '../../../platform/crypto/tokens.ts';
import { phoneCodeTexts } from './phone-texts.ts';

/** What is stored of a code: with the account's id, so that equal codes of two accounts do not look alike. */
function codeHash(accountId: string, code: string): string {
  return sha256(`${accountId}:${code}`);
}

/**
 * Sends a six-digit code to the new number. An older code is void.
 *
 * @throws what `requireProof` does, `too-many-requests` (another code can be asked for after `retryAfterMs`)
 */
export async function changePhone(deps: AccountDeps, caller: Caller, change: PhoneChange): Promise<CodeSent> {
  const { db, clock, rules } = deps;
  await requireProof(deps, caller, change.password);
  const code = String(randomInt(0, 1_000_000)).padStart(6, '0');
  return db.transaction().execute(async (trx) => {
    const { id } = await holdAccount(trx, caller);
    const now = clock.now();
    const before = await trx
      .selectFrom('phone_changes')
      .select('created_at')
      .where('account_id', '=', id)
      .executeTakeFirst();
    const waitMs = before ? before.created_at + rules.codeAgainMs - now : 0;
    if (waitMs > 0) throw new ProblemError('too-many-requests', { retryAfterMs: waitMs });
    const row = {
      phone: change.phone,
      code_hash: codeHash(id, code),
      tries: 0,
      created_at: now,
      expires_at: now + rules.phoneCodeMs,
    };
    await trx
      .insertInto('phone_changes')
      .values({ account_id: id, ...row })
      .onConflict((conflict) => conflict.column('account_id').doUpdateSet(row))
      .execute();
    const text = phoneCodeTexts[change.language]
      .replace('{brand}', deps.brand[change.language])
      .replace('{code}', code);
    await deps.shortMessages.send(trx, { phone: change.phone, text, accountId: id });
    return { expiresInMs: rules.phoneCodeMs, againInMs: rules.codeAgainMs };
  });
}

type Outcome = { readonly ok: true } | { readonly ok: false; readonly problem: ProblemError };

/**
 * Shows that the number is the person's.
 *
 * @throws `code-wrong` (with `triesLeft`), `code-expired` (run out, no tries left, or none was asked for)
 */
export async function confirmPhone(deps: AccountDeps, caller: Caller, code: string): Promise<void> {
  const { db, clock, rules } = deps;
  const outcome = await db.transaction().execute(async (trx): Promise<Outcome> => {
    const { id } = await holdAccount(trx, caller);
    // Counted before it is looked at; the row stays when its tries are used up, for the wait until the next code.
    const change = await trx
      .updateTable('phone_changes')
      .set((eb) => ({ tries: eb('tries', '+', 1) }))
      .where('account_id', '=', id)
      .where('tries', '<', rules.phoneCodeTries)
      .where('expires_at', '>', clock.now())
      .returningAll()
      .executeTakeFirst();
    if (!change) return { ok: false, problem: new ProblemError('code-expired') };
    if (!timingSafeEqual(Buffer.from(change.code_hash), Buffer.from(codeHash(id, code)))) {
      const triesLeft = rules.phoneCodeTries - change.tries;
      return { ok: false, problem: new ProblemError('code-wrong', { triesLeft }) };
    }
    await trx.updateTable('accounts').set({ phone: change.phone }).where('id', '=', id).execute();
    await trx.deleteFrom('phone_changes').where('account_id', '=', id).execute();
    return { ok: true };
  });
  if (!outcome.ok) throw outcome.problem;
}
