/** The ledger: double-entry accounts, transactions and checkpoints. */
export { cashAccountIds, firstContractAccountId, ownAccountIds, systemAccounts } from './accounts.ts';
export { balanceThrough, checkpointBefore } from './checkpoint-repository.ts';
export { checkpointEntries, expectedCheckpoint, extendCheckpoints, packagesOf } from './checkpoints.ts';
export { type LedgerLine, newestTransaction, readLines, type Span } from './line-repository.ts';
export { type NewTransaction, postTransaction, postTransactions } from './post-transaction.ts';
export { newestEntries } from './entry-repository.ts';
export type { EntryKind, LedgerCheckpointTable, TopUpMethod } from './tables.ts';
