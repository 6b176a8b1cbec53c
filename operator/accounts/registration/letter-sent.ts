import type { LetterSent } from '#protocol/http/registrations.ts';
import { instantOf } from '../../clock/zone.ts';
import type { AccountDeps } from '../account-deps.ts';

/**
 * What is said after a letter was asked for, and the same when none was written: the answer depends on nothing but
 * the time and the mail server.
 */
export function letterSentAnswer({ clock, rules, letters }: AccountDeps): LetterSent {
  return { againAt: instantOf(clock.now() + rules.letterAgainMs), delayed: letters.delayed() };
}
