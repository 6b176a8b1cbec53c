import type { LetterSent } from '#protocol/api/registrations.ts';
import type { Result } from '#protocol/errors/problem.ts';
import { bridge } from '../../../bridge.ts';
import type { LetterPurpose } from '../layout/sign-in-step.ts';

/** Asks for a letter with a link, the first or another one: an older link dies with it. */
export function askLetter(purpose: LetterPurpose, email: string): Promise<Result<LetterSent>> {
  return purpose === 'registration' ? bridge.registration.letter({ email }) : bridge.passwordReset.ask({ email });
}
