import type { Entry } from '#protocol/api/overview.ts';

export type EntryKind = Entry['kind'];
export type TopUpMethod = NonNullable<Entry['method']>;
export type LedgerAccountKind = 'contract' | 'cash' | 'revenue' | 'promises' | 'bonuses' | 'corrections' | 'opening';

/**
 * An account of the ledger: one a contract (its subscriber's money), one a way of paying, and the operator's own.
 * `code` names it for people: `contract:2256884759`, `cash:bank-card`, `revenue`.
 */
export interface LedgerAccountTable {
  id: number;
  kind: LedgerAccountKind;
  code: string;
  contract_number: string | null;
}

/** One movement of money, whole: its entries sum to zero. Rows are never changed or deleted (triggers). */
export interface LedgerTransactionTable {
  id: number;
  kind: EntryKind;
  /** ms UTC; for a day's charge the start of that day. */
  at: number;
  day: string;
  method: TopUpMethod | null;
  /** Whoever posts with a key posts once: unique. */
  idempotency_key: string | null;
}

/** One side of a movement: more money on the account when positive. Rows are never changed or deleted (triggers). */
export interface LedgerEntryTable {
  id: number;
  transaction_id: number;
  account_id: number;
  amount_kopecks: number;
  /** The package charged, for charges on the contract's account. */
  package_id: string | null;
}

/**
 * Sums of an account's entries through a transaction. Rows are only added, by whoever holds the contract, so that no
 * entry before them comes later; the audit proves them.
 */
export interface LedgerCheckpointTable {
  account_id: number;
  through_transaction_id: number;
  /** The latest of the operator's days of all those transactions. */
  through_day: string;
  /** How many entries, and how many transactions (lines of the statement), it sums up. */
  entries: number;
  lines: number;
  balance_kopecks: number;
  /** The sum of the lines that raised the balance. */
  in_kopecks: number;
  /** JSON: ids of the packages charged so far, in the order of their first charge. */
  packages: string;
  /**
   * Set where a transaction since the checkpoint before is of an earlier day than one up to that checkpoint (a charge
   * made up later): the earliest such day.
   */
  earliest_day: string | null;
}

declare module '../../platform/database/schema.ts' {
  interface Database {
    ledger_accounts: LedgerAccountTable;
    ledger_transactions: LedgerTransactionTable;
    ledger_entries: LedgerEntryTable;
    ledger_checkpoints: LedgerCheckpointTable;
  }
}
