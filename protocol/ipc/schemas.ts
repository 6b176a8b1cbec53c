import { z } from 'zod';
import { identityProvider } from '../api/identity.ts';
import { completionRequest, letterSent, newPassword } from '../api/registrations.ts';
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

/** Inputs of the account's verbs, checked in main whatever the forms did. */
export const registerInput = z.object({ email, password: newPassword, advertisingConsent: z.boolean() });
export const confirmRegistrationInput = z.object({ password: z.string().min(1).max(1024), computer });
export const signInThroughInput = z.object({ provider: identityProvider, computer });
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
  [c.completeRegistration]: { input: completionRequest, output: sessionStatus },
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
