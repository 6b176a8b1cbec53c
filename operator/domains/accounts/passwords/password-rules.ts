import type { AccountRules } from '#protocol/api/profile.ts';

export type PasswordFault = 'password-too-short' | 'password-too-long' | 'password-too-common';

/**
 * Why a password cannot be set; null when it can. Its length in characters (code points, after composing as the hash
 * does), and whether it is among the commonest, however its letters are cased: nothing else is asked of it (OWASP
 * ASVS 5, 6.2.1–6.2.5, 6.2.9).
 *
 * @param common the commonest passwords, lower case
 */
export function passwordFault(
  password: string,
  rules: Pick<AccountRules, 'passwordMinLength' | 'passwordMaxLength'>,
  common: ReadonlySet<string>,
): PasswordFault | null {
  const composed = password.normalize('NFC');
  const length = Array.from(composed).length;
  if (length < rules.passwordMinLength) return 'password-too-short';
  if (length > rules.passwordMaxLength) return 'password-too-long';
  return common.has(composed.toLowerCase()) ? 'password-too-common' : null;
}
