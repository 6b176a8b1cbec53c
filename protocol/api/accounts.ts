import { z } from 'zod';
import { operation } from '../operation.ts';
import { accountData } from './account-data.ts';
import {
  accountSecurity,
  codeSent,
  consentChange,
  deletionRequest,
  emailChange,
  emailConfirmation,
  passwordChange,
  phoneChange,
  phoneConfirmation,
  recoveryCodes,
  twoStepConfirmation,
  twoStepProof,
  twoStepSetup,
} from './account-security.ts';
import { identityLinkRequest, identityUnlinkRequest } from './identity.ts';
import { letterSent } from './registrations.ts';
import { account, signedInDevices } from './sessions.ts';

/** Verifying a password takes scrypt and, on a busy service, a queue before it. */
const PASSWORD_TIMEOUT_MS = 20_000;
/** Recovery codes that the service has not prepared cost ten password hashes. */
const RECOVERY_CODES_TIMEOUT_MS = 60_000;

const input = ['input-invalid', 'payload-too-large', 'storage-full'] as const;
/** Refusals of the password that confirms a change; `fresh-session-needed` where the account has none. */
const proof = ['password-wrong', 'password-throttled', 'fresh-session-needed'] as const;

const read = { method: 'GET', auth: 'session', send: 'repeat', errors: [], changes: [] } as const;
const change = { method: 'POST', auth: 'session', send: 'once', changes: ['security'] } as const;
/** Carries the account's password. */
const provenChange = { ...change, timeoutMs: PASSWORD_TIMEOUT_MS } as const;

/** The signed-in account: ways to sign in, personal data, deletion. */
export const accounts = {
  read: operation({
    ...read,
    id: 'accounts.read',
    path: '/v1/account',
    tag: 'accounts',
    summary: 'The signed-in person and their contracts.',
    answers: { 200: account },
  }),
  security: operation({
    ...read,
    id: 'accounts.security',
    path: '/v1/account/security',
    tag: 'security',
    summary: 'How one gets into the account; no secret is part of it.',
    answers: { 200: accountSecurity },
    exposed: true,
  }),
  /** Ends the other sessions and notifies the owner by e-mail. */
  changePassword: operation({
    ...provenChange,
    id: 'accounts.changePassword',
    method: 'PUT',
    path: '/v1/account/password',
    tag: 'security',
    summary: 'Change the password, or set the first one; the other sessions end.',
    body: passwordChange,
    answers: { 200: accountSecurity },
    errors: [...proof, 'password-too-short', 'password-too-long', 'password-too-common', ...input],
  }),
  changeEmail: operation({
    ...provenChange,
    id: 'accounts.changeEmail',
    path: '/v1/account/email',
    tag: 'security',
    summary: 'Ask for another e-mail address; a link goes there, a notice to the old one.',
    description: 'Answers alike whether or not the address has an account.',
    body: emailChange,
    answers: { 202: letterSent },
    errors: [...proof, ...input],
  }),
  /** `link-invalid` alike for a link that is used, expired, replaced or unknown. */
  confirmEmail: operation({
    ...change,
    id: 'accounts.confirmEmail',
    path: '/v1/email-changes/confirmation',
    tag: 'accounts',
    summary: 'Confirm a new e-mail address by the link.',
    body: emailConfirmation,
    answers: { 204: { description: 'The address is the account’s.' } },
    errors: ['link-invalid', ...input],
    auth: 'none',
  }),
  changePhone: operation({
    ...provenChange,
    id: 'accounts.changePhone',
    path: '/v1/account/phone',
    tag: 'security',
    summary: 'Ask for another telephone number; a code goes there by SMS.',
    body: phoneChange,
    answers: { 202: codeSent },
    errors: [...proof, ...input],
    changes: [],
  }),
  /** `code-wrong` comes with `triesLeft`. */
  confirmPhone: operation({
    ...change,
    id: 'accounts.confirmPhone',
    path: '/v1/account/phone/confirmation',
    tag: 'security',
    summary: 'Confirm the number by the code.',
    body: phoneConfirmation,
    answers: { 200: accountSecurity },
    errors: ['code-wrong', 'code-expired', ...input],
    exposed: true,
  }),
  /** Each consent and each withdrawal is stored with its time. */
  setAdvertisingConsent: operation({
    ...change,
    id: 'accounts.setAdvertisingConsent',
    method: 'PUT',
    path: '/v1/account/consents/advertising',
    tag: 'security',
    summary: 'Give or take back the consent to advertising messages.',
    body: consentChange,
    answers: { 200: accountSecurity },
    errors: input,
    send: 'repeat',
  }),
  data: operation({
    ...read,
    id: 'accounts.data',
    path: '/v1/account/data',
    tag: 'security',
    summary: 'Everything that the account holds of the person.',
    answers: { 200: accountData },
    exposed: true,
  }),
  delete: operation({
    ...provenChange,
    id: 'accounts.delete',
    path: '/v1/account/deletion',
    tag: 'security',
    summary: 'Delete the account with its personal data; contract and ledger stay.',
    body: deletionRequest,
    answers: { 204: { description: 'The account is gone.' } },
    errors: [...proof, ...input],
    changes: [],
  }),
};

const ofDevices = { tag: 'accounts', answers: { 200: signedInDevices }, exposed: true } as const;

/** Devices on which the account is signed in. Each operation answers with the devices that remain. */
export const devices = {
  list: operation({
    ...read,
    ...ofDevices,
    id: 'devices.list',
    path: '/v1/account/sessions',
    summary: 'Where the account is signed in.',
  }),
  /** `not-found` alike for a session of another account and one that does not exist. */
  end: operation({
    ...change,
    ...ofDevices,
    id: 'devices.end',
    method: 'DELETE',
    path: '/v1/account/sessions/:sessionId',
    summary: 'Sign out on one device.',
    params: z.object({ sessionId: z.string().max(100) }),
    errors: ['not-found', 'storage-full'],
  }),
  endOthers: operation({
    ...change,
    ...ofDevices,
    id: 'devices.endOthers',
    method: 'DELETE',
    path: '/v1/account/sessions',
    summary: 'Sign out everywhere else, sign-ins that are half-way included.',
    errors: ['storage-full'],
  }),
};

const ofTwoStep = { ...provenChange, tag: 'accounts', body: twoStepProof } as const;
const inputFirst = [...input, ...proof] as const;

/** Two-step sign-in of the account. */
export const twoStep = {
  /** Takes effect only with `confirm`. */
  setUp: operation({
    ...ofTwoStep,
    id: 'twoStep.setUp',
    path: '/v1/account/two-step',
    summary: 'A secret for an authenticator app; two-step sign-in is on once a code of it was shown.',
    answers: { 200: twoStepSetup },
    errors: [...inputFirst, 'two-step-already-on'],
    changes: [],
    exposed: true,
  }),
  confirm: operation({
    ...ofTwoStep,
    id: 'twoStep.confirm',
    path: '/v1/account/two-step/confirmation',
    summary: 'Turn two-step sign-in on with a first code; answers with the recovery codes, this one time.',
    description:
      'A client that had no answer asks again with a higher `attempt`: the same session is given new recovery codes until the set-up would have expired.',
    body: twoStepConfirmation,
    answers: { 200: recoveryCodes },
    errors: [...input, 'two-step-failed', 'two-step-expired', 'two-step-already-on'],
    timeoutMs: RECOVERY_CODES_TIMEOUT_MS,
  }),
  renewRecoveryCodes: operation({
    ...ofTwoStep,
    id: 'twoStep.renewRecoveryCodes',
    path: '/v1/account/two-step/recovery-codes',
    summary: 'New recovery codes in the place of the old ones.',
    answers: { 200: recoveryCodes },
    errors: [...inputFirst, 'two-step-not-on'],
    timeoutMs: RECOVERY_CODES_TIMEOUT_MS,
    exposed: true,
  }),
  turnOff: operation({
    ...ofTwoStep,
    id: 'twoStep.turnOff',
    path: '/v1/account/two-step/off',
    summary: 'Turn two-step sign-in off.',
    answers: { 200: accountSecurity },
    errors: [...inputFirst, 'two-step-not-on'],
    exposed: true,
  }),
};

/** Social networks linked to the account. */
export const identities = {
  link: operation({
    ...provenChange,
    id: 'identities.link',
    path: '/v1/account/identities',
    tag: 'social sign-in',
    summary: 'Link a social network to the account.',
    body: identityLinkRequest,
    answers: { 200: accountSecurity },
    errors: [...proof, 'identity-ticket-expired', 'identity-taken', 'provider-already-linked', ...input],
  }),
  /** `not-found` for a network that is unknown, not offered or not linked. */
  unlink: operation({
    ...provenChange,
    id: 'identities.unlink',
    path: '/v1/account/identities/:provider/unlink',
    tag: 'social sign-in',
    summary: 'Unlink a social network; never the last way in.',
    params: z.object({ provider: z.string() }),
    body: identityUnlinkRequest,
    answers: { 200: accountSecurity },
    errors: [...proof, 'last-way-in', 'not-found', ...input],
    exposed: true,
  }),
};
