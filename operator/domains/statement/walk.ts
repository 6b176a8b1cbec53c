import { setImmediate } from 'node:timers/promises';
import type { Kysely } from 'kysely';
import { balanceThrough, type LedgerLine, readLines, type Span } from '../ledger/index.ts';
import type { Database } from '../../platform/database/schema.ts';

/** A line with the balance after it, whatever else of the account is shown or left out. */
export interface BalancedLine extends LedgerLine {
  readonly balanceAfterKopecks: number;
}

/**
 * Lines of an account, in pieces of `size`. No transaction is held between the pieces: what lies at or before a transaction
 * of a contract never changes, and on SQLite everybody else's requests go in between.
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

/** Every line, the oldest first, without balances. */
export async function* linesOf(
  db: Kysely<Database>,
  accountId: number,
  spans: readonly Span[],
  size: number,
): AsyncGenerator<LedgerLine, void, undefined> {
  for (const span of spans) for await (const lines of piecesOf(db, accountId, span, 'asc', size)) yield* lines;
}

/** Pieces with the balance after each line, the newest first. */
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

/** Pieces with the balance after each line, the oldest first. */
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
