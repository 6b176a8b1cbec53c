import type { IdentityLinkSignInRequest, IdentitySignInRequest } from '#protocol/api/identity.ts';
import { paths } from '#protocol/api/paths.ts';
import {
  letterSent,
  type LetterSent,
  type PasswordResetCompletion,
  type PasswordResetRequest,
  type RegistrationConfirmation,
  type RegistrationLetterRequest,
  type RegistrationRequest,
} from '#protocol/api/registrations.ts';
import {
  signInAnswer,
  tokenGrant,
  type SignInAnswer,
  type SignInRequest,
  type TokenGrant,
  type TwoStepSignInRequest,
} from '#protocol/api/sessions.ts';
import type { z } from 'zod';
import type { Result } from '#protocol/errors/problem.ts';
import { PASSWORD_TIMEOUT_MS, TIMEOUT_MS, type Asking } from './asking.ts';

/**
 * The verbs that lead into an account, asked without a session. None is asked twice by itself: a failed try counts
 * against the account, and a letter asked for twice makes the first one's link die.
 */
export interface SignInApi {
  signIn(request: SignInRequest): Promise<Result<SignInAnswer>>;
  twoStep(request: TwoStepSignInRequest): Promise<Result<TokenGrant>>;
  identity(request: IdentitySignInRequest): Promise<Result<SignInAnswer>>;
  identityLink(request: IdentityLinkSignInRequest): Promise<Result<SignInAnswer>>;
  register(request: RegistrationRequest): Promise<Result<LetterSent>>;
  registrationLetter(request: RegistrationLetterRequest): Promise<Result<LetterSent>>;
  confirmRegistration(request: RegistrationConfirmation): Promise<Result<TokenGrant>>;
  askPasswordReset(request: PasswordResetRequest): Promise<Result<LetterSent>>;
  completePasswordReset(request: PasswordResetCompletion): Promise<Result<null>>;
}

export function createSignInApi(asking: Asking): SignInApi {
  const post = <S extends z.ZodType>(
    path: string,
    answer: S,
    body: unknown,
    timeoutMs = PASSWORD_TIMEOUT_MS,
  ): Promise<Result<z.output<S>>> => asking.once({ method: 'POST', path, answer, body, timeoutMs });
  return {
    signIn: (body) => post(paths.sessions, signInAnswer, body),
    twoStep: (body) => post(paths.twoStepSignIn, tokenGrant, body),
    identity: (body) => post(paths.identitySignIn, signInAnswer, body, TIMEOUT_MS),
    identityLink: (body) => post(paths.identityLinkSignIn, signInAnswer, body),
    register: (body) => post(paths.registrations, letterSent, body),
    registrationLetter: (body) => post(paths.registrationLetter, letterSent, body),
    confirmRegistration: (body) => post(paths.registrationConfirmation, tokenGrant, body),
    askPasswordReset: (body) => post(paths.passwordResets, letterSent, body),
    completePasswordReset: (body) =>
      asking.order({ method: 'POST', path: paths.passwordResetCompletion, body, timeoutMs: PASSWORD_TIMEOUT_MS }),
  };
}
