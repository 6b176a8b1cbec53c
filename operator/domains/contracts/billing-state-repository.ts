import { sql, type Transaction } from 'kysely';
import type { BillingState, PricedPackage, RunningPromise } from './billing-rules.ts';
import { dialectOf } from '../../platform/database/dialect.ts';
import { lockedIn } from '../../platform/database/locks.ts';
import type { Database } from '../../platform/database/schema.ts';

/** A contract with the data that billing and forecast need. */
export interface ContractBilling {
  readonly number: string;
  /** Ledger account of the contract. */
  readonly accountId: number;
  /** Last change of status, ms UTC. */
  readonly statusSince: number;
  readonly state: BillingState;
  /** Entries of the account since its last checkpoint. */
  readonly unsummedEntries: number;
  readonly promiseId: number | null;
  /** Sum charged for the requested day; null when the day was not charged. */
  readonly chargedKopecks: number | null;
}

/** Selects one contract by number, or up to `limit` open contracts after a number, in the order of numbers. */
export type ContractSelection = { readonly number: string } | { readonly after: string; readonly limit: number };

interface Range {
  readonly first: string;
  readonly last: string;
}

/** Balance and number of entries since the account's last checkpoint. */
interface AccountBalance {
  readonly balance: number;
  readonly unsummed: number;
}

async function balances(trx: Transaction<Database>, { first, last }: Range): Promise<Map<string, AccountBalance>> {
  const rows = await trx
    .selectFrom('ledger_accounts as account')
    .leftJoin('ledger_checkpoints as checkpoint', (join) =>
      join.onRef('checkpoint.account_id', '=', 'account.id').on('checkpoint.through_transaction_id', '=', (eb) =>
        eb
          .selectFrom('ledger_checkpoints as any')
          .select((of) => of.fn.max<number>('any.through_transaction_id').as('newest'))
          .whereRef('any.account_id', '=', 'account.id'),
      ),
    )
    .leftJoin('ledger_entries as entry', (join) =>
      join
        .onRef('entry.account_id', '=', 'account.id')
        .on('entry.transaction_id', '>', (eb) => eb.fn.coalesce('checkpoint.through_transaction_id', sql.lit(0))),
    )
    .select((eb) => [
      'account.contract_number as number',
      'checkpoint.balance_kopecks as summed',
      eb.fn.sum<number | null>('entry.amount_kopecks').as('rest'),
      eb.fn.count<number>('entry.id').as('unsummed'),
    ])
    .where('account.contract_number', '>=', first)
    .where('account.contract_number', '<=', last)
    .groupBy(['account.id', 'account.contract_number', 'checkpoint.balance_kopecks'])
    .execute();
  return new Map(
    rows.map(({ number, summed, rest, unsummed }) => [
      number ?? '',
      { balance: (summed ?? 0) + (rest ?? 0), unsummed },
    ]),
  );
}

/** Catalogue data of a package. There are few packages, so they are read once instead of joined to each contract. */
interface CataloguePackage {
  readonly monthlyKopecks: number;
  readonly isBase: boolean;
}

async function catalogue(trx: Transaction<Database>): Promise<Map<string, CataloguePackage>> {
  const rows = await trx.selectFrom('packages').select(['id', 'kind', 'monthly_kopecks']).execute();
  return new Map(rows.map((row) => [row.id, { monthlyKopecks: row.monthly_kopecks, isBase: row.kind === 'base' }]));
}

/** Separators for packages aggregated into one text; package ids contain neither. */
const fieldEnd = sql.lit('\t');
const rowEnd = sql.lit('\n');

async function packages(
  trx: Transaction<Database>,
  { first, last }: Range,
  day: string,
): Promise<Map<string, PricedPackage[]>> {
  const listed = await catalogue(trx);
  const one = sql`package_id || ${fieldEnd} || starts_on || ${fieldEnd} || coalesce(ends_on, '')`;
  const joined =
    dialectOf(trx) === 'postgres' ? sql`string_agg(${one}, ${rowEnd})` : sql`group_concat(${one}, ${rowEnd})`;
  // One row per contract: fetching rows costs more than finding them.
  const rows = await trx
    .selectFrom('contract_packages')
    .select(['contract_number as number', joined.$castTo<string>().as('held')])
    .where('contract_number', '>=', first)
    .where('contract_number', '<=', last)
    .where((eb) => eb.or([eb('ends_on', 'is', null), eb('ends_on', '>=', day)]))
    .groupBy('contract_number')
    .execute();
  const found = new Map<string, PricedPackage[]>();
  for (const { number, held } of rows) {
    const list = held.split('\n').map((text) => {
      const [id = '', startsOn = '', endsOn = ''] = text.split('\t');
      const monthlyKopecks = listed.get(id)?.monthlyKopecks ?? 0;
      return { id, monthlyKopecks, startsOn, endsOn: endsOn === '' ? null : endsOn };
    });
    found.set(number, list);
  }
  // Base packages first, then by start. Sorted here because the database would sort the whole range.
  const sortKey = ({ id, startsOn }: PricedPackage): string =>
    `${listed.get(id)?.isBase === true ? 0 : 1} ${startsOn} ${id}`;
  for (const list of found.values()) {
    if (list.length > 1) list.sort((a, b) => (sortKey(a) < sortKey(b) ? -1 : 1));
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
    // A literal, so that the partial index is used.
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
 * Reads contracts in the order of their numbers, with a fixed number of queries.
 * @param day the operator's day whose charges are read; packages that ended before it are left out
 * @param lock true: locks the contracts against other balance changes until the transaction ends
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
  const standingOf = await balances(trx, range);
  const packagesOf = await packages(trx, range, day);
  const promiseOf = await promises(trx, range);
  const chargedOf = await charged(trx, range, day);
  return rows.map((row) => {
    const promise = promiseOf.get(row.number) ?? null;
    return {
      number: row.number,
      accountId: row.account_id,
      statusSince: row.status_since,
      unsummedEntries: standingOf.get(row.number)?.unsummed ?? 0,
      promiseId: promise?.id ?? null,
      chargedKopecks: chargedOf.get(row.number) ?? null,
      state: {
        status: row.status,
        balanceKopecks: standingOf.get(row.number)?.balance ?? 0,
        packages: packagesOf.get(row.number) ?? [],
        promise: promise === null ? null : { outstandingKopecks: promise.outstandingKopecks, dueOn: promise.dueOn },
        resumesOn: row.resumes_on,
      },
    };
  });
}

/** Reads one contract as `readContractBillings` does; null when the number is unknown. */
export async function readContractBilling(
  trx: Transaction<Database>,
  number: string,
  day: string,
  lock: boolean,
): Promise<ContractBilling | null> {
  return (await readContractBillings(trx, { number }, day, lock))[0] ?? null;
}
