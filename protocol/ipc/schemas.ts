import { z } from 'zod';
import { accountData } from '../api/account-data.ts';
import { identityProvider } from '../api/identity.ts';
import { completionRequest, letterSent, newPassword } from '../api/registrations.ts';
import { accountSecurity, codeSent, phoneNumber, recoveryCodes, twoStepSetup } from '../api/account-security.ts';
import { signedInDevices } from '../api/sessions.ts';
import { computer } from '../primitives.ts';
import { invokeChannels as c, pushChannels as p } from './channels.ts';
import { idleWarning, linkForm, sessionStatus, signInOutcome } from './state.ts';

const nothing = z.undefined();

/** Input of `session.signIn`, checked in main whatever the form did. */
export const signInInput = z.object({
  email: z.string().trim().min(3).max(254),
  password: z.string().min(1).max(1024),
  computer,
});

const email = z.string().trim().min(3).max(254);
/** A password in use; null where the account has none. */
const proof = z.object({ password: z.string().min(1).max(1024).nullable() });

/** Inputs of the account's verbs, checked in main whatever the forms did. */
export const registerInput = z.object({ email, password: newPassword, advertisingConsent: z.boolean() });
export const confirmRegistrationInput = z.object({ password: z.string().min(1).max(1024), computer });
export const signInThroughInput = z.object({ provider: identityProvider, computer });
export const changePasswordInput = proof.extend({ next: newPassword });
export const changeEmailInput = proof.extend({ email });
export const changePhoneInput = proof.extend({ phone: phoneNumber });
export const identityInput = proof.extend({ provider: identityProvider });
/** With `password` by the account's password; without by the system's own question (Touch ID). */
export const unlockInput = z.object({ password: z.string().min(1).max(1024).optional() });

/** Inputs of the verbs about money, checked in main whatever the forms did. */

/** The one map of questions: channel → schema of the argument and of the value answered. */
export const invokeContract = {
  [c.signIn]: { input: signInInput, output: signInOutcome },
  [c.signInThrough]: { input: signInThroughInput, output: signInOutcome },
  [c.showBrowser]: { input: nothing, output: z.null() },
  [c.confirmTwoStep]: { input: z.object({ code: z.string().trim().min(6).max(24) }), output: signInOutcome },
  [c.confirmLink]: { input: z.object({ password: z.string().min(1).max(1024) }), output: signInOutcome },
  [c.cancelSignIn]: { input: nothing, output: sessionStatus },
  [c.stay]: { input: nothing, output: z.null() },
  [c.lock]: { input: nothing, output: sessionStatus },
  [c.unlock]: { input: unlockInput, output: sessionStatus },
  [c.register]: { input: registerInput, output: letterSent },
  [c.registrationLetter]: { input: z.object({ email }), output: letterSent },
  [c.confirmRegistration]: { input: confirmRegistrationInput, output: signInOutcome },
  [c.askPasswordReset]: { input: z.object({ email }), output: letterSent },
  [c.completePasswordReset]: { input: z.object({ password: newPassword }), output: z.null() },
  [c.confirmEmail]: { input: nothing, output: z.null() },
  [c.completeRegistration]: { input: completionRequest, output: sessionStatus },
  [c.security]: { input: nothing, output: accountSecurity },
  [c.changePassword]: { input: changePasswordInput, output: accountSecurity },
  [c.changeEmail]: { input: changeEmailInput, output: letterSent },
  [c.changePhone]: { input: changePhoneInput, output: codeSent },
  [c.confirmPhone]: { input: z.object({ code: z.string().regex(/^\d{6}$/) }), output: accountSecurity },
  [c.setAdvertisingConsent]: { input: z.object({ granted: z.boolean() }), output: accountSecurity },
  [c.devices]: { input: nothing, output: signedInDevices },
  [c.endDevice]: { input: z.object({ id: z.string().min(1).max(80) }), output: signedInDevices },
  [c.endOtherDevices]: { input: nothing, output: signedInDevices },
  [c.linkIdentity]: { input: identityInput, output: accountSecurity },
  [c.unlinkIdentity]: { input: identityInput, output: accountSecurity },
  [c.beginTwoStep]: { input: proof, output: twoStepSetup },
  [c.confirmTwoStepSetup]: { input: z.object({ code: z.string().regex(/^\d{6}$/) }), output: recoveryCodes },
  [c.newRecoveryCodes]: { input: proof, output: recoveryCodes },
  [c.turnTwoStepOff]: { input: proof, output: accountSecurity },
  [c.accountData]: { input: nothing, output: accountData },
  /** True when saved; false when the person chose no file. */
  [c.saveAccountData]: { input: nothing, output: z.boolean() },
  [c.deleteAccount]: { input: proof, output: sessionStatus },
  [c.openedForm]: { input: nothing, output: linkForm.nullable() },
  [c.closeForm]: { input: nothing, output: z.null() },
  [c.signOut]: { input: nothing, output: sessionStatus },
  [c.sessionStatus]: { input: nothing, output: sessionStatus },
} as const;
export type InvokeContract = typeof invokeContract;

/** What main tells unasked: channel → schema. */
export const pushContract = {
  [p.sessionChanged]: sessionStatus,
  [p.idleWarning]: idleWarning,
  [p.formOpened]: linkForm,
} as const;
export type PushContract = typeof pushContract;
