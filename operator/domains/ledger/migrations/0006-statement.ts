import { sql, type Kysely } from 'kysely';

/**
 * Adds to checkpoints what the statement needs besides the balance: money in, packages charged, and days. Days ascend
 * with an account's transactions, except for backdated charges. `earliest_day` marks checkpoints that include such
 * charges, so that a period is found without reading lines outside it. The table is empty before this migration.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  const { schema } = db;
  const add = schema.alterTable('ledger_checkpoints');
  await add.addColumn('in_kopecks', 'bigint', (c) => c.notNull().defaultTo(0)).execute();
  await add.addColumn('packages', 'text', (c) => c.notNull().defaultTo('[]')).execute();
  await add.addColumn('earliest_day', 'text').execute();
  await schema
    .createIndex('ledger_checkpoints_day')
    .on('ledger_checkpoints')
    .columns(['account_id', 'through_day', 'through_transaction_id'])
    .execute();
  await schema
    .createIndex('ledger_checkpoints_late')
    .on('ledger_checkpoints')
    .columns(['account_id', 'through_transaction_id'])
    .where(sql.ref('earliest_day'), 'is not', null)
    .execute();
}
