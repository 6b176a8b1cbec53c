import { z } from 'zod';
import { instant, language } from '../primitives.ts';
import { identityProvider } from './identity.ts';
import { newPassword } from './registrations.ts';
import { token } from './sessions.ts';

/** The account's password once more, asked for before a change of how one gets in. */
const password = z.string().min(1).max(1024);
/** Where the account has no password yet, it is null and the session must be young (profile, `freshSessionMs`). */
const proof = z.object({ password: password.nullable() });

/** A mobile or landline number: `+` and 11 to 15 digits (E.164). */
export const phoneNumber = z.string().regex(/^\+[1-9]\d{10,14}$/);

/** How one gets into the account, `GET /v1/account/security`. No secret is part of it. */
export const accountSecurity = z.object({
  email: z.string().nullable(),
  /** A new address that waits for its letter to be answered. */
  emailPending: z.string().nullable(),
  phone: phoneNumber.nullable(),
  /** A new number whose code is awaited. */
  phonePending: phoneNumber.nullable(),
  hasPassword: z.boolean(),
  passwordChangedAt: instant.nullable(),
  twoStep: z.discriminatedUnion('on', [
    z.object({ on: z.literal(false) }),
    z.object({ on: z.literal(true), since: instant, recoveryCodesLeft: z.int().nonnegative() }),
  ]),
  identities: z.array(z.object({ provider: identityProvider, name: z.string().nullable(), linkedAt: instant })),
  advertisingConsent: z.object({ granted: z.boolean(), at: instant.nullable(), textVersion: z.string().nullable() }),
});
export type AccountSecurity = z.infer<typeof accountSecurity>;

/**
 * `PUT /v1/account/password`: 200 `accountSecurity`. Ends the other sessions, tells the owner by e-mail. `password` is
 * null only where the account has none yet.
 * Errors: `password-wrong`, `password-throttled`, `password-too-short|-long|-common`.
 */
export const passwordChange = proof.extend({ next: newPassword, language });
export type PasswordChange = z.infer<typeof passwordChange>;

/**
 * `POST /v1/account/email`: 202 `letterSent`; a letter with a one-time link goes to the new address, a notice to the
 * old one. The answer is the same when the address has an account (its owner is told). Errors as for the password.
 */
export const emailChange = proof.extend({ email: z.string().trim().min(3).max(254), language });
export type EmailChange = z.infer<typeof emailChange>;

/** `POST /v1/email-changes/confirmation`: 204; the address is the account's from now. Errors: `link-invalid`. */
export const emailConfirmation = z.object({ token });
export type EmailConfirmation = z.infer<typeof emailConfirmation>;

/** `POST /v1/account/phone`: 202 `codeSent`; a code goes to the new number by SMS. Errors as for the password. */
export const phoneChange = proof.extend({ phone: phoneNumber, language });
export type PhoneChange = z.infer<typeof phoneChange>;
/** The code's life, and after how long another can be asked for, ms: the two clocks may differ. */
export const codeSent = z.object({ expiresInMs: z.int().nonnegative(), againInMs: z.int().nonnegative() });
export type CodeSent = z.infer<typeof codeSent>;
/** `POST /v1/account/phone/confirmation`: 200 `accountSecurity`. Errors: `code-wrong` (with `triesLeft`), `code-expired`. */
export const phoneConfirmation = z.object({ code: z.string().regex(/^\d{6}$/) });
export type PhoneConfirmation = z.infer<typeof phoneConfirmation>;

/** `PUT /v1/account/consents/advertising`: 200 `accountSecurity`. Each giving and taking back is kept with its time. */
export const consentChange = z.object({ granted: z.boolean(), textVersion: z.string().min(1).max(40) });
export type ConsentChange = z.infer<typeof consentChange>;

/**
 * `POST /v1/account/two-step`: 200 `twoStepSetup`: a secret to be put into an authenticator app; two-step sign-in is on
 * only when a code of it was shown. Errors: `password-…`, `two-step-already-on`.
 */
export const twoStepSetupRequest = proof;
export const twoStepSetup = z.object({
  /** Base32, for typing. */
  secret: z.string(),
  /** `otpauth://totp/…` for the QR code (Key Uri Format). */
  uri: z.string(),
  expiresInMs: z.int().positive(),
});
export type TwoStepSetup = z.infer<typeof twoStepSetup>;
/**
 * `POST /v1/account/two-step/confirmation`: 200 `recoveryCodes`. Errors: `two-step-failed`, `two-step-expired`,
 * `two-step-already-on`.
 */
export const twoStepConfirmation = z.object({
  code: z.string().regex(/^\d{6}$/),
  /**
   * Rises with each request for the same set-up. When the answer was lost, the session that sent it asks once more with a
   * higher number and gets new recovery codes, and those of the lost answer are void; 1 when absent. An earlier request
   * that arrives late is refused, so it cannot void codes that were shown.
   */
  attempt: z.int().min(1).max(99).optional(),
});
export type TwoStepConfirmation = z.infer<typeof twoStepConfirmation>;
/** Codes that each open the second step once, shown this one time; stored hashed. */
export const recoveryCodes = z.object({ codes: z.array(z.string()) });
export type RecoveryCodes = z.infer<typeof recoveryCodes>;
/** `POST /v1/account/two-step/recovery-codes`: new codes, the old ones die; `POST …/off`: 200 `accountSecurity`. */
export const twoStepProof = proof;
export type Proof = z.infer<typeof proof>;

/** `POST /v1/account/deletion`: 204: account, sessions and personal data are gone; the contract stays the operator's. */
export const deletionRequest = proof.extend({ language });
export type DeletionRequest = z.infer<typeof deletionRequest>;
