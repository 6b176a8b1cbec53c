import type { DeclineReason } from '#protocol/api/payments.ts';
import type { OrderStatus } from '../../platform/payment-provider/api.ts';
import { LATE_PAYMENT_MS } from './card-rules.ts';
import type { OrderRow } from './store.ts';

/** A change of an order's columns. */
export type OrderChange = Partial<
  Pick<
    OrderRow,
    | 'status'
    | 'decline_reason'
    | 'settled_at'
    | 'bank'
    | 'late_at'
    | 'challenge_id'
    | 'challenge_code'
    | 'wrong_tries'
    | 'card_behaviour'
    | 'card_mask'
    | 'card_brand'
    | 'card_expires'
  >
>;

/** Whether a status is final. */
export function isEnded(status: OrderStatus): boolean {
  return status !== 'awaiting-payer' && status !== 'processing';
}

/** Clears the code at the end. The challenge id stays, so that the bank page can redirect. */
const nobodyAsked = { challenge_code: null } as const;

export function paid(now: number): OrderChange {
  return { status: 'succeeded', decline_reason: null, settled_at: now, bank: null, late_at: null, ...nobodyAsked };
}

export function declined(reason: DeclineReason, now: number): OrderChange {
  return { status: 'declined', decline_reason: reason, settled_at: now, bank: null, late_at: null, ...nobodyAsked };
}

/** An end without payment. A bank that pays late does so some time afterwards. */
function ended(row: OrderRow, status: 'cancelled' | 'expired', at: number): OrderChange {
  return { status, settled_at: at, late_at: row.bank === 'late' ? at + LATE_PAYMENT_MS : null, ...nobodyAsked };
}

/** Cancels an order that waits for its payer; null: too late or already cancelled. */
export function cancelled(row: OrderRow, now: number): OrderChange | null {
  return row.status === 'awaiting-payer' ? ended(row, 'cancelled', now) : null;
}

/** Refunds a paid order; null: nothing to refund. */
export function refunded(row: OrderRow, now: number): OrderChange | null {
  return row.status === 'succeeded' ? { status: 'refunded', settled_at: now } : null;
}

/** Time-based change of an order; null: none. Call again afterwards: one change may cause another. */
export function lapsed(row: OrderRow, now: number): OrderChange | null {
  if (row.status === 'awaiting-payer' && row.expires_at <= now) return ended(row, 'expired', row.expires_at);
  if (row.bank === 'late' && isEnded(row.status) && row.late_at !== null && row.late_at <= now)
    return paid(row.late_at);
  return null;
}

/** Time of the next time-based change, ms UTC; null: none. */
export function lapsesAt(row: Pick<OrderRow, 'status' | 'expires_at' | 'bank' | 'late_at'>): number | null {
  if (row.status === 'awaiting-payer') return row.expires_at;
  return row.bank === 'late' ? row.late_at : null;
}

/** Whether a phone can answer: the mobile account's owner, or any phone that scans the code. */
export function waitsForPhone(row: OrderRow): boolean {
  return row.status === 'awaiting-payer' && (row.method === 'mobile' || row.method === 'sbp');
}

/** Whether a silent bank waits for the console's answer; a late bank can pay after the order ended. */
export function waitsForBank(row: OrderRow): boolean {
  return row.bank !== null;
}

/** Order change after the console answers for a silent bank. */
export function bankAnswered(row: OrderRow, yes: boolean, now: number): OrderChange | null {
  if (row.bank === null) return null;
  if (yes) return paid(now);
  return isEnded(row.status) ? { bank: null, late_at: null } : declined('bank-timeout', now);
}
