import type { z } from 'zod';
import type { DemoSubscribers } from '../api/demo.ts';
import type { IdentityProvider } from '../api/identity.ts';
import type { CompletionRequest, LetterSent } from '../api/registrations.ts';
import type { OperatorProfile } from '../api/profile.ts';
import type {
  Autopay,
  LinkedCards,
  OfferedMethods,
  Payee,
  PayeeRequest,
  Slip,
  TopUpPreview,
  TopUpTerms,
} from '../api/payments.ts';
import type { PromiseTerms } from '../api/promises.ts';
import type { Result } from '../errors/problem.ts';
import type { ErrorCode } from '../errors/catalogue.ts';
import type {
  amountInput,
  beginPaymentInput,
  confirmRegistrationInput,
  registerInput,
  setAutopayInput,
  slipInput,
  takePromiseInput,
  unlockInput,
} from './schemas.ts';
import type {
  DataChange,
  IdleWarning,
  LinkForm,
  LinkRequest,
  Navigation,
  Notice,
  SaveOutcome,
  ServiceStatus,
  SessionStatus,
  Settings,
  SettingsPatch,
  ShownOverview,
  SignInOutcome,
  TrackedPayment,
  TrackedPayments,
} from './state.ts';
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
    /** Demo mode only; otherwise `not-found`. */
    demoSubscribers(): Promise<Result<DemoSubscribers>>;
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
  readonly overview: {
    /** Live, or the last known one when the line is down and one is known. */
    get(contractNumber: string): Promise<Result<ShownOverview>>;
  };
  /** Errors of each: see the schema of the same name in protocol/api/payments.ts. */
  readonly payments: {
    terms(contractNumber: string): Promise<Result<TopUpTerms>>;
    preview(input: z.input<typeof amountInput>): Promise<Result<TopUpPreview>>;
    methods(): Promise<Result<OfferedMethods>>;
    payee(input: PayeeRequest): Promise<Result<Payee>>;
    /**
     * Takes a payment on and opens the payment system's window where the method has one. A lost answer is no failure: the
     * payment is then `checking`. Errors: `payment-open`, `amount-invalid`, `method-…`, `payee-not-found`,
     * `contract-closed`, `payment-system-unavailable`, `service-…` (only while it is certain that nothing was taken on).
     */
    begin(input: z.input<typeof beginPaymentInput>): Promise<Result<TrackedPayment>>;
    tracked(): Promise<Result<TrackedPayments>>;
    /** Opens the payment's page again, or brings its window to the front. Errors: `payment-page-failed`. */
    showPage(input: { readonly id: string }): Promise<Result<null>>;
    /** Asks now what became of it. */
    ask(input: { readonly id: string }): Promise<Result<TrackedPayment>>;
    /** Calls it off; what was paid meanwhile stays paid, and the answer says so. */
    cancel(input: { readonly id: string }): Promise<Result<TrackedPayment>>;
    /** The person has seen what became of it. */
    dismiss(input: { readonly id: string }): Promise<Result<TrackedPayments>>;
    onChanged(listener: (payments: TrackedPayments) => void): Unsubscribe;
    cards(): Promise<Result<LinkedCards>>;
    unlinkCard(input: { readonly id: string }): Promise<Result<LinkedCards>>;
    autopay(contractNumber: string): Promise<Result<Autopay>>;
    setAutopay(input: z.input<typeof setAutopayInput>): Promise<Result<Autopay>>;
    stopAutopay(contractNumber: string): Promise<Result<Autopay>>;
    slip(input: z.input<typeof slipInput>): Promise<Result<Slip>>;
    /** As PDF where the person chooses. Errors: `file-not-saved`, `service-…`. */
    saveSlip(input: z.input<typeof slipInput>): Promise<Result<SaveOutcome>>;
    saveReceipt(input: { readonly paymentId: string }): Promise<Result<SaveOutcome>>;
  };
  readonly promise: {
    terms(contractNumber: string): Promise<Result<PromiseTerms>>;
    /** Takes what the person saw. Errors: `promise-refused`, `promise-changed`, `service-…`. */
    take(input: z.input<typeof takePromiseInput>): Promise<Result<PromiseTerms>>;
  };
  readonly profile: { get(): Promise<Result<OperatorProfile>> };
  readonly settings: {
    get(): Promise<Result<Settings>>;
    update(patch: SettingsPatch): Promise<Result<Settings>>;
    onChanged(listener: (settings: Settings) => void): Unsubscribe;
  };
  readonly service: {
    status(): Promise<Result<ServiceStatus>>;
    /** Asks for a new try now rather than at the next planned one. */
    retry(): Promise<Result<ServiceStatus>>;
    onChanged(listener: (status: ServiceStatus) => void): Unsubscribe;
  };
  readonly notices: {
    list(): Promise<Result<readonly Notice[]>>;
    dismiss(code: ErrorCode): Promise<Result<readonly Notice[]>>;
    onChanged(listener: (notices: readonly Notice[]) => void): Unsubscribe;
  };
  readonly links: { open(request: LinkRequest): Promise<Result<null>> };
  readonly clipboard: { copy(text: string): Promise<Result<null>> };
  readonly data: { onChanged(listener: (change: DataChange) => void): Unsubscribe };
  readonly app: {
    /** Tells main that a screen stands usable (start-up measure; the `--smoke` run ends on it). */
    started(screen: 'sign-in' | 'overview'): Promise<Result<null>>;
    onNavigate(listener: (to: Navigation) => void): Unsubscribe;
  };
}
