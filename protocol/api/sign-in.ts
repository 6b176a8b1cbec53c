import { operation } from '../operation.ts';
import { identityLinkSignInRequest, identitySignInRequest } from './identity.ts';
import {
  completionRequest,
  letterSent,
  passwordResetCompletion,
  passwordResetRequest,
  registrationConfirmation,
  registrationLetterRequest,
  registrationRequest,
} from './registrations.ts';
import {
  account,
  refreshRequest,
  signInRequest,
  tokenGrant,
  twoStepChallenge,
  twoStepSignInRequest,
  unlockRequest,
} from './sessions.ts';

/** Checking a password takes the service long, above all while it is busy. */
const PASSWORD_TIMEOUT_MS = 20_000;
/** All tries of a refresh stay well within the time in which the service accepts the previous token again (30 s). */
const REFRESH_TIMEOUT_MS = 6_000;

const input = ['input-invalid', 'payload-too-large', 'storage-full'] as const;
const passwordRules = ['password-too-short', 'password-too-long', 'password-too-common'] as const;
const alike = 'Answers alike in body, status and time whether or not the address has an account.';

/** Without a session. Never sent twice: a failed try counts against the account, and a second link voids the first. */
const signedOut = {
  method: 'POST',
  tag: 'accounts',
  auth: 'none',
  send: 'once',
  timeoutMs: PASSWORD_TIMEOUT_MS,
  changes: [],
} as const;
/** Signed in, or asked for the second step. */
const signInAnswers = { 201: tokenGrant, 202: twoStepChallenge } as const;

/** Signing in, refreshing, unlocking and signing out. */
export const sessions = {
  create: operation({
    ...signedOut,
    id: 'sessions.create',
    path: '/v1/sessions',
    summary: 'Sign in with e-mail and password.',
    description: alike,
    body: signInRequest,
    answers: signInAnswers,
    errors: ['sign-in-failed', 'sign-in-throttled', ...input],
  }),
  refresh: operation({
    ...signedOut,
    id: 'sessions.refresh',
    path: '/v1/sessions/refresh',
    summary: 'Exchange the refresh token for a new pair.',
    description:
      'Each token is good once. An answer that got lost can be asked for again with the same token for a short time, as long as the pair in it was not used; any other second use ends the session.',
    body: refreshRequest,
    answers: { 200: tokenGrant },
    errors: ['session-ended', 'session-idle', 'session-expired', ...input],
    send: 'repeat',
    timeoutMs: REFRESH_TIMEOUT_MS,
  }),
  confirmTwoStep: operation({
    ...signedOut,
    id: 'sessions.confirmTwoStep',
    path: '/v1/sessions/two-step',
    summary: 'Answer the second step of a sign-in with a code.',
    description:
      'A code of the authenticator app or a recovery code, each good once. Wrong codes count against the challenge, and against the account over all its challenges.',
    body: twoStepSignInRequest,
    answers: { 201: tokenGrant },
    errors: ['two-step-failed', 'two-step-expired', 'sign-in-throttled', ...input],
  }),
  createByIdentity: operation({
    ...signedOut,
    id: 'sessions.createByIdentity',
    path: '/v1/sessions/identity',
    tag: 'social sign-in',
    summary: 'Sign in with the ticket of a social network; whoever is new gets an account.',
    description: 'A confirmed address that an account has asks for that account’s password first.',
    body: identitySignInRequest,
    answers: signInAnswers,
    errors: ['identity-ticket-expired', 'account-link-needed', 'sign-in-failed', ...input],
    timeoutMs: 10_000,
  }),
  createByIdentityLink: operation({
    ...signedOut,
    id: 'sessions.createByIdentityLink',
    path: '/v1/sessions/identity/link',
    tag: 'social sign-in',
    summary: 'Link a social network to the account that has its address, by the password, and sign in.',
    body: identityLinkSignInRequest,
    answers: signInAnswers,
    errors: [
      'sign-in-failed',
      'sign-in-throttled',
      'identity-ticket-expired',
      'identity-taken',
      'provider-already-linked',
      ...input,
    ],
  }),
  end: operation({
    id: 'sessions.end',
    method: 'DELETE',
    path: '/v1/sessions/current',
    tag: 'accounts',
    summary: 'Sign out: the session ends at once for every holder of its tokens.',
    answers: { 204: { description: 'Signed out.' } },
    errors: ['storage-full'],
    auth: 'session',
    send: 'once',
    changes: [],
  }),
  unlock: operation({
    id: 'sessions.unlock',
    method: 'POST',
    path: '/v1/sessions/current/unlock',
    tag: 'accounts',
    summary: 'Whether this is the account’s password, for the lock of the program on one’s own computer.',
    body: unlockRequest,
    answers: { 204: { description: 'It is.' } },
    errors: ['password-wrong', 'password-throttled', 'password-missing', ...input],
    auth: 'session',
    send: 'once',
    timeoutMs: PASSWORD_TIMEOUT_MS,
    changes: [],
  }),
};

/** Registration by e-mail, and its completion with a contract. */
export const registrations = {
  create: operation({
    ...signedOut,
    id: 'registrations.create',
    path: '/v1/registrations',
    summary: 'Register an address; a letter with a one-time link follows.',
    description: alike,
    body: registrationRequest,
    answers: { 202: letterSent },
    errors: [...passwordRules, ...input],
  }),
  resendMail: operation({
    ...signedOut,
    id: 'registrations.resendMail',
    path: '/v1/registrations/letter',
    summary: 'The letter of a registration once more; the link in an older one dies.',
    description: alike,
    body: registrationLetterRequest,
    answers: { 202: letterSent },
    errors: input,
  }),
  confirm: operation({
    ...signedOut,
    id: 'registrations.confirm',
    path: '/v1/registrations/confirmation',
    summary: 'Confirm the address by the link and the password of the registration, and sign in.',
    description: 'The same request again, within the life of the link, signs in again.',
    body: registrationConfirmation,
    answers: { 201: tokenGrant },
    errors: ['link-invalid', 'sign-in-failed', 'sign-in-throttled', ...input],
  }),
  complete: operation({
    id: 'registrations.complete',
    method: 'POST',
    path: '/v1/account/contracts',
    tag: 'accounts',
    summary: 'Complete the registration with the contract it is for; once an account.',
    description: 'A mismatch never says which field was wrong, nor that another account has the contract.',
    body: completionRequest,
    answers: { 200: account },
    errors: ['contract-not-matched', 'contract-match-throttled', 'registration-complete', ...input],
    auth: 'session',
    send: 'once',
    changes: [],
  }),
};

/** Setting a new password by a link in an e-mail. */
export const passwordResets = {
  create: operation({
    ...signedOut,
    id: 'passwordResets.create',
    path: '/v1/password-resets',
    summary: 'Ask for a link to set a new password.',
    description: alike,
    body: passwordResetRequest,
    answers: { 202: letterSent },
    errors: input,
  }),
  complete: operation({
    ...signedOut,
    id: 'passwordResets.complete',
    path: '/v1/password-resets/completion',
    summary: 'Set a new password by the link; every session of the account ends.',
    body: passwordResetCompletion,
    answers: { 204: { description: 'The password is set.' } },
    errors: ['link-invalid', ...passwordRules, ...input],
  }),
};
