import { failed, success, type Failure, type Result } from '#protocol/errors/problem.ts';
import type { AccountSecurity } from '#protocol/api/account-security.ts';
import type { SignedInDevices } from '#protocol/api/sessions.ts';
import { invokeChannels as c } from '#protocol/ipc/channels.ts';
import { createSessionChanges, withLostResponse, type SessionChange } from '../../operator/resolve-lost-response.ts';
import type { HandlersOf } from '../dispatch.ts';
import type { HandlerParts } from './handler-parts.ts';

type Question<T> = (accessToken: string) => Promise<Result<T>>;

/** An e-mail address as the service writes it. */
function accountAddress(typed: string): string {
  return typed.normalize('NFKC').toLowerCase().normalize('NFKC').trim();
}

/** The service takes no higher number. */
const MOST_CONFIRM_ATTEMPTS = 99;
const inputCodes = new Set<Failure['code']>(['input-invalid', 'code-wrong', 'two-step-failed', 'fresh-session-needed']);

/** Whether a refusal is about what was typed, so that what the screens show of the account is as true as before. */
function judgesInput({ code }: Failure): boolean {
  return inputCodes.has(code) || code.startsWith('password-') || code.startsWith('session-');
}

/** Verbs about signing in and about the account; answered for the signed-in person only, and not while locked. */
export function accountHandlers(
  parts: Pick<
    HandlerParts,
    'api' | 'keeper' | 'social' | 'profile' | 'language' | 'securityChanged' | 'window' | 'sleep'
  >,
): HandlersOf<
  | 'completeRegistration'
  | 'security'
  | 'changePassword'
  | 'changeEmail'
  | 'changePhone'
  | 'confirmPhone'
  | 'setAdvertisingConsent'
  | 'devices'
  | 'endDevice'
  | 'endOtherDevices'
  | 'linkIdentity'
  | 'unlinkIdentity'
  | 'beginTwoStep'
  | 'confirmTwoStepSetup'
  | 'newRecoveryCodes'
  | 'turnTwoStepOff'
  | 'accountData'
  | 'saveAccountData'
  | 'deleteAccount'
> {
  const { keeper, language, social } = parts;
  const api = parts.api.account;
  const sendChange = createSessionChanges(parts);
  const ask = <T>(question: Question<T>): Promise<Result<T>> => keeper.authorized(question);
  /** Sends a change, and has the screens that show the account's security read it again unless it is as it was. */
  const changing = async <T, S>(change: SessionChange<T, S>): Promise<Result<T>> => {
    const answer = await sendChange(change);
    if (answer.ok || !judgesInput(answer.failure)) parts.securityChanged();
    return answer;
  };
  const learning = (answer: Result<AccountSecurity>): Result<AccountSecurity> => {
    if (answer.ok) keeper.learned(answer.value);
    return answer;
  };
  /** A change that is answered with the security overview; after a lost response `isDone` judges that. */
  const change = async (
    call: Question<AccountSecurity>,
    isDone: (now: AccountSecurity) => boolean,
  ): Promise<Result<AccountSecurity>> =>
    learning(await changing({ call, read: (token) => api.security(token), isDone, answer: success }));
  const changeDevices = (
    call: Question<SignedInDevices>,
    isDone: (now: SignedInDevices) => boolean,
  ): Promise<Result<SignedInDevices>> =>
    changing({ call, read: (token) => api.devices(token), isDone, answer: success });
  /** Numbers the requests that confirm one set-up, see `twoStepConfirmation`. */
  let confirmAttempts = 0;
  return {
    [c.completeRegistration]: async (input) => {
      const answer = await sendChange({
        call: (token) => api.complete(token, input),
        read: (token) => api.read(token),
        isDone: ({ contracts }) => contracts.some(({ number }) => number === input.contractNumber),
        answer: success,
      });
      if (!answer.ok) return answer;
      keeper.accountChanged(answer.value);
      return success(keeper.status.get());
    },
    [c.security]: async () => learning(await ask((token) => api.security(token))),
    [c.changePassword]: async (input) => {
      const before = await ask((token) => api.security(token));
      if (!before.ok) return before;
      return change(
        (token) => api.changePassword(token, { ...input, language: language() }),
        (now) => now.passwordChangedAt !== before.value.passwordChangedAt,
      );
    },
    [c.changeEmail]: (input) =>
      changing({
        call: (token) => api.changeEmail(token, { ...input, language: language() }),
        read: (token) => api.security(token),
        isDone: ({ emailPending }) => emailPending === accountAddress(input.email),
        answer: async () => {
          const profile = await parts.profile.get();
          return profile.ok ? success({ againInMs: profile.value.accounts.letterAgainMs, delayed: false }) : profile;
        },
      }),
    [c.changePhone]: (input) =>
      sendChange({
        call: (token) => api.changePhone(token, { ...input, language: language() }),
        read: (token) => api.security(token),
        isDone: ({ phonePending }) => phonePending === input.phone,
        answer: async () => {
          const profile = await parts.profile.get();
          if (!profile.ok) return profile;
          const { phoneCodeMs, codeAgainMs } = profile.value.accounts;
          return success({ expiresInMs: phoneCodeMs, againInMs: codeAgainMs });
        },
      }),
    [c.confirmPhone]: async (input) => {
      const before = await ask((token) => api.security(token));
      if (!before.ok) return before;
      return change(
        (token) => api.confirmPhone(token, input),
        ({ phone }) => phone !== before.value.phone,
      );
    },
    [c.setAdvertisingConsent]: async ({ granted }) => {
      const profile = await parts.profile.get();
      if (!profile.ok) return profile;
      const textVersion = profile.value.advertisingConsent.version;
      return change(
        (token) => api.setAdvertisingConsent(token, { granted, textVersion }),
        ({ advertisingConsent }) => advertisingConsent.granted === granted,
      );
    },
    [c.devices]: () => ask((token) => api.devices(token)),
    [c.endDevice]: ({ id }) =>
      changeDevices(
        (token) => api.endDevice(token, id),
        ({ devices }) => devices.every((device) => device.id !== id),
      ),
    [c.endOtherDevices]: () =>
      changeDevices(
        (token) => api.endOtherDevices(token),
        ({ devices }) => devices.every(({ current }) => current),
      ),
    [c.linkIdentity]: async ({ provider, password }) => {
      if (keeper.current() === null) return failed({ code: 'session-ended' });
      const found = await keeper.whileOpen(() => social.start({ provider, language: language() }));
      if (!found.ok) return found;
      const { ticket } = found.value;
      return change(
        (token) => api.linkIdentity(token, { ticket, password }),
        ({ identities }) => identities.some((identity) => identity.provider === provider),
      );
    },
    [c.unlinkIdentity]: ({ provider, password }) =>
      change(
        (token) => api.unlinkIdentity(token, provider, { password }),
        ({ identities }) => identities.every((identity) => identity.provider !== provider),
      ),
    // Nothing is on before its confirmation, so a lost response has nothing to be resolved.
    [c.beginTwoStep]: async (proof) => {
      const answer = await ask((token) => api.beginTwoStep(token, proof));
      if (answer.ok) confirmAttempts = 0;
      return answer;
    },
    [c.confirmTwoStepSetup]: ({ code }) =>
      changing({
        call: (token) => {
          confirmAttempts = Math.min(confirmAttempts + 1, MOST_CONFIRM_ATTEMPTS);
          return api.confirmTwoStep(token, { code, attempt: confirmAttempts });
        },
        read: (token) => api.security(token),
        isDone: ({ twoStep }) => twoStep.on,
        // The recovery codes of the lost response cannot be read; asking again voids them and gives new ones.
        answer: (_now, again) => again(),
      }),
    [c.newRecoveryCodes]: (proof) =>
      changing({
        call: (token) => api.newRecoveryCodes(token, proof),
        read: (token) => api.security(token),
        // Whether the lost response had new codes does not matter: nobody saw them, and asking again is safe.
        isDone: ({ twoStep }) => twoStep.on,
        answer: (_now, again) => again(),
      }),
    [c.turnTwoStepOff]: (proof) =>
      change(
        (token) => api.turnTwoStepOff(token, proof),
        ({ twoStep }) => !twoStep.on,
      ),
    [c.accountData]: () => ask((token) => api.data(token)),
    [c.saveAccountData]: async () => {
      const session = keeper.current()?.id;
      const data = await ask((token) => api.data(token));
      if (!data.ok) return data;
      const { askForFile, saveAccountData } = await import('./save-account-data.ts');
      const file = await keeper.whileOpen(async () => success(await askForFile(parts.window(), data.value)));
      if (!file.ok) return file;
      // The box may stand open for long.
      if (keeper.current()?.id !== session) return failed({ code: 'session-ended' });
      return file.value === null ? success(false) : saveAccountData(file.value, data.value);
    },
    [c.deleteAccount]: (proof) =>
      keeper.endBy((token) =>
        withLostResponse(
          {
            call: () => api.delete(token, { ...proof, language: language() }),
            read: async () => {
              const account = await keeper.beneathLock((renewed) => api.read(renewed));
              if (account.ok) return success({ isGone: false });
              // The sessions of an account go with it; nothing else tells that it is gone.
              return keeper.current() === null ? success({ isGone: true }) : account;
            },
            isDone: ({ isGone }) => isGone,
            answer: () => success(null),
          },
          parts.sleep,
        ),
      ),
  };
}
