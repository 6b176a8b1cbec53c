/** A promised payment. `running` holds reception on; at most one of a contract (unique index). */
export interface PromiseTable {
  id: number;
  contract_number: string;
  amount_kopecks: number;
  /** Paid back by payments before its day. */
  repaid_kopecks: number;
  /** ms UTC */
  taken_at: number;
  /** At 00:00 of this day what is not repaid is taken back. */
  due_on: string;
  status: 'running' | 'repaid' | 'returned';
}

declare module '../../platform/database/schema.ts' {
  interface Database {
    promises: PromiseTable;
  }
}
