import { z } from 'zod';
import { computer, contractNumber, cardNumber, language } from '../primitives.ts';
import { device, token } from './sessions.ts';

const email = z.string().trim().min(3).max(254);
/** A password to be set. Its length in characters and whether it is among the commonest is a rule, judged at the service. */
export const newPassword = z.string().min(1).max(1024);

/**
 * `POST /v1/registrations`: 202 `letterSent`, alike in body, status and time whether or not the address has an
 * account. A new address gets a letter with a one-time link; the owner of a known one is told of the try.
 * Errors: `password-too-short`, `password-too-long`, `password-too-common`, `input-invalid`.
 */
export const registrationRequest = z.object({
  email,
  password: newPassword,
  /** Consent to advertising messages; off unless ticked. Stored with the time and the version of its text. */
  advertisingConsent: z.boolean(),
  consentTextVersion: z.string().min(1).max(40),
  /** Language of the letters. */
  language,
});
export type RegistrationRequest = z.infer<typeof registrationRequest>;

/** What is said after a letter was asked for; it says nothing about the address. */
export const letterSent = z.object({
  /** Another letter can be asked for after so many ms (the two clocks may differ); the older link dies with it. */
  againInMs: z.int().nonnegative(),
  /** The mail server does not answer just now: letters are queued and leave when it does. */
  delayed: z.boolean(),
});
export type LetterSent = z.infer<typeof letterSent>;

/** `POST /v1/registrations/letter`: the letter once more; 202 `letterSent` whatever the address. */
export const registrationLetterRequest = z.object({ email, language });
export type RegistrationLetterRequest = z.infer<typeof registrationLetterRequest>;

/**
 * `POST /v1/registrations/confirmation`: 201 `tokenGrant`: confirms the address and signs in. The password is asked
 * for again, so that whoever registered somebody else's address gains nothing when its owner follows the link.
 * Errors: `link-invalid`, `sign-in-failed` (with `triesLeft`), `sign-in-throttled`.
 */
export const registrationConfirmation = z.object({ token, password: z.string().min(1).max(1024), computer, device });
export type RegistrationConfirmation = z.infer<typeof registrationConfirmation>;

/**
 * `POST /v1/account/contracts`: 200 `account`, with the contract bound to it. Once an account; the same request again
 * is answered alike. Letters are compared without regard to case, blanks, hyphens, ё/е and look-alikes of the two
 * alphabets; an absent patronymic matches an absent one.
 * Errors: `contract-not-matched` (never which field, nor that the contract is bound elsewhere),
 * `contract-match-throttled`, `registration-complete`.
 */
export const completionRequest = z.object({
  contractNumber,
  surname: z.string().trim().min(1).max(80),
  firstName: z.string().trim().min(1).max(80),
  patronymic: z.string().trim().max(80),
  cardNumber,
});
export type CompletionRequest = z.infer<typeof completionRequest>;

/**
 * `POST /v1/password-resets`: 202 `letterSent`, alike in body, status and time whatever the address.
 */
export const passwordResetRequest = z.object({ email, language });
export type PasswordResetRequest = z.infer<typeof passwordResetRequest>;

/**
 * `POST /v1/password-resets/completion`: 204. Ends every session of the account and tells its owner by e-mail. Two-step
 * sign-in stays on. Errors: `link-invalid` (used, run out, replaced or unknown, all alike), `password-too-…`.
 */
export const passwordResetCompletion = z.object({ token, password: newPassword });
export type PasswordResetCompletion = z.infer<typeof passwordResetCompletion>;
