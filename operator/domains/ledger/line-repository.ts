import type { Kysely } from 'kysely';
import type { PaymentMethod } from '#protocol/api/payments.ts';
import type { Database } from '../../platform/database/schema.ts';
import type { EntryKind, TopUpMethod } from './tables.ts';

/** A statement line: the part of a transaction that concerns one account. */
export interface LedgerLine {
  /** Transaction id; increases in the order of posting. */
  readonly id: number;
  readonly kind: EntryKind;
  /** ms UTC */
  readonly at: number;
  readonly day: string;
  readonly method: TopUpMethod | null;
  readonly amountKopecks: number;
  /** Number of entries of this account in the transaction. */
  readonly entries: number;
  /** Charges by package; amounts are positive. */
  readonly charges: readonly { readonly packageId: string; readonly amountKopecks: number }[];
  /** Payment credited by this transaction; null: none. */
  readonly payment: {
    readonly id: string;
    readonly method: PaymentMethod;
    readonly cardMask: string | null;
    readonly payerId: string | null;
    readonly bySms: boolean;
  } | null;
}

/** Range of transaction ids: `after` is excluded, `through` included. */
export interface Span {
  readonly after: number;
  readonly through: number;
}

/** Id of the newest transaction of an account; 0: none. */
export async function newestTransaction(db: Kysely<Database>, accountId: number): Promise<number> {
  const row = await db
    .selectFrom('ledger_entries')
    .select((eb) => eb.fn.max<number | null>('transaction_id').as('id'))
    .where('account_id', '=', accountId)
    .executeTakeFirst();
  return row?.id ?? 0;
}

/** Narrows a span to at most `limit` lines of an account: the oldest (`asc`) or the newest (`desc`). */
async function narrowed(
  db: Kysely<Database>,
  accountId: number,
  span: Span,
  order: 'asc' | 'desc',
  limit: number,
): Promise<Span> {
  const row = await db
    .selectFrom('ledger_entries')
    .select('transaction_id as id')
    .where('account_id', '=', accountId)
    .where('transaction_id', '>', span.after)
    .where('transaction_id', '<=', span.through)
    .groupBy('transaction_id')
    .orderBy('transaction_id', order)
    .offset(limit - 1)
    .limit(1)
    .executeTakeFirst();
  if (row === undefined) return span;
  return order === 'asc' ? { ...span, through: row.id } : { ...span, after: row.id - 1 };
}

/**
 * Reads at most `limit` lines of an account within a span, oldest first (`asc`) or newest first (`desc`). Uses two
 * queries: with a single joined query SQLite scanned all entries of the account.
 */
export async function readLines(
  db: Kysely<Database>,
  accountId: number,
  span: Span,
  order: 'asc' | 'desc',
  limit: number,
): Promise<LedgerLine[]> {
  // A span never has more lines than ids, so a short span needs no narrowing.
  const few = span.through - span.after <= limit;
  const { after, through } = few ? span : await narrowed(db, accountId, span, order, limit);
  const rows = await db
    .selectFrom('ledger_entries as e')
    .innerJoin('ledger_transactions as t', 't.id', 'e.transaction_id')
    .leftJoin('payments as p', 'p.transaction_id', 't.id')
    .select([
      't.id',
      't.kind',
      't.at',
      't.day',
      't.method',
      'e.amount_kopecks as amount',
      'e.package_id as packageId',
      'p.id as paymentId',
      'p.method as paymentMethod',
      'p.card_mask as cardMask',
      'p.account_id as payerId',
      'p.origin',
    ])
    .where('e.account_id', '=', accountId)
    .where('e.transaction_id', '>', after)
    .where('e.transaction_id', '<=', through)
    .orderBy('e.transaction_id', order)
    .orderBy('e.id')
    .execute();
  const lines: LedgerLine[] = [];
  for (let first = 0; first < rows.length;) {
    const head = rows[first];
    if (head === undefined) break;
    let next = first;
    let amountKopecks = 0;
    const charges: { packageId: string; amountKopecks: number }[] = [];
    for (let row = rows[next]; row?.id === head.id; row = rows[next]) {
      amountKopecks += row.amount;
      if (row.packageId !== null) charges.push({ packageId: row.packageId, amountKopecks: -row.amount });
      next += 1;
    }
    const { id, kind, at, day, method, paymentId, paymentMethod, cardMask, payerId, origin } = head;
    const payment =
      paymentId === null || paymentMethod === null
        ? null
        : { id: paymentId, method: paymentMethod, cardMask, payerId, bySms: origin === 'sms' };
    lines.push({ id, kind, at, day, method, amountKopecks, entries: next - first, charges, payment });
    first = next;
  }
  return lines;
}
