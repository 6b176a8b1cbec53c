import { z } from 'zod';
import {
  accountSecurity,
  codeSent,
  consentChange,
  deletionRequest,
  emailChange,
  passwordChange,
  phoneChange,
  recoveryCodes,
  twoStepConfirmation,
} from '../api/account-security.ts';
import { identityLinkRequest, identityProvider } from '../api/identity.ts';
import { letterSent } from '../api/registrations.ts';
import { sessionStatus } from './state.ts';
import { noInput, verb } from './verb.ts';

/**
 * Verbs of the account that the main process completes: it adds the program's language, the version of the consent text or
 * the token of a link. Errors: those of the operation of the same name, and `outcome-unknown`.
 */
export const accountVerbs = {
  changePassword: verb({
    id: 'accounts.changePassword',
    input: passwordChange.omit({ language: true }),
    output: accountSecurity,
    auth: 'session',
  }),
  changeEmail: verb({
    id: 'accounts.changeEmail',
    input: emailChange.omit({ language: true }),
    output: letterSent,
    auth: 'session',
  }),
  /** By the link that opened the form, signed in or not. */
  confirmEmail: verb({ id: 'accounts.confirmEmail', input: noInput, output: z.null(), auth: 'any' }),
  changePhone: verb({
    id: 'accounts.changePhone',
    input: phoneChange.omit({ language: true }),
    output: codeSent,
    auth: 'session',
  }),
  setAdvertisingConsent: verb({
    id: 'accounts.setAdvertisingConsent',
    input: consentChange.omit({ textVersion: true }),
    output: accountSecurity,
    auth: 'session',
  }),
  /** Saves the data as a file that the person chooses; false when none was chosen. Errors: `file-not-saved`. */
  saveData: verb({ id: 'accounts.saveData', input: noInput, output: z.boolean(), auth: 'self' }),
  /** Ends the session with the account. */
  delete: verb({
    id: 'accounts.delete',
    input: deletionRequest.omit({ language: true }),
    output: sessionStatus,
    auth: 'session',
  }),
};

export const twoStepVerbs = {
  /** The main process numbers the attempts. */
  confirm: verb({
    id: 'twoStep.confirm',
    input: twoStepConfirmation.omit({ attempt: true }),
    output: recoveryCodes,
    auth: 'session',
  }),
};

export const identityVerbs = {
  /** Opens the network's page in the browser and links the person who signs in there. Errors: `provider-…`, `browser-not-opened`. */
  link: verb({
    id: 'identities.link',
    input: identityLinkRequest.omit({ ticket: true }).extend({ provider: identityProvider }),
    output: accountSecurity,
    auth: 'session',
  }),
};
