import type { ErrorCode } from '#protocol/errors/catalogue.ts';
import type { Result } from '#protocol/errors/problem.ts';
import type { Payment, PaymentByKey, PaymentRequest, Payments } from '#protocol/api/payments.ts';
import type { TrackedPayments } from '#protocol/ipc/state.ts';
import type { Log } from '../logging/log.ts';
import type { SealedValue } from '../storage/sealed-value.ts';
import type { Payer } from './payment-list.ts';
import type { KeptPayments } from './payment-record.ts';

/** The service's verbs about payments, each for whoever is signed in; answered beneath the lock of the program too. */
export interface PaymentQuestions {
  begin(key: string, request: PaymentRequest): Promise<Result<Payment>>;
  list(): Promise<Result<Payments>>;
  read(paymentId: string): Promise<Result<Payment>>;
  byKey(key: string): Promise<Result<PaymentByKey>>;
  check(paymentId: string): Promise<Result<Payment>>;
  cancel(paymentId: string): Promise<Result<Payment>>;
}

/**
 * How a payment's page came to its end. `returned`: it led back to the operator, which proves nothing. `page-failed`: it
 * never stood. `page-broke`: it stood, and what was confirmed on it is not known.
 */
export type PageEnd = 'returned' | 'window-closed' | 'page-failed' | 'page-broke' | 'page-refused';

/** The windows of payments; each end is told once to the keeper's `pageEnded`. */
export interface PaymentPages {
  /** Opens the payment's page, or brings its window to the front; resolves when it stands (null), or with how it ended. */
  show(id: string, payment: Payment): Promise<PageEnd | null>;
  close(id: string): void;
  closeAll(): void;
}

/** What is to be known of the signed-in person. */
export interface PayerSession extends Payer {
  readonly sessionId: string;
  readonly contracts: readonly string[];
}

/** What payments need of the program; nothing of it is Electron's. */
export interface PaymentPorts {
  readonly api: PaymentQuestions;
  readonly file: SealedValue<KeptPayments>;
  /** Name of the service in use, see StoredSession. */
  readonly service: string;
  /** Null when signed out. */
  readonly session: () => PayerSession | null;
  readonly pages: PaymentPages;
  /** Whether a window may be opened now: not behind the lock. */
  readonly mayShow: () => boolean;
  /** The profile's `askEveryMs`; null: not known now. */
  readonly askEveryMs: () => Promise<number | null>;
  /** The service's present, epoch ms. */
  readonly now: () => number;
  /** Calls back after ms; returns how to call it off. */
  readonly later: (ms: number, run: () => void) => () => void;
  readonly changed: (payments: TrackedPayments) => void;
  /** A payment came to its end: money moved, or surely did not. */
  readonly ended: (payment: Payment) => void;
  readonly notice: (code: ErrorCode) => void;
  readonly log: Log;
}
