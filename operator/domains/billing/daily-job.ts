import { setImmediate } from 'node:timers/promises';
import type { Insertable } from 'kysely';
import { addDays } from '../../platform/clock/days.ts';
import { startOfDay } from '../../platform/clock/zone.ts';
import { billDay, type ContractBilling, type DayOutcome, readContractBillings } from '../contracts/index.ts';
import type { Core } from '../../platform/lifecycle/core.ts';
import { inTransaction, type UnitOfWork } from '../../platform/database/unit-of-work.ts';
import { warningDue } from '../forecast/index.ts';
import {
  checkpointEntries,
  extendCheckpoints,
  type NewTransaction,
  ownAccountIds,
  postTransactions,
} from '../ledger/index.ts';
import { chargeRows, chargeTransaction } from './charge-transactions.ts';
import {
  insertCharges,
  insertWarnings,
  lastBilledDay,
  lockBillingDay,
  markPromisesReturned,
  saveBillingDay,
  setContractStatus,
  warningsFrom,
} from './repository.ts';
import type { ChargeTable, WarningTable } from './tables.ts';

/** Contracts per transaction: large enough for few statements, small enough to let requests run in between. */
const chunkSize = 2000;

interface Billed {
  readonly contract: ContractBilling;
  readonly outcome: DayOutcome;
}

/** Posts returned promises, then charges, in the order of the billing rule; stores the charge rows. */
async function postMoney({ trx }: UnitOfWork, day: string, at: number, billed: readonly Billed[]): Promise<void> {
  const transactions: NewTransaction[] = [];
  const charging: { index: number; billed: Billed }[] = [];
  for (const item of billed) {
    const { contract, outcome } = item;
    if (outcome.returnedKopecks !== null && outcome.returnedKopecks > 0) {
      transactions.push({
        kind: 'promise-return',
        at,
        day,
        postings: [
          { accountId: contract.accountId, amountKopecks: -outcome.returnedKopecks },
          { accountId: ownAccountIds.promises, amountKopecks: outcome.returnedKopecks },
        ],
      });
    }
    if (outcome.charges.length > 0) {
      charging.push({ index: transactions.length, billed: item });
      transactions.push(chargeTransaction('daily-charge', contract.accountId, at, day, outcome.charges));
    }
  }
  if (transactions.length === 0) return;
  const ids = await postTransactions(trx, transactions);
  const rows: Insertable<ChargeTable>[] = [];
  for (const { index, billed: item } of charging) {
    rows.push(...chargeRows(item.contract.number, day, ids[index] ?? 0, item.outcome.charges));
  }
  await insertCharges(trx, rows);
}

/** Stores changed statuses of contracts and promises. Few change in a day, so lists of numbers suffice. */
async function storeStatuses({ trx }: UnitOfWork, at: number, billed: readonly Billed[]): Promise<void> {
  const numbers = (chosen: (outcome: DayOutcome) => boolean): string[] =>
    billed.filter(({ outcome }) => chosen(outcome)).map(({ contract }) => contract.number);
  await setContractStatus(
    trx,
    'active',
    at,
    numbers((outcome) => outcome.resumed && !outcome.blocked),
  );
  await setContractStatus(
    trx,
    'blocked',
    at,
    numbers((outcome) => outcome.blocked),
  );
  const returned = billed.flatMap(({ contract, outcome }) =>
    outcome.returnedKopecks === null || contract.promiseId === null ? [] : [contract.promiseId],
  );
  await markPromisesReturned(trx, returned);
}

/** Stores and publishes warnings for contracts about to lose reception, except those sent before. */
async function warn(core: Core, unit: UnitOfWork, day: string, billed: readonly Billed[]): Promise<void> {
  // For a missed day the warning would be out of date.
  if (day < unit.today) return;
  const due = new Map<string, { row: Insertable<WarningTable>; balanceKopecks: number }>();
  for (const { contract, outcome } of billed) {
    const warning = warningDue(outcome.state, day, core.profile.billing.warnDaysLeft);
    if (warning === null) continue;
    const row = { contract_number: contract.number, last_day: warning.lastDay, days_left: warning.daysLeft };
    due.set(contract.number, { row, balanceKopecks: outcome.state.balanceKopecks });
  }
  if (due.size === 0) return;
  const given = await warningsFrom(unit.trx, [...due.keys()], day);
  for (const { contract_number: number, last_day: lastDay, days_left: daysLeft } of given) {
    const row = due.get(number)?.row;
    if (row?.last_day === lastDay && row.days_left === daysLeft) due.delete(number);
  }
  const warnings = [...due.values()];
  await insertWarnings(
    unit.trx,
    warnings.map(({ row }) => row),
  );
  for (const { row, balanceKopecks } of warnings) {
    unit.emit(unit.now, {
      type: 'reception-warning',
      contractNumber: row.contract_number,
      daysLeft: row.days_left,
      lastDay: row.last_day,
      balanceKopecks,
    });
  }
}

function publishEvents(unit: UnitOfWork, day: string, at: number, { contract, outcome }: Billed): void {
  const { balanceKopecks } = outcome.state;
  const { number: contractNumber } = contract;
  if (outcome.returnedKopecks !== null) {
    // Balance after the return and before the charge, as in the statement.
    const afterReturn = balanceKopecks + outcome.chargedKopecks;
    unit.emit(at, {
      type: 'promise-returned',
      contractNumber,
      amountKopecks: outcome.returnedKopecks,
      balanceKopecks: afterReturn,
    });
  }
  if (outcome.charges.length > 0) {
    unit.emit(at, {
      type: 'daily-charged',
      contractNumber,
      day,
      amountKopecks: outcome.chargedKopecks,
      balanceKopecks,
    });
  }
  if (outcome.blocked) unit.emit(at, { type: 'reception-blocked', contractNumber, missingKopecks: -balanceKopecks });
}

/**
 * Bills the next contracts of the day in one transaction. The lock on the day's row, which stores the last contract
 * done, makes instances take turns; a chunk interrupted by a crash is rolled back and repeated.
 * @returns number of contracts read; null when the day is finished
 */
async function billChunk(core: Core, day: string, size: number): Promise<number | null> {
  return inTransaction(core, async (unit) => {
    const { trx } = unit;
    const progress = await lockBillingDay(trx, core.dialect, day);
    if (progress.finished_at !== null) return null;
    const contracts = await readContractBillings(trx, { after: progress.through_contract, limit: size }, day, true);
    const at = startOfDay(day, core.profile.timeZone);
    const billed = contracts.map((contract) => ({
      contract,
      outcome: billDay(contract.state, day, contract.chargedKopecks !== null),
    }));
    await postMoney(unit, day, at, billed);
    await storeStatuses(unit, at, billed);
    // The contracts are locked, so no earlier entry can be committed later.
    for (const { accountId, unsummedEntries } of contracts) {
      if (unsummedEntries >= checkpointEntries) await extendCheckpoints(trx, accountId);
    }
    for (const item of billed) publishEvents(unit, day, at, item);
    await warn(core, unit, day, billed);
    const finished = contracts.length < size;
    await saveBillingDay(trx, day, {
      through_contract: contracts.at(-1)?.number ?? progress.through_contract,
      finished_at: finished ? unit.now : null,
    });
    return contracts.length;
  });
}

/** Bills a whole day. Concurrent runs share the work; each contract is charged once. */
export async function billOneDay(core: Core, day: string, size: number = chunkSize): Promise<number> {
  let contracts = 0;
  for (;;) {
    const done = await billChunk(core, day, size);
    if (done === null) return contracts;
    contracts += done;
    // SQLite runs on this thread: let pending requests run first.
    await setImmediate();
  }
}

/**
 * Bills every missed day up to today, in order. The first run on a new database starts with today.
 * @param onDay called before each day to bill
 * @returns the days billed by this call
 */
export async function billThroughToday(core: Core, onDay: (day: string) => void = () => undefined): Promise<string[]> {
  const last = await lastBilledDay(core.db);
  const days: string[] = [];
  // `today` is read each time: midnight may pass while months are billed.
  for (let day = last === null ? core.clock.today() : addDays(last, 1); day <= core.clock.today();) {
    onDay(day);
    await billOneDay(core, day);
    days.push(day);
    day = addDays(day, 1);
  }
  return days;
}
