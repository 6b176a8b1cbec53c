import type { DeclineReason } from '#protocol/api/payments.ts';
import type { OrderStatus } from '../../platform/payment-provider/api.ts';
import { LATE_PAYMENT_MS } from './card-rules.ts';
import type { OrderRow } from './store.ts';

/** What changes of an order. */
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

/** Whether an order's way is over. */
export function isEnded(status: OrderStatus): boolean {
  return status !== 'awaiting-payer' && status !== 'processing';
}

/** What goes with an end: nobody is asked for a code any more. The question's name stays, to lead from its page back. */
const nobodyAsked = { challenge_code: null } as const;

export function paid(now: number): OrderChange {
  return { status: 'succeeded', decline_reason: null, settled_at: now, bank: null, late_at: null, ...nobodyAsked };
}

export function declined(reason: DeclineReason, now: number): OrderChange {
  return { status: 'declined', decline_reason: reason, settled_at: now, bank: null, late_at: null, ...nobodyAsked };
}

/** An end without a payment. A bank that pays late does so some time after it. */
function ended(row: OrderRow, status: 'cancelled' | 'expired', at: number): OrderChange {
  return { status, settled_at: at, late_at: row.bank === 'late' ? at + LATE_PAYMENT_MS : null, ...nobodyAsked };
}

/** Calls an order off, as long as it waits for its payer; null: it is too late for that, or it is called off already. */
export function cancelled(row: OrderRow, now: number): OrderChange | null {
  return row.status === 'awaiting-payer' ? ended(row, 'cancelled', now) : null;
}

/** Gives the money of a paid order back; null: there is nothing to give back. */
export function refunded(row: OrderRow, now: number): OrderChange | null {
  return row.status === 'succeeded' ? { status: 'refunded', settled_at: now } : null;
}

/** What time alone has made of an order; null: nothing. To be asked again after it: one thing may follow another. */
export function lapsed(row: OrderRow, now: number): OrderChange | null {
  if (row.status === 'awaiting-payer' && row.expires_at <= now) return ended(row, 'expired', row.expires_at);
  if (row.bank === 'late' && isEnded(row.status) && row.late_at !== null && row.late_at <= now)
    return paid(row.late_at);
  return null;
}

/** When time alone next makes something of an order, ms UTC; null: never. */
export function lapsesAt(row: Pick<OrderRow, 'status' | 'expires_at' | 'bank' | 'late_at'>): number | null {
  if (row.status === 'awaiting-payer') return row.expires_at;
  return row.bank === 'late' ? row.late_at : null;
}

/** Whether somebody at a phone can answer: the mobile account's owner, or any phone that reads the code. */
export function waitsForPhone(row: OrderRow): boolean {
  return row.status === 'awaiting-payer' && (row.method === 'mobile' || row.method === 'sbp');
}

/** Whether a bank is silent until told to answer; one that pays late can still do so when the order has ended. */
export function waitsForBank(row: OrderRow): boolean {
  return row.bank !== null;
}

/** What a bank's answer to a silent order makes of it. */
export function bankAnswered(row: OrderRow, yes: boolean, now: number): OrderChange | null {
  if (row.bank === null) return null;
  if (yes) return paid(now);
  return isEnded(row.status) ? { bank: null, late_at: null } : declined('bank-timeout', now);
}
