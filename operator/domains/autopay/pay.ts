import type { DeclineReason, PaymentStatus } from '#protocol/api/payments.ts';
import type { Language } from '#protocol/primitives.ts';

/** A payment that autopay makes. */
export interface AutopayOrder {
  readonly accountId: string;
  readonly contractNumber: string;
  readonly linkedCardId: string;
  readonly amountKopecks: number;
  readonly language: Language;
  /** Its Idempotency-Key: the same for the same contract and day, whoever asks and however often. */
  readonly key: string;
}

/** How a payment stands. */
export interface AutopayOutcome {
  readonly status: PaymentStatus;
  readonly declineReason: DeclineReason | null;
}

/** The payments, as autopay uses them. */
export interface AutopayPayments {
  /**
   * Makes the payment, or goes on with it, or says how it stands: once a key.
   * Errors: `ProblemError` (`card-not-found`, `method-limit`, `payment-system-unavailable`, `idempotency-key-running`, …).
   */
  pay(order: AutopayOrder): Promise<AutopayOutcome>;
  /** How the payment under a key stands; null: there never was one. */
  find(order: AutopayOrder): Promise<AutopayOutcome | null>;
}

/** The key of a contract's payment for a day. */
export function orderKey(contractNumber: string, day: string): string {
  return `autopay:${contractNumber}:${day}`;
}
