import type { Payment, PaymentRequest } from '#protocol/api/payments.ts';
import type { TrackedPayment } from '#protocol/ipc/state.ts';

/** What the program told last, as far as a person in front of it sees it. */
export interface Seen {
  /** Null: the program is not up. */
  readonly payments: readonly TrackedPayment[] | null;
  /** A payment is being begun: the button is off. */
  readonly busy: boolean;
}

/** What the person does next. */
export type Deed =
  | { readonly kind: 'wait' }
  | { readonly kind: 'pay' }
  | { readonly kind: 'show'; readonly id: string }
  | { readonly kind: 'dismiss'; readonly id: string }
  | { readonly kind: 'done'; readonly payment: Payment };

/**
 * Somebody who wants to pay once and does as the program says: waits while it checks, goes back to the page where it can be
 * paid, tries again only where it says that no money moved.
 */
export function nextDeed({ payments, busy }: Seen, wish: PaymentRequest): Deed {
  if (payments === null) return { kind: 'wait' };
  const mine = payments.filter(({ amountKopecks }) => amountKopecks === wish.amountKopecks);
  const paid = mine.find(({ payment }) => payment?.status === 'succeeded');
  if (paid?.payment) return { kind: 'done', payment: paid.payment };
  const ended = mine.find(({ phase }) => phase === 'settled' || phase === 'not-sent');
  if (ended !== undefined) return { kind: 'dismiss', id: ended.id };
  const [open] = mine;
  if (open === undefined) return busy ? { kind: 'wait' } : { kind: 'pay' };
  const page = open.payment?.pageUrl ?? null;
  return open.phase === 'checking' && page !== null ? { kind: 'show', id: open.id } : { kind: 'wait' };
}

/** Said of a payment that ended: no money moved. Must never be said of one by which it did. */
export function saysUnpaid({ phase, payment }: TrackedPayment): boolean {
  return phase === 'not-sent' || (phase === 'settled' && payment?.status !== 'succeeded');
}
