import type { Transaction } from 'kysely';
import { bulkInsert } from '../../platform/database/bulk.ts';
import { reserveIds } from '../../platform/database/ids.ts';
import type { Database } from '../../platform/database/schema.ts';
import type { EntryKind, TopUpMethod } from './tables.ts';

/** One entry of a transaction: an amount on an account. */
export interface Posting {
  readonly accountId: number;
  readonly amountKopecks: number;
  /** Package charged by this entry. */
  readonly packageId?: string;
}

/** A transaction to post: at least two entries that sum to zero. */
export interface NewTransaction {
  readonly kind: EntryKind;
  /** ms UTC */
  readonly at: number;
  /** The operator's day, `YYYY-MM-DD`. */
  readonly day: string;
  readonly method?: TopUpMethod;
  readonly idempotencyKey?: string;
  readonly postings: readonly Posting[];
}

/** The transaction is invalid. Indicates a programming error, not invalid user input. */
export class UnbalancedTransaction extends Error {
  constructor(reason: string) {
    super(`Invalid ledger transaction: ${reason}.`);
    this.name = 'UnbalancedTransaction';
  }
}

function check({ postings }: NewTransaction): void {
  if (postings.length < 2) throw new UnbalancedTransaction('fewer than two entries');
  let sum = 0;
  for (const { amountKopecks } of postings) {
    if (!Number.isSafeInteger(amountKopecks) || amountKopecks === 0) {
      throw new UnbalancedTransaction('an amount that is not a whole, non-zero number of kopecks');
    }
    sum += amountKopecks;
  }
  if (sum !== 0) throw new UnbalancedTransaction(`the entries sum to ${sum}`);
}

/**
 * Posts transactions; the only function that writes to the ledger. Checks each one, then inserts all in bulk.
 * Errors: `UnbalancedTransaction`; a unique violation for a repeated idempotency key.
 * @returns ids of the transactions, ascending, in the given order
 */
export async function postTransactions(
  trx: Transaction<Database>,
  transactions: readonly NewTransaction[],
): Promise<number[]> {
  let entryCount = 0;
  for (const transaction of transactions) {
    check(transaction);
    entryCount += transaction.postings.length;
  }
  const ids = await reserveIds(trx, 'ledger_transactions', transactions.length);
  const entryIds = await reserveIds(trx, 'ledger_entries', entryCount);
  const idOf = (index: number): number => ids[index] ?? 0;
  await bulkInsert(
    trx,
    'ledger_transactions',
    transactions.map(({ kind, at, day, method = null, idempotencyKey = null }, index) => ({
      id: idOf(index),
      kind,
      at,
      day,
      method,
      idempotency_key: idempotencyKey,
    })),
  );
  let next = 0;
  const entries = transactions.flatMap(({ postings }, index) =>
    postings.map(({ accountId, amountKopecks, packageId = null }) => {
      const id = entryIds[next] ?? 0;
      next += 1;
      return {
        id,
        transaction_id: idOf(index),
        account_id: accountId,
        amount_kopecks: amountKopecks,
        package_id: packageId,
      };
    }),
  );
  await bulkInsert(trx, 'ledger_entries', entries);
  return ids;
}

/** Posts one transaction; see `postTransactions`. */
export async function postTransaction(trx: Transaction<Database>, transaction: NewTransaction): Promise<number> {
  const [id] = await postTransactions(trx, [transaction]);
  if (id === undefined) throw new Error('The ledger returned no transaction id.');
  return id;
}
