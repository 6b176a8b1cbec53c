import type { DeclineReason, PaymentStatus } from '#protocol/api/payments.ts';
import type { Language } from '#protocol/primitives.ts';

/** A payment with a linked card that the service makes without the person present. */
export interface CardPaymentOrder {
  readonly accountId: string;
  readonly contractNumber: string;
  readonly linkedCardId: string;
  readonly amountKopecks: number;
  readonly language: Language;
  /** Its Idempotency-Key: the same for the same contract and day, whichever instance asks. */
  readonly key: string;
}

/** How a payment stands. */
export interface CardPaymentOutcome {
  readonly status: PaymentStatus;
  readonly declineReason: DeclineReason | null;
}

/** Payments with linked cards, made by the service. */
export interface CardPayments {
  /**
   * Makes the payment, or goes on with it, or says how it stands: once a key.
   * Errors: `ProblemError` (`card-not-found`, `method-limit`, `payment-system-unavailable`, `idempotency-key-running`, …).
   */
  pay(order: CardPaymentOrder): Promise<CardPaymentOutcome>;
  /** How the payment under a key stands; null: there never was one. */
  find(order: CardPaymentOrder): Promise<CardPaymentOutcome | null>;
}

/** Why a message that was read could not become a payment. Sums in kopecks. */
export type SmsRefusal =
  | { readonly why: 'payee-unknown' }
  | { readonly why: 'contract-closed' }
  | { readonly why: 'mobile-off' }
  /** More than the phone's day or month has left. */
  | { readonly why: 'phone-limit'; readonly leftKopecks: number | null }
  /** Another payment of this phone is still being confirmed. */
  | { readonly why: 'request-open' };

/** A payment from a phone's account, confirmed by having been written. */
export interface SmsPaymentRequest {
  /** One payment for each key, however often it is asked for. */
  readonly key: string;
  /** E.164 */
  readonly phone: string;
  /** 10 or 12 digits */
  readonly payee: string;
  readonly amountKopecks: number;
}

/** What became of it. `waiting`: it may be the payment system's already; ask again under the same key. */
export type SmsPaymentOutcome =
  | { readonly kind: 'taken'; readonly paymentId: string }
  | { readonly kind: 'waiting'; readonly paymentId: string | null }
  | { readonly kind: 'refused'; readonly refusal: SmsRefusal };

/** Takes a payment on and opens it at the payment system; the same key again is the same payment. */
export type TakeSmsPayment = (request: SmsPaymentRequest) => Promise<SmsPaymentOutcome>;
