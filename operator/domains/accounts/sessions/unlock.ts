import { ProblemError } from '../../../platform/http/problem-error.ts';
import type { Caller } from '../../../platform/http/caller.ts';
import { proveByPassword, type ProofDeps } from '../passwords/proof.ts';
import { sha256 } from '../../../platform/crypto/tokens.ts';

/**
 * Opens the lock of the program on one's own computer: resolves when the password is the account's. Wrong ones are
 * counted by session: whoever tries at one device keeps nobody waiting at another.
 *
 * @throws `password-wrong` (with `triesLeft`), `password-throttled`, `password-missing`
 */
export async function unlock(deps: ProofDeps, caller: Caller, password: string): Promise<void> {
  const account = await deps.db
    .selectFrom('accounts')
    .select('password_hash')
    .where('id', '=', caller.accountId)
    .executeTakeFirst();
  if (!account) throw new ProblemError('session-ended');
  if (account.password_hash === null) throw new ProblemError('password-missing');
  await proveByPassword(deps, sha256(`unlock:${caller.sessionId}`), password, account.password_hash);
}
