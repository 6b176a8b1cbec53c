import type { LedgerAccountKind, TopUpMethod } from './tables.ts';

interface SystemAccount {
  readonly id: number;
  readonly kind: LedgerAccountKind;
  readonly code: string;
}

/** The operator's own accounts. Ids are the same in every database, so that posting needs no look-up. */
export const ownAccountIds = { revenue: 1, promises: 2, bonuses: 3, corrections: 4, opening: 5 } as const;

/** Cash accounts, one per top-up method. */
export const cashAccountIds: Readonly<Record<TopUpMethod, number>> = {
  'bank-card': 11,
  sbp: 12,
  mobile: 13,
  wallet: 14,
  terminal: 15,
  'cash-desk': 16,
  transfer: 17,
};

/** First id of contract accounts. */
export const firstContractAccountId = 1000;

/** Accounts that do not belong to a contract; created by the first migration. */
export const systemAccounts: readonly SystemAccount[] = [
  ...Object.entries(ownAccountIds).map(([code, id]) => ({ id, kind: code as keyof typeof ownAccountIds, code })),
  ...Object.entries(cashAccountIds).map(([method, id]) => ({ id, kind: 'cash' as const, code: `cash:${method}` })),
];
