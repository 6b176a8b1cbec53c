import { failed, success, type Result } from '#protocol/errors/problem.ts';
import { invokeChannels as c } from '#protocol/ipc/channels.ts';
import type { LinkForm } from '#protocol/ipc/state.ts';
import { mayBeDone } from '../../operator/failures.ts';
import type { HandlersOf } from '../dispatch.ts';
import type { HandlerParts } from './handler-parts.ts';

/** What letters are asked for, and what their links lead to. A link's token stays in main and is good once. */
export function letterHandlers(
  parts: Pick<HandlerParts, 'api' | 'keeper' | 'signIns' | 'linkForms' | 'profile' | 'language' | 'securityChanged'>,
): HandlersOf<
  | 'register'
  | 'registrationLetter'
  | 'confirmRegistration'
  | 'askPasswordReset'
  | 'completePasswordReset'
  | 'confirmEmail'
  | 'openedForm'
  | 'closeForm'
> {
  const { api, keeper, linkForms, signIns } = parts;
  /** The token whose use had no answer: it may be used up. */
  let doubtful: string | null = null;
  /**
   * Uses the open form's token; a token that is used, or refused for good, is forgotten. Refused as used after its first
   * answer was lost, it says `outcome-unknown`: that request probably did it.
   */
  const withToken = async <T>(form: LinkForm, use: (token: string) => Promise<Result<T>>): Promise<Result<T>> => {
    const token = linkForms.token(form);
    if (token === null) return failed({ code: 'link-invalid' });
    const answer = await use(token);
    const over = answer.ok || answer.failure.code === 'link-invalid';
    if (over && linkForms.token(form) === token) linkForms.close();
    if (!answer.ok && mayBeDone(answer.failure)) doubtful = token;
    else if (!answer.ok && over && doubtful === token) return failed({ code: 'outcome-unknown' });
    return answer;
  };
  const readAccount = async (): Promise<void> => {
    const account = await keeper.beneathLock((token) => api.account.read(token));
    if (account.ok) keeper.accountChanged(account.value);
  };
  return {
    [c.register]: async (input) => {
      const profile = await parts.profile.get();
      if (!profile.ok) return profile;
      const consentTextVersion = profile.value.advertisingConsent.version;
      return api.register({ ...input, consentTextVersion, language: parts.language() });
    },
    [c.registrationLetter]: ({ email }) => api.registrationLetter({ email, language: parts.language() }),
    [c.confirmRegistration]: (input) =>
      withToken('confirm-registration', (token) => signIns.byRegistration({ ...input, token })),
    [c.askPasswordReset]: ({ email }) => api.askPasswordReset({ email, language: parts.language() }),
    [c.completePasswordReset]: ({ password }) =>
      withToken('reset-password', (token) => api.completePasswordReset({ token, password })),
    [c.confirmEmail]: async () => {
      const answer = await withToken('confirm-email', (token) => api.confirmEmail({ token }));
      if (answer.ok && keeper.current() !== null) {
        // It may be another account's address; the service knows.
        void readAccount();
        parts.securityChanged();
      }
      return answer;
    },
    [c.openedForm]: () => success(linkForms.current()),
    [c.closeForm]: () => {
      linkForms.close();
      return success(null);
    },
  };
}
