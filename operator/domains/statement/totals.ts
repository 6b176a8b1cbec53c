import { sql, type Kysely } from 'kysely';
import type { Localized } from '#protocol/primitives.ts';
import type { Database } from '../../platform/database/schema.ts';
import { packagesOf, type Span } from '../ledger/index.ts';
import { spansOf, type End, type Period } from './spans.ts';

interface Sums {
  readonly balanceKopecks: number;
  readonly inKopecks: number;
  readonly lines: number;
}

const none: Sums = { balanceKopecks: 0, inKopecks: 0, lines: 0 };

/** Sums of a period and of what was before it; `closing = opening + in - out`. */
export interface PeriodTotals {
  readonly openingKopecks: number;
  readonly inKopecks: number;
  readonly outKopecks: number;
  readonly closingKopecks: number;
  readonly lines: number;
  /** Ids of the packages ever charged, whatever the period. */
  readonly packages: ReadonlySet<string>;
}

/** Names of every package, base packages first. */
export async function readPackages(db: Kysely<Database>): Promise<Map<string, Localized>> {
  const rows = await db
    .selectFrom('packages')
    .select(['id', 'name_ru', 'name_en', 'name_sv'])
    .orderBy('kind', 'desc')
    .orderBy('name_ru')
    .orderBy('id')
    .execute();
  return new Map(rows.map((row) => [row.id, { ru: row.name_ru, en: row.name_en, sv: row.name_sv }]));
}

/** What a period's end asks for: every line up to a day. */
interface Bound {
  readonly day: string;
  readonly included: boolean;
}

function add(one: Sums, other: Sums): Sums {
  return {
    balanceKopecks: one.balanceKopecks + other.balanceKopecks,
    inKopecks: one.inKopecks + other.inKopecks,
    lines: one.lines + other.lines,
  };
}

/** Sums of the lines of a span; with a bound of those alone whose day is up to it. */
async function sumsWithin(db: Kysely<Database>, accountId: number, span: Span, bound: Bound | null): Promise<Sums> {
  if (span.after >= span.through) return none;
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

/** Sums of all lines of days up to one: the newest checkpoint that holds nothing later, and what stands beyond it. */
async function sumsTo(db: Kysely<Database>, accountId: number, bound: Bound, end: End): Promise<Sums> {
  const { day, included } = bound;
  const checkpoint = await db
    .selectFrom('ledger_checkpoints')
    .select(['through_transaction_id as through', 'balance_kopecks', 'in_kopecks', 'lines'])
    .where('account_id', '=', accountId)
    .where('through_day', included ? '<=' : '<', day)
    .where('through_transaction_id', '<=', end.newest)
    .orderBy('through_day', 'desc')
    .orderBy('through_transaction_id', 'desc')
    .limit(1)
    .executeTakeFirst();
  let sums =
    checkpoint === undefined
      ? none
      : { balanceKopecks: checkpoint.balance_kopecks, inKopecks: checkpoint.in_kopecks, lines: checkpoint.lines };
  const through = checkpoint?.through ?? 0;
  for (const span of await spansOf(db, accountId, { to: day }, end)) {
    const rest = { ...span, after: Math.max(span.after, through) };
    sums = add(sums, await sumsWithin(db, accountId, rest, bound));
  }
  return sums;
}

/** Packages charged in a span. */
async function packagesWithin(db: Kysely<Database>, accountId: number, { after, through }: Span): Promise<string[]> {
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

/** Sums of a period, filters left aside, as of the statement's end. */
export async function periodTotals(
  db: Kysely<Database>,
  accountId: number,
  { from, to }: Period,
  end: End,
): Promise<PeriodTotals> {
  const { last } = end;
  const tail = { after: last.through_transaction_id, through: end.newest };
  const before = from === undefined ? none : await sumsTo(db, accountId, { day: from, included: false }, end);
  const through =
    to === undefined
      ? add(
          { balanceKopecks: last.balance_kopecks, inKopecks: last.in_kopecks, lines: last.lines },
          await sumsWithin(db, accountId, tail, null),
        )
      : await sumsTo(db, accountId, { day: to, included: true }, end);
  const inKopecks = through.inKopecks - before.inKopecks;
  return {
    openingKopecks: before.balanceKopecks,
    inKopecks,
    outKopecks: before.balanceKopecks + inKopecks - through.balanceKopecks,
    closingKopecks: through.balanceKopecks,
    lines: through.lines - before.lines,
    packages: new Set([...packagesOf(last), ...(await packagesWithin(db, accountId, tail))]),
  };
}
