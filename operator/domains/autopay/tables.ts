import type { DeclineReason } from '#protocol/api/payments.ts';

/** Autopay of a contract: exactly one of `below_kopecks` and `day_of_month` is set. */
export interface AutopayTable {
  contract_number: string;
  account_id: string;
  linked_card_id: string;
  below_kopecks: number | null;
  day_of_month: number | null;
  amount_kopecks: number;
  ceiling_kopecks: number;
  /** ms UTC */
  set_at: number;
  /** The operator's day for which the notice went out. */
  announced_for: string | null;
  /** The operator's day for which it paid last, so that it pays once for a day. */
  last_run_for: string | null;
  failed_on: string | null;
  failed_because: DeclineReason | null;
}

declare module '../../platform/database/schema.ts' {
  interface Database {
    autopays: AutopayTable;
  }
}
