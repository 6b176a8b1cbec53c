import type { LetterSent } from '#protocol/api/registrations.ts';
import type { AccountDeps } from '../account-deps.ts';

/**
 * What is said after a letter was asked for, and the same when none was written: the answer depends on nothing but
 * the mail server.
 */
export function letterSentAnswer({ rules, letters }: AccountDeps): LetterSent {
  return { againInMs: rules.letterAgainMs, delayed: letters.delayed() };
}
