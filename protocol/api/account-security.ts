import { z } from 'zod';
import { instant, language } from '../primitives.ts';
import { identityProvider } from './identity.ts';
import { newPassword } from './registrations.ts';
import { token } from './sessions.ts';

/** The account's current password, which confirms a change of the ways to sign in. */
const password = z.string().min(1).max(1024);
/** Null where the account has no password: then the session must be recent (profile, `freshSessionMs`). */
const proof = z.object({ password: password.nullable() });

/** A mobile or landline number: `+` and 11 to 15 digits (E.164). */
export const phoneNumber = z.string().regex(/^\+[1-9]\d{10,14}$/);

/** Ways to sign in to the account; contains no secret. */
export const accountSecurity = z.object({
  email: z.string().nullable(),
  /** New address that awaits its confirmation by link. */
  emailPending: z.string().nullable(),
  phone: phoneNumber.nullable(),
  /** New number that awaits its code. */
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

/** Body of `accounts.changePassword`. `password` is null only where the account has none. */
export const passwordChange = proof.extend({ next: newPassword, language });
export type PasswordChange = z.infer<typeof passwordChange>;

/**
 * Body of `accounts.changeEmail`. Mail with a one-time link goes to the new address, a notice to the old one. The answer is the
 * same when the address belongs to another account, whose owner is notified.
 */
export const emailChange = proof.extend({ email: z.string().trim().min(3).max(254), language });
export type EmailChange = z.infer<typeof emailChange>;

/** Body of `accounts.confirmEmail`: the token of the link. */
export const emailConfirmation = z.object({ token });
export type EmailConfirmation = z.infer<typeof emailConfirmation>;

/** Body of `accounts.changePhone`: a code goes to the new number by SMS. */
export const phoneChange = proof.extend({ phone: phoneNumber, language });
export type PhoneChange = z.infer<typeof phoneChange>;
/** Lifetime of the code and delay before another can be requested, both in ms from now: the two clocks may differ. */
export const codeSent = z.object({ expiresInMs: z.int().nonnegative(), againInMs: z.int().nonnegative() });
export type CodeSent = z.infer<typeof codeSent>;
/** Body of `accounts.confirmPhone`. */
export const phoneConfirmation = z.object({ code: z.string().regex(/^\d{6}$/) });
export type PhoneConfirmation = z.infer<typeof phoneConfirmation>;

/** Body of `accounts.setAdvertisingConsent`. `textVersion`: version of the text that was shown. */
export const consentChange = z.object({ granted: z.boolean(), textVersion: z.string().min(1).max(40) });
export type ConsentChange = z.infer<typeof consentChange>;

/** Secret for an authenticator app. */
export const twoStepSetup = z.object({
  /** Base32, to be typed. */
  secret: z.string(),
  /** `otpauth://totp/…` for the QR code (Key Uri Format). */
  uri: z.string(),
  expiresInMs: z.int().positive(),
});
export type TwoStepSetup = z.infer<typeof twoStepSetup>;
/** Body of `twoStep.confirm`. */
export const twoStepConfirmation = z.object({
  code: z.string().regex(/^\d{6}$/),
  /**
   * Increases with each request for the same set-up; 1 when absent. After a lost answer the same session sends a higher number
   * and gets new recovery codes; those of the lost answer are void. An earlier request that arrives late is refused, so that it
   * cannot void codes that were shown.
   */
  attempt: z.int().min(1).max(99).optional(),
});
export type TwoStepConfirmation = z.infer<typeof twoStepConfirmation>;
/** Codes that each replace the second step once. Shown only in this answer; stored hashed. */
export const recoveryCodes = z.object({ codes: z.array(z.string()) });
export type RecoveryCodes = z.infer<typeof recoveryCodes>;
/** Body of the operations of `twoStep` that need the password alone. */
export const twoStepProof = proof;
export type Proof = z.infer<typeof proof>;

/** Body of `accounts.delete`: deletes account, sessions and personal data; the contract stays with the operator. */
export const deletionRequest = proof.extend({ language });
export type DeletionRequest = z.infer<typeof deletionRequest>;
