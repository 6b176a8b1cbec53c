import { sql, type Kysely } from 'kysely';

/**
 * What the statement asks of a checkpoint beside the balance: money in, packages ever charged, and where a day lies. Days
 * rise along an account's transactions but for the few made up later; a range with such a one says so (`earliest_day`),
 * so that a period is found without reading what lies outside it. No row had been written before.
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
