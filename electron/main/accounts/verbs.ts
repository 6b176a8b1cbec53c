import type { BrowserWindow } from 'electron';
import type { AccountSecurity } from '#protocol/api/account-security.ts';
import { accounts, devices, identities, twoStep } from '#protocol/api/accounts.ts';
import type { SignedInDevices } from '#protocol/api/sessions.ts';
import { failed, success, type Failure, type Result } from '#protocol/errors/problem.ts';
import type { Operation } from '#protocol/operation.ts';
import type { Language } from '#protocol/primitives.ts';
import type { Topic } from '#protocol/topics.ts';
import type { OperationHooks, VerbHandlers } from '../ipc/verb-dispatch.ts';
import type { Call } from '../operator/call.ts';
import type { ProfileSource } from '../operator/profile-source.ts';
import { createSessionChanges, withLostResponse, type SessionChange } from '../operator/resolve-lost-response.ts';
import type { LinkForms } from '../session/link-forms.ts';
import { createUseLink } from '../session/link-use.ts';
import type { SessionManager } from '../session/session-manager.ts';
import type { SocialSignIn } from '../session/social/social-sign-in.ts';

type Domain = 'accounts' | 'devices' | 'identities' | 'twoStep';

export interface AccountPorts {
  readonly call: Call;
  readonly session: Pick<
    SessionManager,
    'accountChanged' | 'authorized' | 'beneathLock' | 'current' | 'endBy' | 'learned' | 'whileOpen'
  >;
  readonly linkForms: Pick<LinkForms, 'token' | 'close'>;
  readonly social: Pick<SocialSignIn, 'start'>;
  readonly profile: Pick<ProfileSource, 'get'>;
  /** Language of the program, used for mail and short messages too. */
  readonly language: () => Language;
  readonly window: () => BrowserWindow | null;
  /** Marks topics as stale. */
  readonly changed: (topics: readonly Topic[]) => void;
  /** Waits, ms. */
  readonly sleep: (ms: number) => Promise<void>;
}

/** Handlers and hooks of the account's verbs. */
export interface AccountVerbs {
  readonly handlers: Pick<VerbHandlers, Extract<keyof VerbHandlers, `${Domain}.${string}`>>;
  readonly hooks: Pick<OperationHooks, Extract<keyof OperationHooks, `${Domain}.${string}`>>;
}

type Send<T> = (accessToken: string) => Promise<Result<T>>;

/** Normalizes an e-mail address as the service does. */
function normalizedAddress(typed: string): string {
  return typed.normalize('NFKC').toLowerCase().normalize('NFKC').trim();
}

/** Highest attempt number that the service accepts. */
const MAX_CONFIRM_ATTEMPT = 99;
const inputCodes = new Set<Failure['code']>(['input-invalid', 'code-wrong', 'two-step-failed', 'fresh-session-needed']);

/** Whether a refusal concerns the input or the session alone, so that the data on screen is not stale. */
function concernsInput({ code }: Failure): boolean {
  return inputCodes.has(code) || code.startsWith('password-') || code.startsWith('session-');
}

/** Every change is resolved by reading the account's state when its response is lost. */
export function createAccountVerbs(ports: AccountPorts): AccountVerbs {
  const { call, changed, language, profile, session } = ports;
  const sendChange = createSessionChanges({ sessionManager: ports.session, sleep: ports.sleep });
  const useLink = createUseLink(ports.linkForms);
  /** Number of the last confirmation of the current two-step set-up. */
  let confirmAttempt = 0;

  const readSecurity: Send<AccountSecurity> = (accessToken) => call(accounts.security, {}, { accessToken });
  const readDevices: Send<SignedInDevices> = (accessToken) => call(devices.list, {}, { accessToken });

  /** Sends a change and marks its topics as stale, unless the dispatch does so or nothing changed. */
  const change = async <T, S>(operation: Operation, sent: SessionChange<T, S>): Promise<Result<T>> => {
    const answer = await sendChange(sent);
    // The dispatch marks the topics of an exposed operation after a success and after an unknown outcome.
    const isMarked = answer.ok || answer.failure.code === 'outcome-unknown';
    const isSettled = isMarked ? operation.exposed === true : concernsInput(answer.failure);
    if (!isSettled && operation.changes.length > 0) changed(operation.changes);
    return answer;
  };
  const learn = (answer: Result<AccountSecurity>): Result<AccountSecurity> => {
    if (answer.ok) session.learned(answer.value);
    return answer;
  };
  /** Sends a change that is answered with the account's security; `isDone` tells after a lost response. */
  const changeSecurity = async (
    operation: Operation,
    send: Send<AccountSecurity>,
    isDone: (now: AccountSecurity) => boolean,
  ): Promise<Result<AccountSecurity>> =>
    learn(await change(operation, { call: send, read: readSecurity, isDone, answer: success }));
  const changeDevices = (
    operation: Operation,
    send: Send<SignedInDevices>,
    isDone: (now: SignedInDevices) => boolean,
  ): Promise<Result<SignedInDevices>> => change(operation, { call: send, read: readDevices, isDone, answer: success });

  const handlers: AccountVerbs['handlers'] = {
    'accounts.changePassword': async (input) => {
      const before = await session.authorized(readSecurity);
      if (!before.ok) return before;
      return changeSecurity(
        accounts.changePassword,
        (accessToken) => call(accounts.changePassword, { ...input, language: language() }, { accessToken }),
        (now) => now.passwordChangedAt !== before.value.passwordChangedAt,
      );
    },
    'accounts.changeEmail': (input) =>
      change(accounts.changeEmail, {
        call: (accessToken) => call(accounts.changeEmail, { ...input, language: language() }, { accessToken }),
        read: readSecurity,
        isDone: ({ emailPending }) => emailPending === normalizedAddress(input.email),
        answer: async () => {
          const found = await profile.get();
          return found.ok ? success({ againInMs: found.value.accounts.letterAgainMs, delayed: false }) : found;
        },
      }),
    'accounts.confirmEmail': async () => {
      const answer = await useLink('confirm-email', (token) => call(accounts.confirmEmail, { token }));
      if (answer.ok && session.current() !== null) {
        // The link may belong to another account: the service knows.
        void readAccount();
        changed(accounts.confirmEmail.changes);
      }
      return answer;
    },
    'accounts.changePhone': (input) =>
      change(accounts.changePhone, {
        call: (accessToken) => call(accounts.changePhone, { ...input, language: language() }, { accessToken }),
        read: readSecurity,
        isDone: ({ phonePending }) => phonePending === input.phone,
        answer: async () => {
          const found = await profile.get();
          if (!found.ok) return found;
          const { phoneCodeMs, codeAgainMs } = found.value.accounts;
          return success({ expiresInMs: phoneCodeMs, againInMs: codeAgainMs });
        },
      }),
    'accounts.setAdvertisingConsent': async ({ granted }) => {
      const found = await profile.get();
      if (!found.ok) return found;
      const textVersion = found.value.advertisingConsent.version;
      return changeSecurity(
        accounts.setAdvertisingConsent,
        (accessToken) => call(accounts.setAdvertisingConsent, { granted, textVersion }, { accessToken }),
        ({ advertisingConsent }) => advertisingConsent.granted === granted,
      );
    },
    'accounts.saveData': async () => {
      const sessionId = session.current()?.id;
      const data = await session.authorized((accessToken) => call(accounts.data, {}, { accessToken }));
      if (!data.ok) return data;
      const { askForFile, saveAccountData } = await import('./save-account-data.ts');
      const file = await session.whileOpen(async () => success(await askForFile(ports.window(), data.value)));
      if (!file.ok) return file;
      // The dialog may have been open for long.
      if (session.current()?.id !== sessionId) return failed({ code: 'session-ended' });
      return file.value === null ? success(false) : saveAccountData(file.value, data.value);
    },
    'accounts.delete': (input) =>
      session.endBy((accessToken) =>
        withLostResponse(
          {
            call: () => call(accounts.delete, { ...input, language: language() }, { accessToken }),
            read: async () => {
              const account = await session.beneathLock((renewed) => call(accounts.read, {}, { accessToken: renewed }));
              if (account.ok) return success({ isGone: false });
              // The sessions of an account go with it; nothing else tells that it is gone.
              return session.current() === null ? success({ isGone: true }) : account;
            },
            isDone: ({ isGone }) => isGone,
            answer: () => success(null),
          },
          ports.sleep,
        ),
      ),
    'twoStep.confirm': ({ code }) =>
      change(twoStep.confirm, {
        call: (accessToken) => {
          confirmAttempt = Math.min(confirmAttempt + 1, MAX_CONFIRM_ATTEMPT);
          return call(twoStep.confirm, { code, attempt: confirmAttempt }, { accessToken });
        },
        read: readSecurity,
        isDone: (now) => now.twoStep.on,
        // The recovery codes of the lost response cannot be read; sending again voids them and returns new ones.
        answer: (_now, again) => again(),
      }),
    'identities.link': async ({ provider, password }) => {
      const found = await ports.social.start({ provider, language: language() });
      if (!found.ok) return found;
      const { ticket } = found.value;
      return changeSecurity(
        identities.link,
        (accessToken) => call(identities.link, { ticket, password }, { accessToken }),
        (now) => now.identities.some((identity) => identity.provider === provider),
      );
    },
  };

  const hooks: AccountVerbs['hooks'] = {
    'accounts.security': async (_input, next) => learn(await next()),
    'accounts.confirmPhone': async (input) => {
      const before = await session.authorized(readSecurity);
      if (!before.ok) return before;
      return changeSecurity(
        accounts.confirmPhone,
        (accessToken) => call(accounts.confirmPhone, input, { accessToken }),
        ({ phone }) => phone !== before.value.phone,
      );
    },
    'devices.end': (input) =>
      changeDevices(
        devices.end,
        (accessToken) => call(devices.end, input, { accessToken }),
        (now) => now.devices.every(({ id }) => id !== input.sessionId),
      ),
    'devices.endOthers': () =>
      changeDevices(
        devices.endOthers,
        (accessToken) => call(devices.endOthers, {}, { accessToken }),
        (now) => now.devices.every(({ current }) => current),
      ),
    // Nothing takes effect before the confirmation, so a lost response needs no resolving.
    'twoStep.setUp': async (_input, next) => {
      const answer = await next();
      if (answer.ok) confirmAttempt = 0;
      return answer;
    },
    'twoStep.renewRecoveryCodes': (input) =>
      change(twoStep.renewRecoveryCodes, {
        call: (accessToken) => call(twoStep.renewRecoveryCodes, input, { accessToken }),
        read: readSecurity,
        // Whether the lost response had new codes does not matter: nobody saw them, and sending again is safe.
        isDone: (now) => now.twoStep.on,
        answer: (_now, again) => again(),
      }),
    'twoStep.turnOff': (input) =>
      changeSecurity(
        twoStep.turnOff,
        (accessToken) => call(twoStep.turnOff, input, { accessToken }),
        (now) => !now.twoStep.on,
      ),
    'identities.unlink': (input) =>
      changeSecurity(
        identities.unlink,
        (accessToken) => call(identities.unlink, input, { accessToken }),
        (now) => now.identities.every(({ provider }) => provider !== input.provider),
      ),
  };

  async function readAccount(): Promise<void> {
    const account = await session.beneathLock((accessToken) => call(accounts.read, {}, { accessToken }));
    if (account.ok) session.accountChanged(account.value);
  }

  return { handlers, hooks };
}
