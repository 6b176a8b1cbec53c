import type { Kysely, Selectable } from 'kysely';
import type { Database } from '../../../platform/database/schema.ts';
import type { ConsentsTable } from '../tables.ts';

/** The consent to advertising messages that holds; undefined when nobody asked yet. */
export async function newestConsent(
  db: Kysely<Database>,
  accountId: string,
): Promise<Selectable<ConsentsTable> | undefined> {
  return db
    .selectFrom('consents')
    .selectAll()
    .where('account_id', '=', accountId)
    .where('kind', '=', 'advertising')
    .orderBy('at', 'desc')
    .limit(1)
    .executeTakeFirst();
}
