import type { LetterSent } from '#protocol/api/registrations.ts';
import type { Result } from '#protocol/errors/problem.ts';
import { bridge } from '../../../bridge.ts';
import type { MailPurpose } from '../layout/sign-in-step.ts';

/** Requests an e-mail with a link. Requesting another invalidates the older link. */
export function requestMail(purpose: MailPurpose, email: string): Promise<Result<LetterSent>> {
  return purpose === 'registration'
    ? bridge.registration.resendMail({ email })
    : bridge.passwordReset.create({ email });
}
