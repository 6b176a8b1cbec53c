import { setImmediate } from 'node:timers/promises';
import type { Kysely } from 'kysely';
import { balanceThrough, type LedgerLine, readLines, type Span } from '../ledger/index.ts';
import type { Database } from '../../platform/database/schema.ts';

/** A line with the account's balance after it, independent of filters. */
export interface BalancedLine extends LedgerLine {
  readonly balanceAfterKopecks: number;
}

/**
 * Reads lines of an account in batches of `size`. No database transaction spans the batches: lines up to a given
 * transaction never change, and on SQLite a long transaction would block other requests.
 */
async function* piecesOf(
  db: Kysely<Database>,
  accountId: number,
  span: Span,
  order: 'asc' | 'desc',
  size: number,
): AsyncGenerator<readonly LedgerLine[], void, undefined> {
  let rest = span;
  while (rest.after < rest.through) {
    const lines = await readLines(db, accountId, rest, order, size);
    const last = lines.at(-1);
    if (last === undefined) return;
    yield lines;
    if (lines.length < size) return;
    rest = order === 'asc' ? { ...rest, after: last.id } : { ...rest, through: last.id - 1 };
    await setImmediate();
  }
}

/** Every line, oldest first, without balances. */
export async function* linesOf(
  db: Kysely<Database>,
  accountId: number,
  spans: readonly Span[],
  size: number,
): AsyncGenerator<LedgerLine, void, undefined> {
  for (const span of spans) for await (const lines of piecesOf(db, accountId, span, 'asc', size)) yield* lines;
}

/** Batches of lines with balances, newest first. */
export async function* walkDown(
  db: Kysely<Database>,
  accountId: number,
  spans: readonly Span[],
  size: number,
): AsyncGenerator<readonly BalancedLine[], void, undefined> {
  for (const span of spans.toReversed()) {
    let balance = await balanceThrough(db, accountId, span.through);
    for await (const lines of piecesOf(db, accountId, span, 'desc', size)) {
      yield lines.map((line) => {
        const balanceAfterKopecks = balance;
        balance -= line.amountKopecks;
        return { ...line, balanceAfterKopecks };
      });
    }
  }
}

/** Batches of lines with balances, oldest first. */
export async function* walkUp(
  db: Kysely<Database>,
  accountId: number,
  spans: readonly Span[],
  size: number,
): AsyncGenerator<readonly BalancedLine[], void, undefined> {
  for (const span of spans) {
    let balance = await balanceThrough(db, accountId, span.after);
    for await (const lines of piecesOf(db, accountId, span, 'asc', size)) {
      yield lines.map((line) => {
        balance += line.amountKopecks;
        return { ...line, balanceAfterKopecks: balance };
      });
    }
  }
}
