import { z } from 'zod';
import {
  completionRequest,
  letterSent,
  passwordResetCompletion,
  passwordResetRequest,
  registrationConfirmation,
  registrationLetterRequest,
  registrationRequest,
} from '../api/registrations.ts';
import { sessionStatus, signInOutcome } from './state.ts';
import { verb } from './verb.ts';

/**
 * Registration. The main process adds the program's language, the version of the consent text, the token of the link and
 * the device. Errors: those of the operation of the same name in `registrations`, and `service-*`.
 */
export const registrationVerbs = {
  create: verb({
    id: 'registration.create',
    input: registrationRequest.omit({ consentTextVersion: true, language: true }),
    output: letterSent,
    auth: 'any',
  }),
  resendMail: verb({
    id: 'registration.resendMail',
    input: registrationLetterRequest.omit({ language: true }),
    output: letterSent,
    auth: 'any',
  }),
  /** Confirms the address by the link that opened the form, and signs in. */
  confirm: verb({
    id: 'registration.confirm',
    input: registrationConfirmation.omit({ token: true, device: true }),
    output: signInOutcome,
    auth: 'any',
  }),
  /** Binds a contract to the signed-in account. Errors also: `outcome-unknown`. */
  complete: verb({ id: 'registration.complete', input: completionRequest, output: sessionStatus, auth: 'session' }),
};

/** Resetting a forgotten password. Errors: those of the operation of the same name in `passwordResets`, and `service-*`. */
export const passwordResetVerbs = {
  create: verb({
    id: 'passwordReset.create',
    input: passwordResetRequest.omit({ language: true }),
    output: letterSent,
    auth: 'any',
  }),
  /** By the link that opened the form. Errors also: `outcome-unknown`. */
  complete: verb({
    id: 'passwordReset.complete',
    input: passwordResetCompletion.omit({ token: true }),
    output: z.null(),
    auth: 'any',
  }),
};
