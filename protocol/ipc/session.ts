import { z } from 'zod';
import { identityProvider } from '../api/identity.ts';
import { computer } from '../primitives.ts';
import { idleWarning, linkForm, sessionStatus, signInOutcome } from './state.ts';
import { message, noInput, verb } from './verb.ts';

/** A password as typed; the service judges it. */
export const typedPassword = z.string().min(1).max(1024);
/** An e-mail address as typed. */
export const typedEmail = z.string().trim().min(3).max(254);

/** Input of `session.signIn`. */
const signInInput = z.object({ email: typedEmail, password: typedPassword, computer });
export type SignInInput = z.infer<typeof signInInput>;

/** Signing in and out, and the lock of the program. Tokens, challenges and tickets stay in the main process. */
export const sessionVerbs = {
  /** Errors: those of `sessions.create`, `service-*`; `session-ended` when the sign-in was cancelled meanwhile. */
  signIn: verb({ id: 'session.signIn', input: signInInput, output: signInOutcome, auth: 'any' }),
  /**
   * Signs in through a social network in the system's browser; answers when the browser returned. Errors:
   * `browser-not-opened`, `provider-denied`, `provider-unavailable`, `provider-timeout` (also when cancelled),
   * `provider-answer-invalid`, `identity-ticket-expired`, `service-*`.
   */
  signInThrough: verb({
    id: 'session.signInThrough',
    input: z.object({ provider: identityProvider, computer }),
    output: signInOutcome,
    auth: 'any',
  }),
  /** Opens the network's page again while a sign-in or a link waits for it. Errors: `browser-not-opened`, `provider-timeout`. */
  showBrowser: verb({ id: 'session.showBrowser', input: noInput, output: z.null(), auth: 'any' }),
  /** Errors: `two-step-failed`, `two-step-expired`. */
  confirmTwoStep: verb({
    id: 'session.confirmTwoStep',
    input: z.object({ code: z.string().trim().min(6).max(24) }),
    output: signInOutcome,
    auth: 'any',
  }),
  /** Links the network to the account with its e-mail address. Errors: `sign-in-failed`, `identity-ticket-expired`. */
  confirmLink: verb({
    id: 'session.confirmLink',
    input: z.object({ password: typedPassword }),
    output: signInOutcome,
    auth: 'any',
  }),
  /** Cancels a sign-in that waits for the browser, a code or a password. */
  cancelSignIn: verb({ id: 'session.cancelSignIn', input: noInput, output: sessionStatus, auth: 'any' }),
  /** Answers the idle warning: the idle time starts again. */
  stay: verb({ id: 'session.stay', input: noInput, output: z.null(), auth: 'any' }),
  lock: verb({ id: 'session.lock', input: noInput, output: sessionStatus, auth: 'any' }),
  /**
   * Unlocks with the account's password; without one the operating system asks (Touch ID). Errors: `password-wrong`,
   * `password-throttled`, `password-missing`, `request-refused` (the system cannot ask), `service-*`.
   */
  unlock: verb({
    id: 'session.unlock',
    input: z.object({ password: typedPassword.optional() }),
    output: sessionStatus,
    auth: 'any',
  }),
  /** Ends the session here at once, and at the service as soon as it can be reached. */
  signOut: verb({ id: 'session.signOut', input: noInput, output: sessionStatus, auth: 'any' }),
  status: verb({ id: 'session.status', input: noInput, output: sessionStatus, auth: 'any' }),
};

export const sessionMessages = {
  changed: message({ id: 'session.changed', data: sessionStatus }),
  idleWarning: message({ id: 'session.idleWarning', data: idleWarning }),
};

/** Forms that links in e-mails open. The one-time token stays in the main process; closing the form discards it. */
export const linkFormsVerbs = {
  /** The open form; null when there is none. */
  current: verb({ id: 'linkForms.current', input: noInput, output: linkForm.nullable(), auth: 'any' }),
  close: verb({ id: 'linkForms.close', input: noInput, output: z.null(), auth: 'any' }),
};

export const linkFormsMessages = {
  /** A link opened a form; sent also when it is the form that is open already. */
  opened: message({ id: 'linkForms.opened', data: linkForm }),
};
