import type { Kysely } from 'kysely';
import type { Database } from '../../platform/database/schema.ts';
import { packagesOf } from '../ledger/index.ts';
import { checkpointTo, packagesWithin, sumsWithin, zeroSums, type Bound, type Sums } from './repository.ts';
import { spansOf, type End, type Period } from './spans.ts';

/** Totals of a period in kopecks; `closing = opening + in - out`. */
export interface PeriodTotals {
  readonly openingKopecks: number;
  readonly inKopecks: number;
  readonly outKopecks: number;
  readonly closingKopecks: number;
  readonly lines: number;
  /** Ids of all packages ever charged, regardless of the period. */
  readonly packages: ReadonlySet<string>;
}

function add(one: Sums, other: Sums): Sums {
  return {
    balanceKopecks: one.balanceKopecks + other.balanceKopecks,
    inKopecks: one.inKopecks + other.inKopecks,
    lines: one.lines + other.lines,
  };
}

/** Sums of all lines up to a day: the newest checkpoint without later lines, plus the lines after it. */
async function sumsTo(db: Kysely<Database>, accountId: number, bound: Bound, end: End): Promise<Sums> {
  const checkpoint = await checkpointTo(db, accountId, bound, end.newest);
  let { sums } = checkpoint;
  for (const span of await spansOf(db, accountId, { to: bound.day }, end)) {
    const rest = { ...span, after: Math.max(span.after, checkpoint.through) };
    sums = add(sums, await sumsWithin(db, accountId, rest, bound));
  }
  return sums;
}

/** Totals of a period at the statement's end; filters do not apply. */
export async function periodTotals(
  db: Kysely<Database>,
  accountId: number,
  { from, to }: Period,
  end: End,
): Promise<PeriodTotals> {
  const { last } = end;
  const tail = { after: last.through_transaction_id, through: end.newest };
  const before = from === undefined ? zeroSums : await sumsTo(db, accountId, { day: from, included: false }, end);
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
