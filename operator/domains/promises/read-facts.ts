import type { Transaction } from 'kysely';
import { type ContractBilling, readContractBilling, UnknownContract } from '../contracts/index.ts';
import type { Core } from '../../platform/lifecycle/core.ts';
import type { Database } from '../../platform/database/schema.ts';
import { newestPromise, wasCharged, wasEverPaid } from './repository.ts';
import type { LastPromise, PromiseFacts } from './rules.ts';
import type { PromiseTable } from './tables.ts';

/** A contract with all that decides about a promise, and the promise it took last. */
export interface PromiseReading {
  readonly contract: ContractBilling;
  readonly newest: PromiseTable | undefined;
  readonly facts: PromiseFacts;
}

/**
 * Did taking a promise back leave a debt that stands to this day: reception has been off since that 00:00, and for a
 * debt rather than for the day's charge, which is made only where nothing is owed.
 */
async function isUnpaid(
  core: Core,
  trx: Transaction<Database>,
  contract: ContractBilling,
  promise: PromiseTable,
): Promise<boolean> {
  if (promise.status !== 'returned' || contract.state.status !== 'blocked') return false;
  if (core.dayOf(contract.statusSince) !== promise.due_on) return false;
  return !(await wasCharged(trx, contract.number, promise.due_on));
}

/**
 * Reads what decides about a promise of a contract.
 * @param lock true: nobody else moves money of the contract until the transaction ends
 * Errors: `UnknownContract`.
 */
export async function readPromiseFacts(
  core: Core,
  trx: Transaction<Database>,
  contractNumber: string,
  today: string,
  lock: boolean,
): Promise<PromiseReading> {
  const contract = await readContractBilling(trx, contractNumber, today, lock);
  if (contract === null) throw new UnknownContract();
  const newest = await newestPromise(trx, contractNumber);
  const last: LastPromise | null =
    newest === undefined
      ? null
      : { takenOn: core.dayOf(newest.taken_at), unpaid: await isUnpaid(core, trx, contract, newest) };
  const start = { state: contract.state, today, chargedTodayKopecks: contract.chargedKopecks };
  return { contract, newest, facts: { start, last, everPaid: await wasEverPaid(trx, contract.accountId) } };
}
