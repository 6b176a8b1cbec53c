import { passwordResets, registrations } from '#protocol/api/sign-in.ts';
import { accounts } from '#protocol/api/accounts.ts';
import { success } from '#protocol/errors/problem.ts';
import type { Language } from '#protocol/primitives.ts';
import type { VerbHandlers } from '../ipc/verb-dispatch.ts';
import type { Call } from '../operator/call.ts';
import type { ProfileSource } from '../operator/profile-source.ts';
import { createSessionChanges } from '../operator/resolve-lost-response.ts';
import type { LinkForms } from '../session/link-forms.ts';
import { createUseLink } from '../session/link-use.ts';
import type { SessionManager } from '../session/session-manager.ts';
import type { SignIns } from '../session/sign-ins.ts';

export interface RegistrationPorts {
  readonly call: Call;
  readonly sessionManager: Pick<SessionManager, 'accountChanged' | 'authorized' | 'current' | 'status'>;
  readonly signIns: Pick<SignIns, 'byRegistration'>;
  readonly linkForms: Pick<LinkForms, 'close' | 'token'>;
  readonly profile: Pick<ProfileSource, 'get'>;
  /** Language of the program, used for mail too. */
  readonly language: () => Language;
  /** Waits, ms. */
  readonly sleep: (ms: number) => Promise<void>;
}

type RegistrationVerb = Extract<keyof VerbHandlers, `registration.${string}` | `passwordReset.${string}`>;

/** Handlers of registration and password reset. The token of a link stays in the main process and is used once. */
export function registrationHandlers(ports: RegistrationPorts): Pick<VerbHandlers, RegistrationVerb> {
  const { call, language, sessionManager, signIns } = ports;
  const useLink = createUseLink(ports.linkForms);
  const sendChange = createSessionChanges(ports);
  return {
    'registration.create': async (input) => {
      const profile = await ports.profile.get();
      if (!profile.ok) return profile;
      const consentTextVersion = profile.value.advertisingConsent.version;
      return call(registrations.create, { ...input, consentTextVersion, language: language() });
    },
    'registration.resendMail': ({ email }) => call(registrations.resendMail, { email, language: language() }),
    'registration.confirm': (input) =>
      useLink('confirm-registration', (token) => signIns.byRegistration({ ...input, token })),
    'registration.complete': async (input) => {
      const answer = await sendChange({
        call: (accessToken) => call(registrations.complete, input, { accessToken }),
        read: (accessToken) => call(accounts.read, {}, { accessToken }),
        isDone: ({ contracts }) => contracts.some(({ number }) => number === input.contractNumber),
        answer: success,
      });
      if (!answer.ok) return answer;
      sessionManager.accountChanged(answer.value);
      return success(sessionManager.status.get());
    },
    'passwordReset.create': ({ email }) => call(passwordResets.create, { email, language: language() }),
    'passwordReset.complete': ({ password }) =>
      useLink('reset-password', (token) => call(passwordResets.complete, { token, password })),
  };
}
