import type { Kysely } from 'kysely';
import { checkpointBefore, type LedgerCheckpointTable, newestTransaction, type Span } from '../ledger/index.ts';
import type { Database } from '../../platform/database/schema.ts';

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
  const row = await db
    .selectFrom('ledger_entries as e')
    .innerJoin('ledger_transactions as t', 't.id', 'e.transaction_id')
    .select((eb) => eb.fn.min<string | null>('t.day').as('day'))
    .where('e.account_id', '=', accountId)
    .where('e.transaction_id', '>', last.through_transaction_id)
    .where('e.transaction_id', '<=', newest)
    .executeTakeFirst();
  return { newest, last, tailDay: row?.day ?? null };
}

/** Whether a line of that day belongs to the period. */
export function isWithin(day: string, { from, to }: Period): boolean {
  return (from === undefined || day >= from) && (to === undefined || day <= to);
}

/** The last transaction before which, itself included, every line is of a day before `from`; 0: none known. */
async function lastBefore(
  db: Kysely<Database>,
  accountId: number,
  from: string | undefined,
  newest: number,
): Promise<number> {
  if (from === undefined) return 0;
  const row = await db
    .selectFrom('ledger_checkpoints')
    .select('through_transaction_id as id')
    .where('account_id', '=', accountId)
    .where('through_day', '<', from)
    .where('through_transaction_id', '<=', newest)
    .orderBy('through_day', 'desc')
    .orderBy('through_transaction_id', 'desc')
    .limit(1)
    .executeTakeFirst();
  return row?.id ?? 0;
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
  const past = await db
    .selectFrom('ledger_checkpoints')
    .select('through_transaction_id as id')
    .where('account_id', '=', accountId)
    .where('through_day', '>', to)
    .where('through_transaction_id', '<=', newest)
    .orderBy('through_day')
    .orderBy('through_transaction_id')
    .limit(1)
    .executeTakeFirst();
  if (past === undefined) return whole;
  const late = await db
    .selectFrom('ledger_checkpoints as late')
    .select((eb) => [
      'late.through_transaction_id as through',
      eb
        .selectFrom('ledger_checkpoints as before')
        .select((of) => of.fn.max<number>('before.through_transaction_id').as('id'))
        .where('before.account_id', '=', accountId)
        .whereRef('before.through_transaction_id', '<', 'late.through_transaction_id')
        .as('after'),
    ])
    .where('late.account_id', '=', accountId)
    .where('late.earliest_day', 'is not', null)
    .where('late.earliest_day', '<=', to)
    .where('late.through_transaction_id', '>', past.id)
    .where('late.through_transaction_id', '<=', newest)
    .orderBy('late.through_transaction_id')
    .execute();
  const spans = [
    { after, through: past.id },
    ...late.map((span) => ({ after: span.after ?? 0, through: span.through })),
    ...(tailDay !== null && tailDay <= to ? [{ after: last.through_transaction_id, through: newest }] : []),
  ];
  return spans.filter((span) => span.after < span.through);
}
