import type { ErrorCode } from '#protocol/errors/catalogue.ts';
import type { Payment } from '#protocol/api/payments.ts';
import type { TrackedPayments } from '#protocol/ipc/state.ts';
import type { Log } from '../logging/log.ts';
import type { SessionCall } from '../operator/call.ts';
import type { SealedValue } from '../storage/sealed-value.ts';
import type { Payer } from './payment-list.ts';
import type { KeptPayments } from './payment-record.ts';

/**
 * How a payment page ended. `returned`: it redirected to the operator, which proves nothing. `page-failed`: it never loaded.
 * `page-broke`: it failed after it had loaded, so the payer may have confirmed the payment.
 */
export type PageEnd = 'returned' | 'window-closed' | 'page-failed' | 'page-broke' | 'page-refused';

/** Payment windows. Each end is reported once to the manager's `pageEnded`. */
export interface PaymentPages {
  /** Opens the payment page or focuses its window. Resolves with null when it has loaded, or with how it ended. */
  show(id: string, payment: Payment): Promise<PageEnd | null>;
  close(id: string): void;
  closeAll(): void;
}

/** The signed-in person as the payment manager needs it. */
export interface PayerSession extends Payer {
  readonly sessionId: string;
  readonly contracts: readonly string[];
}

/** Dependencies of the payment manager. None of them is Electron's, so that it runs without a window. */
export interface PaymentPorts {
  /** Calls the service for the signed-in person, also while the program is locked. */
  readonly call: SessionCall;
  readonly file: SealedValue<KeptPayments>;
  /** Name of the service in use, see StoredSession. */
  readonly service: string;
  /** Null when signed out. */
  readonly session: () => PayerSession | null;
  readonly pages: PaymentPages;
  /** Whether a window may be opened now: not while locked. */
  readonly mayShow: () => boolean;
  /** The profile's poll interval, ms; null: not known now. */
  readonly pollIntervalMs: () => Promise<number | null>;
  /** Time of the service, epoch ms. */
  readonly now: () => number;
  /** Starts a timer; returns a function that cancels it. */
  readonly later: (ms: number, run: () => void) => () => void;
  readonly changed: (payments: TrackedPayments) => void;
  /** A payment became final: money moved, or certainly did not. */
  readonly settled: (payment: Payment) => void;
  readonly notice: (code: ErrorCode) => void;
  readonly log: Log;
}
