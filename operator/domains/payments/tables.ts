import type { DeclineReason, Payment, PaymentMethod, PaymentStatus } from '#protocol/api/payments.ts';

/** A payment. Final states never change, except that `succeeded` replaces the other three. */
export interface PaymentTable {
  id: string;
  /** Payer; null: paid by SMS, or the account is deleted. */
  account_id: string | null;
  /** Contract that is credited. */
  contract_number: string;
  /** Digits as entered: number of a contract or smart card. */
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
  /** 1: link the card after the payment. */
  link_card: number;
  /** ms UTC, as all times below. */
  created_at: number;
  expires_at: number | null;
  settled_at: number | null;
  /** When the payment system was last queried, or last reported. */
  asked_at: number;
  /** Id of the order at the payment system; null until it exists. */
  order_id: string | null;
  /** Version of the order as last applied; 0: none yet. */
  order_version: number;
  page_url: string | null;
  sbp_payload: string | null;
  card_mask: string | null;
  /** Ledger transaction that credited it. */
  transaction_id: number | null;
  refund_transaction_id: number | null;
  /** Hash of payer and Idempotency-Key. */
  key_hash: string;
}

/** A card stored at the payment system under `token`. */
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

/** A processed webhook, by its id at the payment system. */
export interface PaymentNoticeTable {
  id: string;
  order_id: string;
  received_at: number;
}

/** An unlinked card that is still to be deleted at the payment system. */
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
