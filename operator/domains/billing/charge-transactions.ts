import type { Insertable } from 'kysely';
import { type NewTransaction, ownAccountIds } from '../ledger/index.ts';
import { type PackageCharge, sumOf } from '../contracts/index.ts';
import type { ChargeTable } from './tables.ts';

/** Builds the ledger transaction of a contract's daily charge: one entry per package, against revenue. */
export function chargeTransaction(
  kind: 'daily-charge' | 'restore-charge',
  accountId: number,
  at: number,
  day: string,
  charges: readonly PackageCharge[],
): NewTransaction {
  return {
    kind,
    at,
    day,
    postings: [
      ...charges.map(({ packageId, amountKopecks }) => ({ accountId, packageId, amountKopecks: -amountKopecks })),
      { accountId: ownAccountIds.revenue, amountKopecks: sumOf(charges) },
    ],
  };
}

/** Builds the charge rows, whose primary key prevents charging a package twice for a day. */
export function chargeRows(
  contractNumber: string,
  day: string,
  transactionId: number,
  charges: readonly PackageCharge[],
): Insertable<ChargeTable>[] {
  return charges.map(({ packageId, monthlyKopecks, amountKopecks }) => ({
    day,
    contract_number: contractNumber,
    package_id: packageId,
    monthly_kopecks: monthlyKopecks,
    amount_kopecks: amountKopecks,
    transaction_id: transactionId,
  }));
}
