import type { Kysely } from 'kysely';

/**
 * Cards that were unlinked here and that the payment system is yet to be told to forget; they outlive the account whose
 * they were.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('cards_to_forget')
    .addColumn('token', 'text', (c) => c.primaryKey())
    .addColumn('since', 'bigint', (c) => c.notNull())
    .execute();
}
