import type { Kysely } from 'kysely';
import type { Database } from '../../../platform/database/schema.ts';
import { killLinks } from '../one-time-links.ts';

/**
 * Makes void every link to set a password that was asked for, also those whose letters have not left yet. In a
 * transaction that holds the account, so that no letter is asked for meanwhile.
 */
export async function voidResets(trx: Kysely<Database>, accountId: string): Promise<void> {
  // First the letters: one that is leaving makes its link in a transaction that this waits for.
  await trx
    .updateTable('letters')
    .set({ next_try_at: null })
    .where('account_id', '=', accountId)
    .where('kind', '=', 'password-reset')
    .where('next_try_at', 'is not', null)
    .execute();
  await killLinks(trx, { purpose: 'password-reset', subjectId: accountId });
}
