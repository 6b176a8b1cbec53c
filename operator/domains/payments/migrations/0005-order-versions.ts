import { sql, type Kysely, type SqlBool } from 'kysely';

/**
 * What version of an order a payment stands at, so that a webhook that comes late is known as such; and the payments
 * that ended without money, which the payment system is still asked about for a while: a late success wins.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .alterTable('payments')
    .addColumn('order_version', 'integer', (c) => c.notNull().defaultTo(0))
    .execute();
  await db.schema
    .createIndex('payments_unpaid')
    .on('payments')
    .column('settled_at')
    .where(sql<SqlBool>`status in ('declined', 'cancelled', 'expired')`)
    .execute();
  await db.schema
    .createIndex('payments_phone')
    .on('payments')
    .columns(['phone', 'created_at'])
    .where(sql.ref('phone'), 'is not', null)
    .execute();
}
