/** Billing: the daily charge, credits and top-ups. */
export { chargeRows, chargeTransaction } from './charge-transactions.ts';
export { creditContract, restoreReception } from './credit.ts';
export type { ChargeTable } from './tables.ts';
