import { sql, type Transaction } from 'kysely';
import type { BillingState, PricedPackage, RunningPromise } from '../billing/rules.ts';
import { dialectOf } from '../database/dialect.ts';
import { lockedIn } from '../database/locks.ts';
import type { Database } from '../database/schema.ts';

/** A contract with all that billing and forecast need of it. */
export interface ContractBilling {
  readonly number: string;
  /** Its account in the ledger. */
  readonly accountId: number;
  /** ms UTC of the last change of status. */
  readonly statusSince: number;
  readonly state: BillingState;
  readonly promiseId: number | null;
  /** Sum charged for the day asked about; null when that charge was not made. */
  readonly chargedKopecks: number | null;
}

/** Which contracts: one by its number, or the next ones after a number in the order of numbers, closed ones left out. */
export type ContractSelection = { readonly number: string } | { readonly after: string; readonly limit: number };

interface Range {
  readonly first: string;
  readonly last: string;
}

async function balances(trx: Transaction<Database>, { first, last }: Range): Promise<Map<string, number>> {
  const rows = await trx
    .selectFrom('ledger_accounts')
    .innerJoin('ledger_entries', 'ledger_entries.account_id', 'ledger_accounts.id')
    .select((eb) => [
      'ledger_accounts.contract_number as number',
      eb.fn.sum<number>('ledger_entries.amount_kopecks').as('balance'),
    ])
    .where('ledger_accounts.contract_number', '>=', first)
    .where('ledger_accounts.contract_number', '<=', last)
    .groupBy(['ledger_accounts.id', 'ledger_accounts.contract_number'])
    .execute();
  return new Map(rows.map((row) => [row.number ?? '', row.balance]));
}

async function packages(
  trx: Transaction<Database>,
  { first, last }: Range,
  day: string,
): Promise<Map<string, PricedPackage[]>> {
  const rows = await trx
    .selectFrom('contract_packages as held')
    .innerJoin('packages', 'packages.id', 'held.package_id')
    .select(['held.contract_number', 'held.package_id', 'held.starts_on', 'held.ends_on', 'packages.monthly_kopecks'])
    .where('held.contract_number', '>=', first)
    .where('held.contract_number', '<=', last)
    .where((eb) => eb.or([eb('held.ends_on', 'is', null), eb('held.ends_on', '>=', day)]))
    .orderBy('held.contract_number')
    .orderBy('packages.kind', 'desc')
    .orderBy('held.starts_on')
    .orderBy('held.package_id')
    .execute();
  const found = new Map<string, PricedPackage[]>();
  for (const row of rows) {
    const list = found.get(row.contract_number) ?? [];
    if (list.length === 0) found.set(row.contract_number, list);
    list.push({
      id: row.package_id,
      monthlyKopecks: row.monthly_kopecks,
      startsOn: row.starts_on,
      endsOn: row.ends_on,
    });
  }
  return found;
}

async function promises(
  trx: Transaction<Database>,
  { first, last }: Range,
): Promise<Map<string, RunningPromise & { id: number }>> {
  const rows = await trx
    .selectFrom('promises')
    .select(['id', 'contract_number', 'amount_kopecks', 'repaid_kopecks', 'due_on'])
    // Written out, so that the databases see that the partial index answers it.
    .where('status', '=', sql.lit('running'))
    .where('contract_number', '>=', first)
    .where('contract_number', '<=', last)
    .execute();
  return new Map(
    rows.map((row) => [
      row.contract_number,
      { id: row.id, outstandingKopecks: row.amount_kopecks - row.repaid_kopecks, dueOn: row.due_on },
    ]),
  );
}

async function charged(trx: Transaction<Database>, { first, last }: Range, day: string): Promise<Map<string, number>> {
  const rows = await trx
    .selectFrom('charges')
    .select((eb) => ['contract_number', eb.fn.sum<number>('amount_kopecks').as('amount')])
    .where('day', '=', day)
    .where('contract_number', '>=', first)
    .where('contract_number', '<=', last)
    .groupBy('contract_number')
    .execute();
  return new Map(rows.map((row) => [row.contract_number, row.amount]));
}

/**
 * Reads contracts as of the transaction, in the order of their numbers: five queries, however many they are.
 * @param day the operator's day for which charges are looked up; packages that ended before it are left out
 * @param lock true: nobody else moves money of these contracts until the transaction ends
 */
export async function readContractBillings(
  trx: Transaction<Database>,
  selection: ContractSelection,
  day: string,
  lock: boolean,
): Promise<ContractBilling[]> {
  let query = trx
    .selectFrom('contracts')
    .innerJoin('ledger_accounts', 'ledger_accounts.contract_number', 'contracts.number')
    .select([
      'contracts.number',
      'contracts.status',
      'contracts.status_since',
      'contracts.resumes_on',
      'ledger_accounts.id as account_id',
    ]);
  if (lock) query = lockedIn(query, dialectOf(trx), 'contracts');
  const rows = await (
    'number' in selection
      ? query.where('contracts.number', '=', selection.number)
      : query
          .where('contracts.number', '>', selection.after)
          .where('contracts.status', '!=', 'closed')
          .orderBy('contracts.number')
          .limit(selection.limit)
  ).execute();
  const first = rows[0]?.number;
  const last = rows.at(-1)?.number;
  if (first === undefined || last === undefined) return [];
  const range = { first, last };
  const balanceOf = await balances(trx, range);
  const packagesOf = await packages(trx, range, day);
  const promiseOf = await promises(trx, range);
  const chargedOf = await charged(trx, range, day);
  return rows.map((row) => {
    const promise = promiseOf.get(row.number) ?? null;
    return {
      number: row.number,
      accountId: row.account_id,
      statusSince: row.status_since,
      promiseId: promise?.id ?? null,
      chargedKopecks: chargedOf.get(row.number) ?? null,
      state: {
        status: row.status,
        balanceKopecks: balanceOf.get(row.number) ?? 0,
        packages: packagesOf.get(row.number) ?? [],
        promise: promise === null ? null : { outstandingKopecks: promise.outstandingKopecks, dueOn: promise.dueOn },
        resumesOn: row.resumes_on,
      },
    };
  });
}

/** One contract as `readContractBillings` reads it; null when there is none of that number. */
export async function readContractBilling(
  trx: Transaction<Database>,
  number: string,
  day: string,
  lock: boolean,
): Promise<ContractBilling | null> {
  return (await readContractBillings(trx, { number }, day, lock))[0] ?? null;
}
