import type { AccountRules } from '#protocol/api/profile.ts';
import { ProblemError } from '../../../platform/http/problem-error.ts';
import { commonPasswords } from './common-passwords.ts';
import { passwordFault } from './password-rules.ts';

/**
 * Refuses a password that cannot be set. To be asked before anything that depends on who asks.
 *
 * @throws `password-too-short`, `password-too-long`, `password-too-common`
 */
export function requireGoodPassword(password: string, rules: AccountRules): void {
  const fault = passwordFault(password, rules, commonPasswords());
  if (fault !== null) throw new ProblemError(fault);
}
