import type { Kysely } from 'kysely';
import type { AccountData } from '#protocol/api/account-data.ts';
import { instantOf } from '../../platform/clock/zone.ts';
import type { Database } from '../../platform/database/schema.ts';
import type { PersonalDataHolder } from '../accounts/index.ts';
import { leavePayments, readLinkedCards } from './linked-cards.ts';
import { payeeKey } from './payees.ts';

type Db = Kysely<Database>;

/** Every payment of the account, oldest first. */
async function readPayments(db: Db, accountId: string): Promise<AccountData['payments']> {
  const rows = await db
    .selectFrom('payments')
    .select(['created_at', 'payee', 'method', 'origin', 'amount_kopecks', 'status', 'phone', 'card_mask'])
    .where('account_id', '=', accountId)
    .orderBy('created_at')
    .orderBy('id')
    .execute();
  return rows.map(({ created_at, amount_kopecks, card_mask, ...payment }) => ({
    at: instantOf(created_at),
    ...payment,
    amountKopecks: amount_kopecks,
    cardMask: card_mask,
  }));
}

/** Cards that are linked; what the payment system calls them is no part of it. */
async function readCards(db: Db, accountId: string): Promise<AccountData['cards']> {
  const cards = await readLinkedCards(db, accountId);
  return cards.map(({ mask, brand, expires, linkedAt }) => ({ mask, brand, expires, linkedAt }));
}

/** What payments hold of a person: payments without the person stay, linked cards go. */
export const paymentsPersonalData: PersonalDataHolder = {
  exportData: async (db, accountId) => ({
    payments: await readPayments(db, accountId),
    cards: await readCards(db, accountId),
  }),
  deleteData: leavePayments,
  failureKeys: (accountId) => [payeeKey(accountId)],
};
