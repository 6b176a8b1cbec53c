import { sql, type Kysely } from 'kysely';
import type { Localized } from '#protocol/primitives.ts';
import type { Database } from '../../platform/database/schema.ts';
import { UnknownContract } from '../contracts/index.ts';
import type { Span } from '../ledger/index.ts';

type Db = Kysely<Database>;

/** Ledger account of the contract. Errors: `UnknownContract`. */
export async function accountOf(db: Db, contractNumber: string): Promise<number> {
  const row = await db
    .selectFrom('ledger_accounts')
    .select('id')
    .where('contract_number', '=', contractNumber)
    .executeTakeFirst();
  if (row === undefined) throw new UnknownContract();
  return row.id;
}

/** Names of all packages, base packages first. */
export async function readPackages(db: Db): Promise<Map<string, Localized>> {
  const rows = await db
    .selectFrom('packages')
    .select(['id', 'name_ru', 'name_en', 'name_sv'])
    .orderBy('kind', 'desc')
    .orderBy('name_ru')
    .orderBy('id')
    .execute();
  return new Map(rows.map((row) => [row.id, { ru: row.name_ru, en: row.name_en, sv: row.name_sv }]));
}

/** Earliest day of the lines in a span; null: no lines. */
export async function earliestDay(db: Db, accountId: number, { after, through }: Span): Promise<string | null> {
  const row = await db
    .selectFrom('ledger_entries as e')
    .innerJoin('ledger_transactions as t', 't.id', 'e.transaction_id')
    .select((eb) => eb.fn.min<string | null>('t.day').as('day'))
    .where('e.account_id', '=', accountId)
    .where('e.transaction_id', '>', after)
    .where('e.transaction_id', '<=', through)
    .executeTakeFirst();
  return row?.day ?? null;
}

/** The last checkpoint transaction up to which every line has a day before `from`; 0: none. */
export async function lastBefore(db: Db, accountId: number, from: string | undefined, newest: number): Promise<number> {
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

/** Transaction of the first checkpoint after day `to`, up to `newest`; undefined: none. */
export async function firstAfter(db: Db, accountId: number, to: string, newest: number): Promise<number | undefined> {
  const row = await db
    .selectFrom('ledger_checkpoints')
    .select('through_transaction_id as id')
    .where('account_id', '=', accountId)
    .where('through_day', '>', to)
    .where('through_transaction_id', '<=', newest)
    .orderBy('through_day')
    .orderBy('through_transaction_id')
    .limit(1)
    .executeTakeFirst();
  return row?.id;
}

/** Spans after the checkpoint `past` that contain backdated charges of days up to `to`, oldest first. */
export async function lateSpans(
  db: Db,
  accountId: number,
  { to, past, newest }: { readonly to: string; readonly past: number; readonly newest: number },
): Promise<Span[]> {
  const rows = await db
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
    .where('late.through_transaction_id', '>', past)
    .where('late.through_transaction_id', '<=', newest)
    .orderBy('late.through_transaction_id')
    .execute();
  return rows.map(({ after, through }) => ({ after: after ?? 0, through }));
}

/** Sums of lines in kopecks, and their number (`lines`). */
export interface Sums {
  readonly balanceKopecks: number;
  readonly inKopecks: number;
  readonly lines: number;
}

export const zeroSums: Sums = { balanceKopecks: 0, inKopecks: 0, lines: 0 };

/** Upper bound of a period: every line up to a day. */
export interface Bound {
  readonly day: string;
  readonly included: boolean;
}

/** Sums of the lines in a span; with a bound only of lines up to its day. */
export async function sumsWithin(db: Db, accountId: number, span: Span, bound: Bound | null): Promise<Sums> {
  if (span.after >= span.through) return zeroSums;
  const row = await db
    .selectFrom((eb) => {
      const lines = eb
        .selectFrom('ledger_entries as e')
        .select((of) => of.fn.sum<number>('e.amount_kopecks').as('amount'))
        .where('e.account_id', '=', accountId)
        .where('e.transaction_id', '>', span.after)
        .where('e.transaction_id', '<=', span.through)
        .groupBy('e.transaction_id');
      if (bound === null) return lines.as('line');
      return lines
        .innerJoin('ledger_transactions as t', 't.id', 'e.transaction_id')
        .where('t.day', bound.included ? '<=' : '<', bound.day)
        .as('line');
    })
    .select((eb) => [
      eb.fn.sum<number | null>('line.amount').as('balance'),
      sql<number | null>`sum(case when line.amount > 0 then line.amount else 0 end)`.as('in'),
      eb.fn.countAll<number>().as('lines'),
    ])
    .executeTakeFirstOrThrow();
  return { balanceKopecks: row.balance ?? 0, inKopecks: row.in ?? 0, lines: row.lines };
}

/** Transaction and sums of the newest checkpoint (up to `newest`) without lines after the bound. */
export async function checkpointTo(
  db: Db,
  accountId: number,
  { day, included }: Bound,
  newest: number,
): Promise<{ readonly through: number; readonly sums: Sums }> {
  const row = await db
    .selectFrom('ledger_checkpoints')
    .select(['through_transaction_id as through', 'balance_kopecks', 'in_kopecks', 'lines'])
    .where('account_id', '=', accountId)
    .where('through_day', included ? '<=' : '<', day)
    .where('through_transaction_id', '<=', newest)
    .orderBy('through_day', 'desc')
    .orderBy('through_transaction_id', 'desc')
    .limit(1)
    .executeTakeFirst();
  if (row === undefined) return { through: 0, sums: zeroSums };
  const { through, balance_kopecks: balanceKopecks, in_kopecks: inKopecks, lines } = row;
  return { through, sums: { balanceKopecks, inKopecks, lines } };
}

/** Ids of the packages charged in a span. */
export async function packagesWithin(db: Db, accountId: number, { after, through }: Span): Promise<string[]> {
  const rows = await db
    .selectFrom('ledger_entries')
    .select('package_id')
    .distinct()
    .where('account_id', '=', accountId)
    .where('transaction_id', '>', after)
    .where('transaction_id', '<=', through)
    .where('package_id', 'is not', null)
    .execute();
  return rows.flatMap(({ package_id: id }) => (id === null ? [] : [id]));
}
