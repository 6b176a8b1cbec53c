import { sql, type Kysely, type SqlBool } from 'kysely';
import { dialectOf } from '../platform/database/dialect.ts';

/**
 * Allows events for an account instead of a contract: paying for another person's contract notifies the payer. SQLite
 * cannot drop NOT NULL, so the table is recreated, as in 0003.
 */
async function makeEventsAddressable(db: Kysely<unknown>): Promise<void> {
  const { schema } = db;
  if (dialectOf(db) !== 'sqlite') {
    await schema
      .alterTable('events')
      .alterColumn('contract_number', (change) => change.dropNotNull())
      .execute();
    await schema
      .alterTable('events')
      .addColumn('account_id', 'text', (c) => c.references('accounts.id').onDelete('cascade'))
      .execute();
  } else {
    await schema
      .createTable('events_new')
      .addColumn('id', 'integer', (c) => c.primaryKey())
      .addColumn('at', 'bigint', (c) => c.notNull())
      .addColumn('contract_number', 'text', (c) => c.references('contracts.number'))
      .addColumn('account_id', 'text', (c) => c.references('accounts.id').onDelete('cascade'))
      .addColumn('type', 'text', (c) => c.notNull())
      .addColumn('data', 'text', (c) => c.notNull())
      .execute();
    await sql`insert into events_new (id, at, contract_number, type, data)
      select id, at, contract_number, type, data from events`.execute(db);
    await schema.dropTable('events').execute();
    await schema.alterTable('events_new').renameTo('events').execute();
    await schema.createIndex('events_contract').on('events').columns(['contract_number', 'id']).execute();
  }
  await schema
    .createIndex('events_account')
    .on('events')
    .columns(['account_id', 'id'])
    .where(sql.ref('account_id'), 'is not', null)
    .execute();
}

async function makePayments(db: Kysely<unknown>): Promise<void> {
  const { schema } = db;
  await schema
    .createTable('linked_cards')
    .addColumn('id', 'text', (c) => c.primaryKey())
    .addColumn('account_id', 'text', (c) => c.notNull().references('accounts.id').onDelete('cascade'))
    .addColumn('token', 'text', (c) => c.notNull().unique())
    .addColumn('mask', 'text', (c) => c.notNull())
    .addColumn('brand', 'text', (c) => c.notNull())
    .addColumn('expires', 'text', (c) => c.notNull())
    .addColumn('linked_at', 'bigint', (c) => c.notNull())
    .addColumn('unlinked_at', 'bigint')
    .execute();
  await schema.createIndex('linked_cards_account').on('linked_cards').column('account_id').execute();
  await schema
    .createTable('payments')
    .addColumn('id', 'text', (c) => c.primaryKey())
    // Payments are kept when the payer's account is deleted.
    .addColumn('account_id', 'text', (c) => c.references('accounts.id').onDelete('set null'))
    .addColumn('contract_number', 'text', (c) => c.notNull().references('contracts.number'))
    .addColumn('payee', 'text', (c) => c.notNull())
    .addColumn('method', 'text', (c) => c.notNull())
    .addColumn('origin', 'text', (c) => c.notNull().check(sql<SqlBool>`origin in ('online', 'sms', 'autopay')`))
    .addColumn('amount_kopecks', 'bigint', (c) => c.notNull().check(sql<SqlBool>`amount_kopecks > 0`))
    .addColumn('fee_kopecks', 'bigint', (c) => c.notNull())
    .addColumn('status', 'text', (c) =>
      c
        .notNull()
        .check(sql<SqlBool>`status in ('created', 'pending', 'succeeded', 'declined', 'cancelled', 'expired')`),
    )
    .addColumn('stage', 'text')
    .addColumn('decline_reason', 'text')
    .addColumn('language', 'text', (c) => c.notNull())
    .addColumn('phone', 'text')
    .addColumn('linked_card_id', 'text', (c) => c.references('linked_cards.id').onDelete('set null'))
    .addColumn('link_card', 'integer', (c) => c.notNull())
    .addColumn('created_at', 'bigint', (c) => c.notNull())
    .addColumn('expires_at', 'bigint')
    .addColumn('settled_at', 'bigint')
    .addColumn('asked_at', 'bigint', (c) => c.notNull())
    .addColumn('order_id', 'text', (c) => c.unique())
    .addColumn('page_url', 'text')
    .addColumn('sbp_payload', 'text')
    .addColumn('card_mask', 'text')
    .addColumn('transaction_id', 'bigint', (c) => c.references('ledger_transactions.id'))
    .addColumn('refund_transaction_id', 'bigint', (c) => c.references('ledger_transactions.id'))
    // Kept longer than the stored answer (24 hours): the outcome of a request can always be queried.
    .addColumn('key_hash', 'text', (c) => c.notNull().unique())
    .execute();
  await schema.createIndex('payments_account').on('payments').columns(['account_id', 'created_at']).execute();
  await schema.createIndex('payments_contract').on('payments').columns(['contract_number', 'created_at']).execute();
  await schema
    .createIndex('payments_open')
    .on('payments')
    .column('asked_at')
    .where(sql<SqlBool>`status in ('created', 'pending')`)
    .execute();
  await schema
    .createIndex('payments_transaction')
    .on('payments')
    .column('transaction_id')
    .where(sql.ref('transaction_id'), 'is not', null)
    .execute();
  await schema
    .createTable('idempotency_keys')
    .addColumn('key_hash', 'text', (c) => c.primaryKey())
    .addColumn('body_hash', 'text', (c) => c.notNull())
    .addColumn('lease_until', 'bigint', (c) => c.notNull())
    .addColumn('status', 'integer')
    .addColumn('answer', 'text')
    .addColumn('expires_at', 'bigint', (c) => c.notNull())
    .execute();
  await schema.createIndex('idempotency_keys_expiry').on('idempotency_keys').column('expires_at').execute();
  await schema
    .createTable('payment_notices')
    .addColumn('id', 'text', (c) => c.primaryKey())
    .addColumn('order_id', 'text', (c) => c.notNull())
    .addColumn('received_at', 'bigint', (c) => c.notNull())
    .execute();
}

async function makeAutopay(db: Kysely<unknown>): Promise<void> {
  const { schema } = db;
  await schema
    .createTable('autopays')
    .addColumn('contract_number', 'text', (c) => c.primaryKey().references('contracts.number'))
    .addColumn('account_id', 'text', (c) => c.notNull().references('accounts.id').onDelete('cascade'))
    .addColumn('linked_card_id', 'text', (c) => c.notNull().references('linked_cards.id').onDelete('cascade'))
    .addColumn('below_kopecks', 'bigint')
    .addColumn('day_of_month', 'integer')
    .addColumn('amount_kopecks', 'bigint', (c) => c.notNull())
    .addColumn('ceiling_kopecks', 'bigint', (c) => c.notNull())
    .addColumn('set_at', 'bigint', (c) => c.notNull())
    .addColumn('announced_for', 'text')
    .addColumn('last_run_for', 'text')
    .addColumn('failed_on', 'text')
    .addColumn('failed_because', 'text')
    .execute();
  await schema
    .createTable('incoming_messages')
    .addColumn('id', 'text', (c) => c.primaryKey())
    .addColumn('at', 'bigint', (c) => c.notNull())
    .addColumn('phone', 'text', (c) => c.notNull())
    .addColumn('text', 'text', (c) => c.notNull())
    .addColumn('payment_id', 'text', (c) => c.references('payments.id'))
    .addColumn('answer', 'text')
    .execute();
}

/**
 * Running sums of an account's entries up to a transaction. Closed ranges never change, so that balances and statement
 * pages need not add up all entries. The audit verifies each checkpoint.
 */
async function makeCheckpoints(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('ledger_checkpoints')
    .addColumn('account_id', 'bigint', (c) => c.notNull().references('ledger_accounts.id'))
    .addColumn('through_transaction_id', 'bigint', (c) => c.notNull())
    .addColumn('through_day', 'text', (c) => c.notNull())
    .addColumn('entries', 'bigint', (c) => c.notNull())
    .addColumn('lines', 'bigint', (c) => c.notNull())
    .addColumn('balance_kopecks', 'bigint', (c) => c.notNull())
    .addPrimaryKeyConstraint('ledger_checkpoints_pk', ['account_id', 'through_transaction_id'])
    .execute();
}

/** Payments, linked cards, autopay, messages to the short number, ledger checkpoints. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await makeEventsAddressable(db);
  await makePayments(db);
  await makeAutopay(db);
  await makeCheckpoints(db);
}
