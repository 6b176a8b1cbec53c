import type { Insertable, Kysely, Transaction } from 'kysely';
import type { Language } from '#protocol/primitives.ts';
import type { DialectName } from '../../platform/database/connect.ts';
import { lockedIn } from '../../platform/database/locks.ts';
import type { Database } from '../../platform/database/schema.ts';
import type { AutopayTable } from './tables.ts';

type Db = Kysely<Database>;
type Trx = Transaction<Database>;

/** A row of autopay with its card and the account's language (null: none chosen). */
export interface AutopayRow extends AutopayTable {
  readonly mask: string;
  readonly unlinked_at: number | null;
  readonly language: Language | null;
}

/** Autopay of a contract; undefined: it has none. With `lock` the row is held until the transaction ends. */
export async function findAutopay(
  trx: Trx,
  dialect: DialectName,
  contractNumber: string,
  lock: boolean,
): Promise<AutopayRow | undefined> {
  const query = trx
    .selectFrom('autopays')
    .innerJoin('linked_cards as card', 'card.id', 'autopays.linked_card_id')
    .innerJoin('accounts', 'accounts.id', 'autopays.account_id')
    .selectAll('autopays')
    .select(['card.mask', 'card.unlinked_at', 'accounts.language'])
    .where('autopays.contract_number', '=', contractNumber);
  return (lock ? lockedIn(query, dialect, 'autopays') : query).executeTakeFirst();
}

/** Sum (kopecks) of autopay's payments for a contract that succeeded or still may, created from `from` until `until` (ms UTC). */
export async function autopaySum(
  trx: Trx,
  contractNumber: string,
  { from, until }: { readonly from: number; readonly until: number },
): Promise<number> {
  const row = await trx
    .selectFrom('payments')
    .select((eb) => eb.fn.sum<number | null>('amount_kopecks').as('sum'))
    .where('contract_number', '=', contractNumber)
    .where('origin', '=', 'autopay')
    .where('status', 'in', ['created', 'pending', 'succeeded'])
    .where('created_at', '>=', from)
    .where('created_at', '<', until)
    .executeTakeFirst();
  return row?.sum ?? 0;
}

/** Keeps the account from being deleted until the transaction ends. */
export async function lockAccount(trx: Trx, dialect: DialectName, accountId: string): Promise<void> {
  const account = trx.selectFrom('accounts').select('id').where('id', '=', accountId);
  await (dialect === 'postgres' ? account.forKeyShare() : account).execute();
}

/** Stores the plan of a contract in place of the one before; the day of the last payment stays. */
export async function saveAutopay(
  trx: Trx,
  contractNumber: string,
  values: Omit<Insertable<AutopayTable>, 'contract_number' | 'last_run_for'>,
): Promise<void> {
  await trx
    .insertInto('autopays')
    .values({ contract_number: contractNumber, ...values, last_run_for: null })
    .onConflict((conflict) => conflict.column('contract_number').doUpdateSet(values))
    .execute();
}

/** Deletes autopay of a contract; with a card only where it pays with that card. */
export async function deleteAutopay(db: Db, contractNumber: string, linkedCardId?: string): Promise<void> {
  const query = db.deleteFrom('autopays').where('contract_number', '=', contractNumber);
  await (linkedCardId === undefined ? query : query.where('linked_card_id', '=', linkedCardId)).execute();
}

/** Stores the days of the announcement and of the last payment. */
export async function updateAutopay(
  trx: Trx,
  contractNumber: string,
  values: Partial<Pick<AutopayTable, 'announced_for' | 'last_run_for'>>,
): Promise<void> {
  await trx.updateTable('autopays').set(values).where('contract_number', '=', contractNumber).execute();
}

/** Stores how the payment of a day ended, unless the plan was set anew meanwhile. */
export async function settleAutopay(
  trx: Trx,
  contractNumber: string,
  day: string,
  failure: Pick<AutopayTable, 'failed_on' | 'failed_because'>,
): Promise<void> {
  await trx
    .updateTable('autopays')
    .set({ announced_for: null, ...failure })
    .where('contract_number', '=', contractNumber)
    .where('announced_for', '=', day)
    .where('last_run_for', '=', day)
    .execute();
}

/** Numbers of the next contracts with autopay after one, in order; `begun`: only those with a payment that was begun. */
export async function contractsWithAutopay(db: Db, after: string, limit: number, begun: boolean): Promise<string[]> {
  let query = db
    .selectFrom('autopays')
    .select('contract_number')
    .where('contract_number', '>', after)
    .orderBy('contract_number')
    .limit(limit);
  if (begun) query = query.whereRef('announced_for', '=', 'last_run_for');
  const rows = await query.execute();
  return rows.map((row) => row.contract_number);
}
