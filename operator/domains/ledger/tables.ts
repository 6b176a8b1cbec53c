import type { Entry } from '#protocol/api/overview.ts';

export type EntryKind = Entry['kind'];
export type TopUpMethod = NonNullable<Entry['method']>;
export type LedgerAccountKind = 'contract' | 'cash' | 'revenue' | 'promises' | 'bonuses' | 'corrections' | 'opening';

/**
 * A ledger account: one per contract (its subscriber's money), one per top-up method, and the operator's own.
 * `code` is the readable name: `contract:2256884759`, `cash:bank-card`, `revenue`.
 */
export interface LedgerAccountTable {
  id: number;
  kind: LedgerAccountKind;
  code: string;
  contract_number: string | null;
}

/** A transaction; its entries sum to zero. Triggers prevent updates and deletes. */
export interface LedgerTransactionTable {
  id: number;
  kind: EntryKind;
  /** ms UTC; for a daily charge the start of that day. */
  at: number;
  day: string;
  method: TopUpMethod | null;
  /** Unique: a transaction with a key is posted once. */
  idempotency_key: string | null;
}

/** One entry of a transaction; a positive amount increases the balance. Triggers prevent updates and deletes. */
export interface LedgerEntryTable {
  id: number;
  transaction_id: number;
  account_id: number;
  amount_kopecks: number;
  /** Package charged; set for charges on a contract's account. */
  package_id: string | null;
}

/**
 * Sums of an account's entries up to and including a transaction. Rows are only added, under the lock on the contract,
 * so that no earlier entry can be committed later. The audit checks them.
 */
export interface LedgerCheckpointTable {
  account_id: number;
  through_transaction_id: number;
  /** Latest operator's day among these transactions. */
  through_day: string;
  /** Number of entries and of transactions (statement lines) summed up. */
  entries: number;
  lines: number;
  balance_kopecks: number;
  /** Sum of the lines with a positive amount. */
  in_kopecks: number;
  /** JSON array: ids of packages charged so far, in order of first charge. */
  packages: string;
  /**
   * Earliest day of backdated transactions (charges for missed days) since the previous checkpoint: those with a day
   * before the `through_day` of that checkpoint. Null: none.
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
