import type { Payment, PaymentRequest } from '#protocol/api/payments.ts';
import type { TrackedPayment } from '#protocol/ipc/state.ts';

/** The last known state of the client process. */
export interface ClientState {
  /** Null while the process is not running. */
  readonly payments: readonly TrackedPayment[] | null;
  /** A payment is being created, so the button is disabled. */
  readonly busy: boolean;
}

/** The simulated user's next action. */
export type Action =
  | { readonly kind: 'wait' }
  | { readonly kind: 'pay' }
  | { readonly kind: 'show'; readonly id: string }
  | { readonly kind: 'dismiss'; readonly id: string }
  | { readonly kind: 'done'; readonly payment: Payment };

/**
 * Decides the next action of a user who wants to pay once: waits while the payment is checked, reopens the page while it can be
 * paid, and retries only after the program reported that it was not charged.
 */
export function nextAction({ payments, busy }: ClientState, request: PaymentRequest): Action {
  if (payments === null) return { kind: 'wait' };
  const mine = payments.filter(({ amountKopecks }) => amountKopecks === request.amountKopecks);
  const paid = mine.find(({ payment }) => payment?.status === 'succeeded');
  if (paid?.payment) return { kind: 'done', payment: paid.payment };
  const ended = mine.find(({ phase }) => phase === 'settled' || phase === 'not-sent');
  if (ended !== undefined) return { kind: 'dismiss', id: ended.id };
  const [open] = mine;
  if (open === undefined) return busy ? { kind: 'wait' } : { kind: 'pay' };
  const page = open.payment?.pageUrl ?? null;
  return open.phase === 'checking' && page !== null ? { kind: 'show', id: open.id } : { kind: 'wait' };
}

/** Whether the program reports the payment as ended and not charged. Must never be true for a charged payment. */
export function reportsUnpaid({ phase, payment }: TrackedPayment): boolean {
  return phase === 'not-sent' || (phase === 'settled' && payment?.status !== 'succeeded');
}
