import { chargeTransaction } from '../../domains/billing/index.ts';
import { dayCharges, type PackageCharge, type PricedPackage, sumOf } from '../../domains/contracts/index.ts';
import { addDays } from '../../platform/clock/days.ts';
import { startOfDay } from '../../platform/clock/zone.ts';
import { cashAccountIds, type NewTransaction, ownAccountIds, type TopUpMethod } from '../../domains/ledger/index.ts';
import type { Random } from './random.ts';

/** A past transaction with its charges. */
export interface HistoryItem {
  readonly contractNumber: string;
  readonly transaction: NewTransaction;
  readonly charges: readonly PackageCharge[];
}

export interface HistoryContract {
  readonly number: string;
  readonly accountId: number;
  readonly packages: readonly PricedPackage[];
}

const methods: readonly [TopUpMethod, ...TopUpMethod[]] = [
  'bank-card',
  'bank-card',
  'sbp',
  'sbp',
  'mobile',
  'terminal',
];
const sums: readonly number[] = [100_000, 70_000, 50_000, 30_000, 20_000];

export function topUpItem(
  { number, accountId }: HistoryContract,
  at: number,
  day: string,
  amountKopecks: number,
  method: TopUpMethod,
): HistoryItem {
  const postings = [
    { accountId, amountKopecks },
    { accountId: cashAccountIds[method], amountKopecks: -amountKopecks },
  ];
  return { contractNumber: number, charges: [], transaction: { kind: 'top-up', at, day, method, postings } };
}

/** A transfer between the contract and one of the operator's accounts; `amountKopecks` is the contract's side. */
export function ownItem(
  { number, accountId }: HistoryContract,
  kind: 'opening' | 'promise' | 'promise-return' | 'bonus',
  at: number,
  day: string,
  amountKopecks: number,
): HistoryItem {
  const other = { opening: 'opening', promise: 'promises', 'promise-return': 'promises', bonus: 'bonuses' } as const;
  const postings = [
    { accountId, amountKopecks },
    { accountId: ownAccountIds[other[kind]], amountKopecks: -amountKopecks },
  ];
  return { contractNumber: number, charges: [], transaction: { kind, at, day, postings } };
}

/** The charge of a day by the daily job's rules; null when nothing is due. */
export function chargeItem(contract: HistoryContract, day: string, timeZone: string): HistoryItem | null {
  const charges = dayCharges(contract.packages, day);
  if (charges.length === 0) return null;
  const at = startOfDay(day, timeZone);
  const transaction = chargeTransaction('daily-charge', contract.accountId, at, day, charges);
  return { contractNumber: contract.number, charges, transaction };
}

/**
 * Generates the history from `from` to `through` (inclusive) so that the final balance is exactly `endKopecks`. Works
 * backwards from the end: each day adds back its charge, and a high balance is explained by a top-up. The balance is
 * never negative; the remainder is the opening balance.
 */
export function makeHistory(
  contract: HistoryContract,
  from: string,
  through: string,
  endKopecks: number,
  timeZone: string,
  random: Random,
): HistoryItem[] {
  const backwards: HistoryItem[] = [];
  let balance = endKopecks;
  let enough = random.between(50_000, 90_000);
  for (let day = through; day >= from; day = addDays(day, -1)) {
    // Not on the last day: the caller adds its own transactions there.
    if (day !== through && balance > enough) {
      const least = random.between(3_000, 12_000);
      const amount = sums.find((sum) => balance - sum >= least);
      if (amount !== undefined) {
        const at = startOfDay(day, timeZone) + random.between(8 * 3600, 22 * 3600) * 1000;
        backwards.push(topUpItem(contract, at, day, amount, random.pick(methods)));
        balance -= amount;
        enough = random.between(50_000, 90_000);
      }
    }
    const charge = chargeItem(contract, day, timeZone);
    if (charge !== null) {
      backwards.push(charge);
      balance += sumOf(charge.charges);
    }
  }
  if (balance > 0) backwards.push(ownItem(contract, 'opening', startOfDay(from, timeZone), from, balance));
  return backwards.reverse();
}
