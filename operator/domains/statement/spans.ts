import type { Kysely } from 'kysely';
import { checkpointBefore, type LedgerCheckpointTable, newestTransaction, type Span } from '../ledger/index.ts';
import type { Database } from '../../platform/database/schema.ts';
import { earliestDay, firstAfter, lastBefore, lateSpans } from './repository.ts';

/** Period of a statement, both days inclusive; undefined: unbounded. */
export interface Period {
  readonly from?: string | undefined;
  readonly to?: string | undefined;
}

/** End of a statement: lines posted later are ignored. */
export interface End {
  readonly newest: number;
  /** The account's newest checkpoint up to the end. */
  readonly last: LedgerCheckpointTable;
  /** Earliest day of the lines after that checkpoint; null: no lines. */
  readonly tailDay: string | null;
}

/** The current end of an account's statement. */
export async function endOf(db: Kysely<Database>, accountId: number): Promise<End> {
  const newest = await newestTransaction(db, accountId);
  const last = await checkpointBefore(db, accountId, newest);
  if (last.through_transaction_id === newest) return { newest, last, tailDay: null };
  const tailDay = await earliestDay(db, accountId, { after: last.through_transaction_id, through: newest });
  return { newest, last, tailDay };
}

/** Whether the day is within the period. */
export function isWithin(day: string, { from, to }: Period): boolean {
  return (from === undefined || day >= from) && (to === undefined || day <= to);
}

/**
 * Spans of transactions that may contain lines of a period, oldest first, as narrow as the checkpoints allow. After the
 * first checkpoint past the period only spans with backdated charges can contain such lines, and the tail without a
 * checkpoint if its earliest day is within the period.
 */
export async function spansOf(
  db: Kysely<Database>,
  accountId: number,
  { from, to }: Period,
  { newest, last, tailDay }: End,
): Promise<Span[]> {
  const after = await lastBefore(db, accountId, from, newest);
  const whole = [{ after, through: newest }];
  if (to === undefined) return whole;
  const past = await firstAfter(db, accountId, to, newest);
  if (past === undefined) return whole;
  const late = await lateSpans(db, accountId, { to, past, newest });
  const spans = [
    { after, through: past },
    ...late,
    ...(tailDay !== null && tailDay <= to ? [{ after: last.through_transaction_id, through: newest }] : []),
  ];
  return spans.filter((span) => span.after < span.through);
}
