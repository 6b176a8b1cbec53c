import { failed, success, type Result } from '#protocol/errors/problem.ts';
import type { AccountSecurity } from '#protocol/api/account-security.ts';
import { invokeChannels as c } from '#protocol/ipc/channels.ts';
import type { HandlersOf } from '../dispatch.ts';
import type { HandlerParts } from './handler-parts.ts';

type Question<T> = (accessToken: string) => Promise<Result<T>>;

/** How one gets in, and what the account holds: each speaks for the signed-in person, and for nobody while locked. */
export function accountHandlers(
  parts: Pick<HandlerParts, 'api' | 'keeper' | 'social' | 'profile' | 'language' | 'securityChanged' | 'window'>,
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
  const ask = <T>(question: Question<T>): Promise<Result<T>> => keeper.authorized(question);
  /** What others may show has changed with it: they are told. */
  const changing = async <T>(question: Question<T>): Promise<Result<T>> => {
    const answer = await ask(question);
    if (answer.ok) parts.securityChanged();
    return answer;
  };
  const learning = (answer: Result<AccountSecurity>): Result<AccountSecurity> => {
    if (answer.ok) keeper.learned(answer.value);
    return answer;
  };
  const change = async (question: Question<AccountSecurity>): Promise<Result<AccountSecurity>> =>
    learning(await changing(question));
  return {
    [c.completeRegistration]: async (input) => {
      const answer = await ask((token) => api.complete(token, input));
      if (!answer.ok) return answer;
      keeper.accountChanged(answer.value);
      return success(keeper.status.get());
    },
    [c.security]: async () => learning(await ask((token) => api.security(token))),
    [c.changePassword]: (input) => change((token) => api.changePassword(token, { ...input, language: language() })),
    [c.changeEmail]: (input) => changing((token) => api.changeEmail(token, { ...input, language: language() })),
    [c.changePhone]: (input) => ask((token) => api.changePhone(token, { ...input, language: language() })),
    [c.confirmPhone]: (input) => change((token) => api.confirmPhone(token, input)),
    [c.setAdvertisingConsent]: async ({ granted }) => {
      const profile = await parts.profile.get();
      if (!profile.ok) return profile;
      const textVersion = profile.value.advertisingConsent.version;
      return change((token) => api.setAdvertisingConsent(token, { granted, textVersion }));
    },
    [c.devices]: () => ask((token) => api.devices(token)),
    [c.endDevice]: ({ id }) => changing((token) => api.endDevice(token, id)),
    [c.endOtherDevices]: () => changing((token) => api.endOtherDevices(token)),
    [c.linkIdentity]: async ({ provider, password }) => {
      if (keeper.current() === null) return failed({ code: 'session-ended' });
      const found = await keeper.whileOpen(() => social.start({ provider, language: language() }));
      if (!found.ok) return found;
      const { ticket } = found.value;
      return change((token) => api.linkIdentity(token, { ticket, password }));
    },
    [c.unlinkIdentity]: ({ provider, password }) =>
      change((token) => api.unlinkIdentity(token, provider, { password })),
    [c.beginTwoStep]: (proof) => ask((token) => api.beginTwoStep(token, proof)),
    [c.confirmTwoStepSetup]: ({ code }) => changing((token) => api.confirmTwoStep(token, code)),
    [c.newRecoveryCodes]: (proof) => changing((token) => api.newRecoveryCodes(token, proof)),
    [c.turnTwoStepOff]: (proof) => change((token) => api.turnTwoStepOff(token, proof)),
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
    [c.deleteAccount]: (proof) => keeper.endBy((token) => api.delete(token, { ...proof, language: language() })),
  };
}
