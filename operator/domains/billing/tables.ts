/** A package of a contract charged for a day: at most one row, whoever runs and however often. */
export interface ChargeTable {
  day: string;
  contract_number: string;
  package_id: string;
  /** The month's price from which the day's amount was worked out. */
  monthly_kopecks: number;
  amount_kopecks: number;
  transaction_id: number;
}

/** How far the daily job is with a day: contracts up to `through_contract` are done; all of them once `finished_at` stands. */
export interface BillingDayTable {
  day: string;
  through_contract: string;
  finished_at: number | null;
}

/** A warning given: once per contract, stop day and number of days left. */
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
