import type { Kysely } from 'kysely';
import { checkpointBefore, type LedgerCheckpointTable, newestTransaction, type Span } from '../ledger/index.ts';
import type { Database } from '../../platform/database/schema.ts';
import { earliestDay, firstAfter, lastBefore, lateSpans } from './repository.ts';

/** Days of a statement, both included; undefined: from the very first, to the very last. */
export interface Period {
  readonly from?: string | undefined;
  readonly to?: string | undefined;
}

/** Up to where a statement is looked at: what is posted afterwards is none of its business. */
export interface End {
  readonly newest: number;
  /** The account's newest checkpoint up to there. */
  readonly last: LedgerCheckpointTable;
  /** The earliest day of the lines after that; null: there are none. */
  readonly tailDay: string | null;
}

/** The end of an account's statement now. */
export async function endOf(db: Kysely<Database>, accountId: number): Promise<End> {
  const newest = await newestTransaction(db, accountId);
  const last = await checkpointBefore(db, accountId, newest);
  if (last.through_transaction_id === newest) return { newest, last, tailDay: null };
  const tailDay = await earliestDay(db, accountId, { after: last.through_transaction_id, through: newest });
  return { newest, last, tailDay };
}

/** Whether a line of that day belongs to the period. */
export function isWithin(day: string, { from, to }: Period): boolean {
  return (from === undefined || day >= from) && (to === undefined || day <= to);
}

/**
 * Where the lines of a period can stand: spans of transactions, the oldest first, that leave out as much else as the
 * checkpoints allow. After the first checkpoint past the period, only what was made up later can still belong to it, and
 * what has no checkpoint yet and holds such a day.
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
