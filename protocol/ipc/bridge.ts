import type { z } from 'zod';
import type { IdentityProvider } from '../api/identity.ts';
import type { CompletionRequest, LetterSent } from '../api/registrations.ts';
import type { Result } from '../errors/problem.ts';
import type { confirmRegistrationInput, registerInput, unlockInput } from './schemas.ts';
import type { IdleWarning, LinkForm, SessionStatus, SignInOutcome } from './state.ts';
import type { Computer } from '../primitives.ts';
import type { DerivedBridge, Unsubscribe } from './bridge-types.ts';

export type { Unsubscribe };

/** What the person typed to sign in. */
export interface SignInInput {
  readonly email: string;
  readonly password: string;
  readonly computer: Computer;
}

/**
 * `window.cabinet`: everything the renderer may ask of main, verbs by domain. Every question answers a
 * `Result`; nothing throws. Listeners get the value alone, never the raw event.
 */
export type CabinetBridge = HandWrittenBridge & DerivedBridge;

/** Verbs that are not derived from declarations yet. */
export interface HandWrittenBridge {
  readonly session: {
    /** Errors: `sign-in-failed`, `sign-in-throttled`, `service-*`, `input-invalid`. */
    signIn(input: SignInInput): Promise<Result<SignInOutcome>>;
    /**
     * Signs in through a social network in the system's browser; answers when the browser came back.
     * Errors: `browser-not-opened`, `provider-denied`, `provider-unavailable`, `provider-timeout` (also when called
     * off), `provider-answer-invalid`, `identity-ticket-expired`, `service-*`.
     */
    signInThrough(input: {
      readonly provider: IdentityProvider;
      readonly computer: Computer;
    }): Promise<Result<SignInOutcome>>;
    /** Opens the network's page in the browser once more while one waits for it. */
    showBrowser(): Promise<Result<null>>;
    /** The second step. Errors: `two-step-failed`, `two-step-expired`. */
    confirmTwoStep(input: { readonly code: string }): Promise<Result<SignInOutcome>>;
    /** Links the network to the account of the same address. Errors: `sign-in-failed`, `identity-ticket-expired`. */
    confirmLink(input: { readonly password: string }): Promise<Result<SignInOutcome>>;
    /** Calls off a sign-in that waits for the browser, a code or a password. */
    cancelSignIn(): Promise<Result<SessionStatus>>;
    /** "I am here": the idle time begins anew. */
    stay(): Promise<Result<null>>;
    lock(): Promise<Result<SessionStatus>>;
    /** Errors: `password-wrong`, `password-throttled`, `password-missing`, `service-*`. */
    unlock(input: z.infer<typeof unlockInput>): Promise<Result<SessionStatus>>;
    onIdleWarning(listener: (warning: IdleWarning) => void): Unsubscribe;
    /** Ends the session here and at the service; when the line is down, here at once and there as soon as it is back. */
    signOut(): Promise<Result<SessionStatus>>;
    status(): Promise<Result<SessionStatus>>;
    onChanged(listener: (status: SessionStatus) => void): Unsubscribe;
  };
  readonly registration: {
    /** Errors: `password-too-…`, `input-invalid`, `service-*`. */
    begin(input: z.infer<typeof registerInput>): Promise<Result<LetterSent>>;
    letter(input: { readonly email: string }): Promise<Result<LetterSent>>;
    /** Confirms the address by the link that opened the form, and signs in. Errors: `link-invalid`, `sign-in-failed`. */
    confirm(input: z.infer<typeof confirmRegistrationInput>): Promise<Result<SignInOutcome>>;
  };
  readonly passwordReset: {
    ask(input: { readonly email: string }): Promise<Result<LetterSent>>;
    /** By the link that opened the form. Errors: `link-invalid`, `password-too-…`. */
    complete(input: { readonly password: string }): Promise<Result<null>>;
  };
  /** Forms that links from letters open. The one-time token stays in main; leaving the form forgets it. */
  readonly door: {
    openedForm(): Promise<Result<LinkForm | null>>;
    closeForm(): Promise<Result<null>>;
    onFormOpened(listener: (form: LinkForm) => void): Unsubscribe;
  };
  readonly account: { completeRegistration(input: CompletionRequest): Promise<Result<SessionStatus>> };
}
