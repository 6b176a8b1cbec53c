import type { Kysely, Transaction } from 'kysely';
import { checkpointBefore } from './checkpoint-repository.ts';
import { bulkInsert } from '../../platform/database/bulk.ts';
import type { Database } from '../../platform/database/schema.ts';
import { readLines, type LedgerLine } from './line-repository.ts';
import type { LedgerCheckpointTable } from './tables.ts';

/**
 * Approximate number of entries between two checkpoints of an account: the most that reading a balance has to sum up.
 * A contract with four packages makes this many in a month.
 */
export const checkpointEntries = 128;

/** Batch size for reading lines, to limit memory. */
const linesPerRead = 500;

/** Package ids stored in a checkpoint. */
export function packagesOf({ packages }: Pick<LedgerCheckpointTable, 'packages'>): string[] {
  const ids: unknown = JSON.parse(packages);
  return Array.isArray(ids) ? ids.map(String) : [];
}

/** Computes the checkpoint after `lines` (oldest first) from the one before them. */
function addedTo(before: LedgerCheckpointTable, lines: readonly LedgerLine[]): LedgerCheckpointTable {
  const packages = new Set(packagesOf(before));
  const next = { ...before, earliest_day: null as string | null };
  for (const line of lines) {
    next.through_transaction_id = line.id;
    if (line.day > next.through_day) next.through_day = line.day;
    if (line.day < before.through_day && (next.earliest_day === null || line.day < next.earliest_day)) {
      next.earliest_day = line.day;
    }
    next.entries += line.entries;
    next.lines += 1;
    next.balance_kopecks += line.amountKopecks;
    next.in_kopecks += Math.max(0, line.amountKopecks);
    for (const { packageId } of line.charges) packages.add(packageId);
  }
  return { ...next, packages: JSON.stringify([...packages]) };
}

/**
 * Creates the missing checkpoints for an account's newest entries. The caller must hold the lock on the contract (or be
 * the only writer): an entry committed later with a smaller id would be missing from the checkpoints.
 * @param every entries between two checkpoints
 */
export async function extendCheckpoints(
  trx: Transaction<Database>,
  accountId: number,
  every: number = checkpointEntries,
): Promise<void> {
  let last = await checkpointBefore(trx, accountId);
  let pending: LedgerLine[] = [];
  let entries = 0;
  for (let after = last.through_transaction_id; ;) {
    const lines = await readLines(trx, accountId, { after, through: Number.MAX_SAFE_INTEGER }, 'asc', linesPerRead);
    const made: LedgerCheckpointTable[] = [];
    for (const line of lines) {
      pending.push(line);
      entries += line.entries;
      if (entries < every) continue;
      last = addedTo(last, pending);
      made.push(last);
      pending = [];
      entries = 0;
    }
    await bulkInsert(trx, 'ledger_checkpoints', made);
    const newest = lines.at(-1);
    if (newest === undefined || lines.length < linesPerRead) return;
    after = newest.id;
  }
}

/** Recomputes a checkpoint from the previous one and the lines since. Used by the audit. */
export async function expectedCheckpoint(
  db: Kysely<Database>,
  accountId: number,
  through: number,
): Promise<LedgerCheckpointTable> {
  const before = await checkpointBefore(db, accountId, through - 1);
  const span = { after: before.through_transaction_id, through };
  return addedTo(before, await readLines(db, accountId, span, 'asc', Number.MAX_SAFE_INTEGER));
}
