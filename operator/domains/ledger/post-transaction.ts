import type { Transaction } from 'kysely';
import { bulkInsert } from '../../platform/database/bulk.ts';
import { reserveIds } from '../../platform/database/ids.ts';
import type { Database } from '../../platform/database/schema.ts';
import type { EntryKind, TopUpMethod } from './tables.ts';

/** One side of a movement of money. */
export interface Posting {
  readonly accountId: number;
  readonly amountKopecks: number;
  /** The package charged. */
  readonly packageId?: string;
}

/** A movement of money: at least two sides, summing to zero. */
export interface NewTransaction {
  readonly kind: EntryKind;
  /** ms UTC */
  readonly at: number;
  /** The operator's day of it. */
  readonly day: string;
  readonly method?: TopUpMethod;
  readonly idempotencyKey?: string;
  readonly postings: readonly Posting[];
}

/** A movement that is none: a fault of the program, never of a person. */
export class UnbalancedTransaction extends Error {
  constructor(reason: string) {
    super(`The ledger takes no such transaction: ${reason}.`);
    this.name = 'UnbalancedTransaction';
  }
}

function check({ postings }: NewTransaction): void {
  if (postings.length < 2) throw new UnbalancedTransaction('fewer than two sides');
  let sum = 0;
  for (const { amountKopecks } of postings) {
    if (!Number.isSafeInteger(amountKopecks) || amountKopecks === 0) {
      throw new UnbalancedTransaction('a side that is not a whole, non-zero number of kopecks');
    }
    sum += amountKopecks;
  }
  if (sum !== 0) throw new UnbalancedTransaction(`the sides sum to ${sum}`);
}

/**
 * The only way into the ledger. Checks each transaction, then writes all with few statements.
 * Errors: `UnbalancedTransaction`; a unique violation for an idempotency key used before.
 * @returns ids of the transactions, rising, in the order given
 */
export async function postTransactions(
  trx: Transaction<Database>,
  transactions: readonly NewTransaction[],
): Promise<number[]> {
  let sides = 0;
  for (const transaction of transactions) {
    check(transaction);
    sides += transaction.postings.length;
  }
  const ids = await reserveIds(trx, 'ledger_transactions', transactions.length);
  const entryIds = await reserveIds(trx, 'ledger_entries', sides);
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
  if (id === undefined) throw new Error('The ledger gave no id.');
  return id;
}
