import type { Insertable, Kysely, Transaction } from 'kysely';
import { bulkInsert } from '../../platform/database/bulk.ts';
import type { DialectName } from '../../platform/database/connect.ts';
import { lockedIn } from '../../platform/database/locks.ts';
import type { Database } from '../../platform/database/schema.ts';
import type { TopUpMethod } from '../ledger/index.ts';
import type { BillingDayTable, ChargeTable, WarningTable } from './tables.ts';

type Trx = Transaction<Database>;

/** Most values in an `in` list. */
const maxInValues = 500;

/** Sets the status of contracts from `since` (ms UTC) and clears the end of a suspension. */
export async function setContractStatus(
  trx: Trx,
  status: 'active' | 'blocked',
  since: number,
  numbers: readonly string[],
): Promise<void> {
  for (let start = 0; start < numbers.length; start += maxInValues) {
    await trx
      .updateTable('contracts')
      .set({ status, status_since: since, resumes_on: null })
      .where('number', 'in', numbers.slice(start, start + maxInValues))
      .execute();
  }
}

/** Sets a blocked contract to active from `since` (ms UTC). */
export async function restoreContract(trx: Trx, contractNumber: string, since: number): Promise<void> {
  await trx
    .updateTable('contracts')
    .set({ status: 'active', status_since: since })
    .where('number', '=', contractNumber)
    .execute();
}

/** Marks promises as returned. */
export async function markPromisesReturned(trx: Trx, ids: readonly number[]): Promise<void> {
  for (let start = 0; start < ids.length; start += maxInValues) {
    await trx
      .updateTable('promises')
      .set({ status: 'returned' })
      .where('id', 'in', ids.slice(start, start + maxInValues))
      .execute();
  }
}

/** Adds to the repaid amount (kopecks) of a promise and sets its status. */
export async function repayPromise(
  trx: Trx,
  promiseId: number,
  repaidKopecks: number,
  status: 'repaid' | 'running',
): Promise<void> {
  await trx
    .updateTable('promises')
    .set((eb) => ({ repaid_kopecks: eb('repaid_kopecks', '+', repaidKopecks), status }))
    .where('id', '=', promiseId)
    .execute();
}

/** Inserts charges. The primary key allows one charge per contract, package and day. */
export async function insertCharges(trx: Trx, rows: readonly Insertable<ChargeTable>[]): Promise<void> {
  await bulkInsert(trx, 'charges', rows);
}

/** Warnings sent to contracts whose last day of reception is `day` or later. */
export async function warningsFrom(trx: Trx, numbers: readonly string[], day: string): Promise<WarningTable[]> {
  const found: WarningTable[] = [];
  for (let start = 0; start < numbers.length; start += maxInValues) {
    const rows = await trx
      .selectFrom('warnings')
      .selectAll()
      .where('contract_number', 'in', numbers.slice(start, start + maxInValues))
      .where('last_day', '>=', day)
      .execute();
    found.push(...rows);
  }
  return found;
}

/** Inserts warnings. */
export async function insertWarnings(trx: Trx, rows: readonly Insertable<WarningTable>[]): Promise<void> {
  await bulkInsert(trx, 'warnings', rows);
}

/** Locks the progress row of a billing day until the transaction ends; creates it if missing. */
export async function lockBillingDay(
  trx: Trx,
  dialect: DialectName,
  day: string,
): Promise<Pick<BillingDayTable, 'through_contract' | 'finished_at'>> {
  await trx
    .insertInto('billing_days')
    .values({ day, through_contract: '', finished_at: null })
    .onConflict((conflict) => conflict.column('day').doNothing())
    .execute();
  return lockedIn(
    trx.selectFrom('billing_days').select(['through_contract', 'finished_at']).where('day', '=', day),
    dialect,
    'billing_days',
  ).executeTakeFirstOrThrow();
}

/** Stores the progress of a billing day. */
export async function saveBillingDay(
  trx: Trx,
  day: string,
  progress: Pick<BillingDayTable, 'through_contract' | 'finished_at'>,
): Promise<void> {
  await trx.updateTable('billing_days').set(progress).where('day', '=', day).execute();
}

/** Latest fully billed day; null: none. */
export async function lastBilledDay(db: Kysely<Database>): Promise<string | null> {
  const last = await db
    .selectFrom('billing_days')
    .select((eb) => eb.fn.max<string | null>('day').as('day'))
    .where('finished_at', 'is not', null)
    .executeTakeFirst();
  return last?.day ?? null;
}

/** A top-up posted in the ledger. */
export interface StoredTopUp {
  readonly transactionId: number;
  readonly accountId: number;
  readonly contractNumber: string | null;
  readonly method: TopUpMethod | null;
  readonly amountKopecks: number;
}

/** Finds the top-up posted under an idempotency key; undefined: none. */
export async function findTopUp(trx: Trx, idempotencyKey: string): Promise<StoredTopUp | undefined> {
  return trx
    .selectFrom('ledger_transactions')
    .innerJoin('ledger_entries', 'ledger_entries.transaction_id', 'ledger_transactions.id')
    .innerJoin('ledger_accounts', 'ledger_accounts.id', 'ledger_entries.account_id')
    .select([
      'ledger_transactions.id as transactionId',
      'ledger_transactions.method',
      'ledger_entries.amount_kopecks as amountKopecks',
      'ledger_accounts.id as accountId',
      'ledger_accounts.contract_number as contractNumber',
    ])
    .where('ledger_transactions.idempotency_key', '=', idempotencyKey)
    .where('ledger_accounts.kind', '=', 'contract')
    .executeTakeFirst();
}

/** Balance of a ledger account, kopecks. */
export async function readBalance(trx: Trx, accountId: number): Promise<number> {
  const { balance } = await trx
    .selectFrom('ledger_entries')
    .select((eb) => eb.fn.sum<number>('amount_kopecks').as('balance'))
    .where('account_id', '=', accountId)
    .executeTakeFirstOrThrow();
  return balance;
}
