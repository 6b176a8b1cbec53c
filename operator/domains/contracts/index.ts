/** Contracts: their billing state, and the pure rules that price a day and compute the next state. */
export {
  billDay,
  type BillingState,
  credit,
  type CreditOutcome,
  dayCharges,
  type DayOutcome,
  dayPrice,
  isActiveOn,
  type PackageCharge,
  type PricedPackage,
  sumOf,
} from './billing-rules.ts';
export { type ContractBilling, readContractBilling, readContractBillings } from './billing-state-repository.ts';
export type { CardTable, ContractPackageTable, ContractStatus, ContractTable } from './tables.ts';
export { UnknownContract } from './unknown-contract.ts';
