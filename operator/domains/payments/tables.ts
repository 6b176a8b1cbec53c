import type { DeclineReason, Payment, PaymentMethod, PaymentStatus } from '#protocol/api/payments.ts';

/** A payment, from the moment it was taken on. Final states never change, but `succeeded` wins over the other three. */
export interface PaymentTable {
  id: string;
  /** Who pays; null: by SMS, or the account is deleted. */
  account_id: string | null;
  /** Whose balance it raises. */
  contract_number: string;
  /** Digits as the payer typed them: contract or card. */
  payee: string;
  method: PaymentMethod;
  origin: Payment['origin'];
  amount_kopecks: number;
  fee_kopecks: number;
  status: PaymentStatus;
  stage: Payment['stage'];
  decline_reason: DeclineReason | null;
  language: string;
  phone: string | null;
  linked_card_id: string | null;
  /** 1: the payer wants the card linked. */
  link_card: number;
  /** ms UTC, like every moment below. */
  created_at: number;
  expires_at: number | null;
  settled_at: number | null;
  /** When the payment system was last asked or told about it. */
  asked_at: number;
  /** The payment system's own id of it; null until it has taken it on. */
  order_id: string | null;
  /** The order's version as last taken over; 0: none yet. */
  order_version: number;
  page_url: string | null;
  sbp_payload: string | null;
  card_mask: string | null;
  /** The ledger's transaction that credited it. */
  transaction_id: number | null;
  refund_transaction_id: number | null;
  /** Hash of payer and Idempotency-Key. */
  key_hash: string;
}

/** A card that the payment system remembers; `token` is its name there. */
export interface LinkedCardTable {
  id: string;
  account_id: string;
  token: string;
  mask: string;
  brand: string;
  expires: string;
  linked_at: number;
  unlinked_at: number | null;
}

/** A webhook taken: each once, by the payment system's id of it. */
export interface PaymentNoticeTable {
  id: string;
  order_id: string;
  received_at: number;
}

/** A card unlinked here that the payment system is yet to be told to forget. */
export interface CardToForgetTable {
  token: string;
  /** ms UTC */
  since: number;
}

declare module '../../platform/database/schema.ts' {
  interface Database {
    payments: PaymentTable;
    linked_cards: LinkedCardTable;
    payment_notices: PaymentNoticeTable;
    cards_to_forget: CardToForgetTable;
  }
}
