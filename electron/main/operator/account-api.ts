import type { z } from 'zod';
import { accountData, type AccountData } from '#protocol/api/account-data.ts';
import type { IdentityLinkRequest, IdentityProvider } from '#protocol/api/identity.ts';
import { fillPath, paths } from '#protocol/api/paths.ts';
import { letterSent, type CompletionRequest, type LetterSent } from '#protocol/api/registrations.ts';
import {
  accountSecurity,
  codeSent,
  recoveryCodes,
  twoStepSetup,
  type AccountSecurity,
  type CodeSent,
  type ConsentChange,
  type DeletionRequest,
  type EmailChange,
  type PasswordChange,
  type PhoneChange,
  type PhoneConfirmation,
  type Proof,
  type RecoveryCodes,
  type TwoStepConfirmation,
  type TwoStepSetup,
} from '#protocol/api/account-security.ts';
import { account, signedInDevices, type Account, type SignedInDevices } from '#protocol/api/sessions.ts';
import type { Result } from '#protocol/errors/problem.ts';
import { PASSWORD_TIMEOUT_MS, RECOVERY_CODES_TIMEOUT_MS, TIMEOUT_MS, type Asking } from './asking.ts';

/**
 * The signed-in person's verbs about their account. The first argument of each is the access token. Repeated by itself
 * is what reads, and the consent, which is put to the same value each time.
 */
export interface AccountApi {
  read(accessToken: string): Promise<Result<Account>>;
  /** Whether the password is the account's: opens the lock of the program, gives no token. */
  unlock(accessToken: string, password: string): Promise<Result<null>>;
  complete(accessToken: string, request: CompletionRequest): Promise<Result<Account>>;
  security(accessToken: string): Promise<Result<AccountSecurity>>;
  changePassword(accessToken: string, request: PasswordChange): Promise<Result<AccountSecurity>>;
  changeEmail(accessToken: string, request: EmailChange): Promise<Result<LetterSent>>;
  changePhone(accessToken: string, request: PhoneChange): Promise<Result<CodeSent>>;
  confirmPhone(accessToken: string, request: PhoneConfirmation): Promise<Result<AccountSecurity>>;
  setAdvertisingConsent(accessToken: string, request: ConsentChange): Promise<Result<AccountSecurity>>;
  devices(accessToken: string): Promise<Result<SignedInDevices>>;
  endDevice(accessToken: string, sessionId: string): Promise<Result<SignedInDevices>>;
  endOtherDevices(accessToken: string): Promise<Result<SignedInDevices>>;
  linkIdentity(accessToken: string, request: IdentityLinkRequest): Promise<Result<AccountSecurity>>;
  unlinkIdentity(accessToken: string, provider: IdentityProvider, proof: Proof): Promise<Result<AccountSecurity>>;
  beginTwoStep(accessToken: string, proof: Proof): Promise<Result<TwoStepSetup>>;
  confirmTwoStep(accessToken: string, request: TwoStepConfirmation): Promise<Result<RecoveryCodes>>;
  newRecoveryCodes(accessToken: string, proof: Proof): Promise<Result<RecoveryCodes>>;
  turnTwoStepOff(accessToken: string, proof: Proof): Promise<Result<AccountSecurity>>;
  data(accessToken: string): Promise<Result<AccountData>>;
  delete(accessToken: string, request: DeletionRequest): Promise<Result<null>>;
}

export function createAccountApi(asking: Asking): AccountApi {
  const get = <S extends z.ZodType>(accessToken: string, path: string, answer: S): Promise<Result<z.output<S>>> =>
    asking.repeated({ method: 'GET', path, answer, accessToken });
  /** With a password in the body: judging it takes its time. */
  const proven = <S extends z.ZodType>(
    accessToken: string,
    path: string,
    answer: S,
    body: unknown,
    method: 'POST' | 'PUT' = 'POST',
  ): Promise<Result<z.output<S>>> =>
    asking.once({ method, path, answer, accessToken, body, timeoutMs: PASSWORD_TIMEOUT_MS });
  const post = <S extends z.ZodType>(
    accessToken: string,
    path: string,
    answer: S,
    body: unknown,
  ): Promise<Result<z.output<S>>> =>
    asking.once({ method: 'POST', path, answer, accessToken, body, timeoutMs: TIMEOUT_MS });
  const codes = (accessToken: string, path: string, body: unknown): Promise<Result<RecoveryCodes>> =>
    asking.once({
      method: 'POST',
      path,
      answer: recoveryCodes,
      accessToken,
      body,
      timeoutMs: RECOVERY_CODES_TIMEOUT_MS,
    });
  const endDevices = (accessToken: string, path: string): Promise<Result<SignedInDevices>> =>
    asking.once({ method: 'DELETE', path, answer: signedInDevices, accessToken });
  return {
    read: (token) => get(token, paths.account, account),
    unlock: (accessToken, password) =>
      asking.order({
        method: 'POST',
        path: paths.unlock,
        accessToken,
        body: { password },
        timeoutMs: PASSWORD_TIMEOUT_MS,
      }),
    complete: (token, body) => post(token, paths.accountContracts, account, body),
    security: (token) => get(token, paths.accountSecurity, accountSecurity),
    changePassword: (token, body) => proven(token, paths.accountPassword, accountSecurity, body, 'PUT'),
    changeEmail: (token, body) => proven(token, paths.accountEmail, letterSent, body),
    changePhone: (token, body) => proven(token, paths.accountPhone, codeSent, body),
    confirmPhone: (token, body) => post(token, paths.accountPhoneConfirmation, accountSecurity, body),
    setAdvertisingConsent: (accessToken, body) =>
      asking.repeated({ method: 'PUT', path: paths.accountConsents, answer: accountSecurity, accessToken, body }),
    devices: (token) => get(token, paths.accountSessions, signedInDevices),
    endDevice: (token, sessionId) => endDevices(token, fillPath(paths.accountSession, { sessionId })),
    endOtherDevices: (token) => endDevices(token, paths.accountSessions),
    linkIdentity: (token, body) => proven(token, paths.accountIdentities, accountSecurity, body),
    unlinkIdentity: (token, provider, proof) =>
      proven(token, fillPath(paths.accountIdentityUnlink, { provider }), accountSecurity, proof),
    beginTwoStep: (token, proof) => proven(token, paths.twoStepSetup, twoStepSetup, proof),
    confirmTwoStep: (token, body) => codes(token, paths.twoStepConfirmation, body),
    newRecoveryCodes: (token, proof) => codes(token, paths.twoStepRecoveryCodes, proof),
    turnTwoStepOff: (token, proof) => proven(token, paths.twoStepOff, accountSecurity, proof),
    data: (token) => get(token, paths.accountData, accountData),
    delete: (accessToken, body) =>
      asking.order({
        method: 'POST',
        path: paths.accountDeletion,
        accessToken,
        body,
        timeoutMs: PASSWORD_TIMEOUT_MS,
      }),
  };
}
