import { success } from '#protocol/errors/problem.ts';
import { invokeChannels as c } from '#protocol/ipc/channels.ts';
import { createUseLink } from '../../session/link-use.ts';
import type { HandlersOf } from '../dispatch.ts';
import type { HandlerParts } from './handler-parts.ts';

/** What letters are asked for, and what their links lead to. A link's token stays in main and is good once. */
export function letterHandlers(
  parts: Pick<HandlerParts, 'api' | 'signIns' | 'linkForms' | 'profile' | 'language'>,
): HandlersOf<
  | 'register'
  | 'registrationLetter'
  | 'confirmRegistration'
  | 'askPasswordReset'
  | 'completePasswordReset'
  | 'openedForm'
  | 'closeForm'
> {
  const { api, linkForms, signIns } = parts;
  const withToken = createUseLink(linkForms);
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
    [c.openedForm]: () => success(linkForms.current()),
    [c.closeForm]: () => {
      linkForms.close();
      return success(null);
    },
  };
}
