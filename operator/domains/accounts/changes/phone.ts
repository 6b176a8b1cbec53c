import { randomInt, timingSafeEqual } from 'node:crypto';
import type { CodeSent, PhoneChange } from '#protocol/api/account-security.ts';
import type { Localized } from '#protocol/primitives.ts';
import { ProblemError } from '../../../platform/http/problem-error.ts';
import type { AccountDeps } from '../account-deps.ts';
import type { Caller } from '../../../platform/http/caller.ts';
import { holdAccount } from '../lock-active-account.ts';
import { requireProof } from '../passwords/proof.ts';
import { sha256 } from '../../../platform/crypto/tokens.ts';
import { countPhoneTry, readLastCodeAt, storePhone, storePhoneChange } from './change-repository.ts';

/** Text of the message; at most 70 characters, so that it fits into one message in Cyrillic too. */
const phoneCodeTexts = {
  ru: '{brand}: код {code}. Никому его не называйте.',
  en: '{brand}: code {code}. Do not tell it to anybody.',
  sv: '{brand}: kod {code}. Berätta den inte för någon.',
} satisfies Localized;

/** Hash of a code, salted with the account's id. */
function codeHash(accountId: string, code: string): string {
  return sha256(`${accountId}:${code}`);
}

/**
 * Sends a six-digit code to the new number. Voids an earlier code.
 *
 * @throws what `requireProof` does, `too-many-requests` (another code can be requested after `retryAfterMs`)
 */
export async function changePhone(deps: AccountDeps, caller: Caller, change: PhoneChange): Promise<CodeSent> {
  const { db, clock, rules } = deps;
  await requireProof(deps, caller, change.password);
  const code = String(randomInt(0, 1_000_000)).padStart(6, '0');
  return db.transaction().execute(async (trx) => {
    const { id } = await holdAccount(trx, caller);
    const now = clock.now();
    const lastAt = await readLastCodeAt(trx, id);
    const waitMs = lastAt === null ? 0 : lastAt + rules.codeAgainMs - now;
    if (waitMs > 0) throw new ProblemError('too-many-requests', { retryAfterMs: waitMs });
    await storePhoneChange(trx, {
      account_id: id,
      phone: change.phone,
      code_hash: codeHash(id, code),
      tries: 0,
      created_at: now,
      expires_at: now + rules.phoneCodeMs,
    });
    const text = phoneCodeTexts[change.language]
      .replace('{brand}', deps.brand[change.language])
      .replace('{code}', code);
    await deps.shortMessages.send(trx, { phone: change.phone, text, accountId: id });
    return { expiresInMs: rules.phoneCodeMs, againInMs: rules.codeAgainMs };
  });
}

type Outcome = { readonly ok: true } | { readonly ok: false; readonly problem: ProblemError };

/**
 * Confirms the new number by its code.
 *
 * @throws `code-wrong` (with `triesLeft`), `code-expired` (expired, no tries left, or none was requested)
 */
export async function confirmPhone(deps: AccountDeps, caller: Caller, code: string): Promise<void> {
  const { db, clock, rules } = deps;
  const outcome = await db.transaction().execute(async (trx): Promise<Outcome> => {
    const { id } = await holdAccount(trx, caller);
    // Counted before the code is compared.
    const change = await countPhoneTry(trx, id, { now: clock.now(), tries: rules.phoneCodeTries });
    if (!change) return { ok: false, problem: new ProblemError('code-expired') };
    if (!timingSafeEqual(Buffer.from(change.code_hash), Buffer.from(codeHash(id, code)))) {
      const triesLeft = rules.phoneCodeTries - change.tries;
      return { ok: false, problem: new ProblemError('code-wrong', { triesLeft }) };
    }
    await storePhone(trx, id, change.phone);
    return { ok: true };
  });
  if (!outcome.ok) throw outcome.problem;
}
