import type { Transaction } from 'kysely';
import type { Database } from '../../platform/database/schema.ts';
import { ledgerMethod } from '../payments/index.ts';

/** Adds a finding to the report. */
type Add = (finding: string) => void;

const chunk = 1000;

/** Ledger transaction of a payment: credit or refund. */
interface Movement {
  readonly id: number;
  readonly key: string | null;
  readonly kind: string;
  readonly method: string | null;
  /** Amount on the contract's account; null: no entry there. */
  readonly amount: number | null;
}

async function movementsOf(
  trx: Transaction<Database>,
  column: 'transaction_id' | 'refund_transaction_id',
  after: string,
  last: string,
): Promise<Map<string, Movement>> {
  const rows = await trx
    .selectFrom('payments as p')
    .innerJoin('ledger_transactions as t', 't.id', `p.${column}`)
    .leftJoin('ledger_accounts as a', 'a.contract_number', 'p.contract_number')
    .leftJoin('ledger_entries as e', (join) =>
      join.onRef('e.transaction_id', '=', 't.id').onRef('e.account_id', '=', 'a.id'),
    )
    .select(['p.id as payment', 't.id', 't.idempotency_key as key', 't.kind', 't.method', 'e.amount_kopecks as amount'])
    .where('p.id', '>', after)
    .where('p.id', '<=', last)
    .execute();
  return new Map(rows.map(({ payment, ...movement }) => [payment, movement]));
}

/** Checks that each succeeded payment, and no other, has exactly one credit of its amount, and each refund one debit. */
async function auditRows(trx: Transaction<Database>, add: Add): Promise<void> {
  for (let after = ''; ;) {
    const rows = await trx
      .selectFrom('payments')
      .select(['id', 'status', 'method', 'amount_kopecks as amount', 'transaction_id', 'refund_transaction_id'])
      .where('id', '>', after)
      .orderBy('id')
      .limit(chunk)
      .execute();
    const last = rows.at(-1);
    if (last === undefined) return;
    const credits = await movementsOf(trx, 'transaction_id', after, last.id);
    const refunds = await movementsOf(trx, 'refund_transaction_id', after, last.id);
    for (const { id, status, method, amount, transaction_id, refund_transaction_id } of rows) {
      const name = `payment ${id}`;
      const look = (what: 'credit' | 'refund', found: Movement | undefined, kind: string, wanted: number): void => {
        const key = `${what === 'credit' ? 'payment' : 'refund'}:${id}`;
        if (found === undefined) return;
        if (found.key !== key || found.kind !== kind || found.method !== ledgerMethod(method)) {
          add(`${name} names transaction ${found.id} as its ${what}, which is not`);
        } else if (found.amount !== wanted) {
          add(`${name} is of ${wanted}, its ${what} of ${found.amount ?? 0}`);
        }
      };
      if (status === 'succeeded' && transaction_id === null) add(`${name} succeeded and has no credit`);
      if (status !== 'succeeded' && transaction_id !== null) add(`${name} is ${status} and has a credit`);
      if (refund_transaction_id !== null && transaction_id === null) add(`${name} was given back and has no credit`);
      look('credit', credits.get(id), 'top-up', amount);
      look('refund', refunds.get(id), 'refund', -amount);
    }
    after = last.id;
  }
}

/** Checks that each ledger transaction with a payment's key is the one that the payment refers to. */
async function auditKeys(trx: Transaction<Database>, add: Add, most: number): Promise<void> {
  for (const [prefix, column] of [
    ['payment:', 'transaction_id'],
    ['refund:', 'refund_transaction_id'],
  ] as const) {
    const orphans = await trx
      .selectFrom('ledger_transactions as t')
      .leftJoin('payments as p', `p.${column}`, 't.id')
      .select(['t.id', 't.idempotency_key as key'])
      // A range on the index: `;` is the character after `:`.
      .where('t.idempotency_key', '>=', prefix)
      .where('t.idempotency_key', '<', prefix.replace(':', ';'))
      .where('p.id', 'is', null)
      .orderBy('t.id')
      .limit(most)
      .execute();
    for (const { id, key } of orphans) add(`transaction ${id} is for ${key ?? ''}, which knows nothing of it`);
  }
}

/**
 * Checks that payments and ledger agree: a succeeded payment has one credit of its amount, and every credit with a
 * payment's key has its payment.
 * @param most limit of findings per kind
 */
export async function auditPayments(trx: Transaction<Database>, add: Add, most: number): Promise<void> {
  await auditRows(trx, add);
  await auditKeys(trx, add, most);
}
