/** A charge of a package for a day. The primary key allows one row per contract, package and day. */
export interface ChargeTable {
  day: string;
  contract_number: string;
  package_id: string;
  /** Monthly price from which the daily amount was computed. */
  monthly_kopecks: number;
  amount_kopecks: number;
  transaction_id: number;
}

/** Progress of the daily job: contracts up to `through_contract` are done; all are done when `finished_at` is set. */
export interface BillingDayTable {
  day: string;
  through_contract: string;
  finished_at: number | null;
}

/** A warning that was sent: one per contract, last day of reception and number of days left. */
export interface WarningTable {
  contract_number: string;
  last_day: string;
  days_left: number;
}

declare module '../../platform/database/schema.ts' {
  interface Database {
    charges: ChargeTable;
    billing_days: BillingDayTable;
    warnings: WarningTable;
  }
}
