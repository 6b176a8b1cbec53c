/** The ledger: double-entry accounts, transactions and checkpoints. */
export { cashAccountIds, firstContractAccountId, ownAccountIds, systemAccounts } from './accounts.ts';
export {
  balanceThrough,
  checkpointBefore,
  checkpointEntries,
  expectedCheckpoint,
  extendCheckpoints,
  packagesOf,
} from './checkpoints.ts';
export { type LedgerLine, newestTransaction, readLines, type Span } from './lines.ts';
export { type NewTransaction, postTransaction, postTransactions } from './post-transaction.ts';
export { newestEntries } from './statement.ts';
export type { EntryKind, LedgerCheckpointTable, TopUpMethod } from './tables.ts';
