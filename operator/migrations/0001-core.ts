import { sql, type Kysely, type SqlBool } from 'kysely';
import { firstContractAccountId, systemAccounts } from '../domains/ledger/index.ts';
import { dialectOf } from '../platform/database/dialect.ts';

/** Append-only tables: triggers reject updates and deletes, whatever else goes wrong. */
const appendOnly = ['ledger_transactions', 'ledger_entries', 'charges'];

async function makeAppendOnly(db: Kysely<unknown>): Promise<void> {
  if (dialectOf(db) === 'sqlite') {
    for (const table of appendOnly) {
      for (const change of ['update', 'delete']) {
        await sql
          .raw(
            `create trigger ${table}_no_${change} before ${change} on ${table} begin select raise(abort, '${table} is append-only'); end`,
          )
          .execute(db);
      }
    }
    return;
  }
  await sql`create function refuse_change() returns trigger language plpgsql as $$
    begin raise exception '% is append-only', tg_table_name; end $$`.execute(db);
  for (const table of appendOnly) {
    await sql
      .raw(
        `create trigger ${table}_append_only before update or delete or truncate on ${table} for each statement execute function refuse_change()`,
      )
      .execute(db);
  }
}

/**
 * PostgreSQL assigns ids from sequences; SQLite has a single writer, which reads the largest id (`database/ids.ts`).
 */
async function makeSequences(db: Kysely<unknown>): Promise<void> {
  if (dialectOf(db) === 'sqlite') return;
  for (const table of ['ledger_transactions', 'ledger_entries', 'promises', 'events']) {
    await sql.raw(`create sequence ${table}_ids owned by ${table}.id`).execute(db);
  }
  await sql
    .raw(`create sequence ledger_accounts_ids start ${firstContractAccountId} owned by ledger_accounts.id`)
    .execute(db);
}

async function makeContracts(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('contracts')
    .addColumn('number', 'text', (c) => c.primaryKey())
    .addColumn('surname', 'text', (c) => c.notNull())
    .addColumn('first_name', 'text', (c) => c.notNull())
    .addColumn('patronymic', 'text')
    .addColumn('address', 'text', (c) => c.notNull())
    .addColumn('signed_on', 'text', (c) => c.notNull())
    .addColumn('status', 'text', (c) =>
      c.notNull().check(sql<SqlBool>`status in ('active', 'blocked', 'suspended', 'closed')`),
    )
    .addColumn('status_since', 'bigint', (c) => c.notNull())
    .addColumn('resumes_on', 'text')
    .addColumn('phone', 'text')
    .addColumn('email', 'text')
    .execute();
  await db.schema
    .createTable('contract_packages')
    .addColumn('contract_number', 'text', (c) => c.notNull().references('contracts.number'))
    .addColumn('package_id', 'text', (c) => c.notNull().references('packages.id'))
    .addColumn('starts_on', 'text', (c) => c.notNull())
    .addColumn('ends_on', 'text')
    .addPrimaryKeyConstraint('contract_packages_pk', ['contract_number', 'package_id', 'starts_on'])
    .execute();
  await db.schema
    .createTable('cards')
    .addColumn('number', 'text', (c) => c.primaryKey())
    .addColumn('contract_number', 'text', (c) => c.notNull().references('contracts.number'))
    .addColumn('place_ru', 'text', (c) => c.notNull())
    .addColumn('place_en', 'text', (c) => c.notNull())
    .addColumn('place_sv', 'text', (c) => c.notNull())
    .addColumn('receiver', 'text', (c) => c.notNull())
    .execute();
  await db.schema.createIndex('cards_contract').on('cards').column('contract_number').execute();
}

async function makeCatalogue(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('packages')
    .addColumn('id', 'text', (c) => c.primaryKey())
    .addColumn('kind', 'text', (c) => c.notNull().check(sql<SqlBool>`kind in ('base', 'add-on')`))
    .addColumn('name_ru', 'text', (c) => c.notNull())
    .addColumn('name_en', 'text', (c) => c.notNull())
    .addColumn('name_sv', 'text', (c) => c.notNull())
    .addColumn('monthly_kopecks', 'bigint', (c) => c.notNull().check(sql<SqlBool>`monthly_kopecks >= 0`))
    .execute();
  await db.schema
    .createTable('channels')
    .addColumn('id', 'bigint', (c) => c.primaryKey())
    .addColumn('position', 'integer', (c) => c.notNull())
    .addColumn('name', 'text', (c) => c.notNull())
    .addColumn('genre', 'text', (c) => c.notNull())
    .addColumn('quality', 'text', (c) => c.notNull().check(sql<SqlBool>`quality in ('sd', 'hd', 'uhd')`))
    .execute();
  await db.schema
    .createTable('package_channels')
    .addColumn('package_id', 'text', (c) => c.notNull().references('packages.id'))
    .addColumn('channel_id', 'bigint', (c) => c.notNull().references('channels.id'))
    .addPrimaryKeyConstraint('package_channels_pk', ['package_id', 'channel_id'])
    .execute();
}

async function makeLedger(db: Kysely<unknown>): Promise<void> {
  // In SQLite `integer primary key` is the row id; bigint would add a second index.
  const idType = dialectOf(db) === 'sqlite' ? 'integer' : 'bigint';
  await db.schema
    .createTable('ledger_accounts')
    .addColumn('id', idType, (c) => c.primaryKey())
    .addColumn('kind', 'text', (c) => c.notNull())
    .addColumn('code', 'text', (c) => c.notNull().unique())
    .addColumn('contract_number', 'text', (c) => c.unique().references('contracts.number'))
    .execute();
  const own = systemAccounts.map(({ id, kind, code }) => sql`(${id}, ${kind}, ${code})`);
  await sql`insert into ledger_accounts (id, kind, code) values ${sql.join(own)}`.execute(db);
  await db.schema
    .createTable('ledger_transactions')
    .addColumn('id', idType, (c) => c.primaryKey())
    .addColumn('kind', 'text', (c) => c.notNull())
    .addColumn('at', 'bigint', (c) => c.notNull())
    .addColumn('day', 'text', (c) => c.notNull())
    .addColumn('method', 'text')
    .addColumn('idempotency_key', 'text')
    .execute();
  // Partial: most transactions have no key, and bulk inserts skip the index.
  await db.schema
    .createIndex('ledger_transactions_key')
    .unique()
    .on('ledger_transactions')
    .column('idempotency_key')
    .where(sql.ref('idempotency_key'), 'is not', null)
    .execute();
  await db.schema
    .createTable('ledger_entries')
    .addColumn('id', idType, (c) => c.primaryKey())
    .addColumn('transaction_id', 'bigint', (c) => c.notNull().references('ledger_transactions.id'))
    .addColumn('account_id', 'bigint', (c) => c.notNull().references('ledger_accounts.id'))
    .addColumn('amount_kopecks', 'bigint', (c) => c.notNull())
    .addColumn('package_id', 'text')
    .execute();
  // Covers account sums and reads the newest transactions without sorting.
  await db.schema
    .createIndex('ledger_entries_account')
    .on('ledger_entries')
    .columns(['account_id', 'transaction_id', 'amount_kopecks'])
    .execute();
}

async function makeBilling(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('charges')
    .addColumn('day', 'text', (c) => c.notNull())
    .addColumn('contract_number', 'text', (c) => c.notNull().references('contracts.number'))
    .addColumn('package_id', 'text', (c) => c.notNull().references('packages.id'))
    .addColumn('monthly_kopecks', 'bigint', (c) => c.notNull())
    .addColumn('amount_kopecks', 'bigint', (c) => c.notNull())
    .addColumn('transaction_id', 'bigint', (c) => c.notNull().references('ledger_transactions.id'))
    // Day first: a billing day appends to the index and is read as one range.
    .addPrimaryKeyConstraint('charges_pk', ['day', 'contract_number', 'package_id'])
    .$call((table) => (dialectOf(db) === 'sqlite' ? table.modifyEnd(sql`without rowid`) : table))
    .execute();
  await db.schema
    .createTable('billing_days')
    .addColumn('day', 'text', (c) => c.primaryKey())
    .addColumn('through_contract', 'text', (c) => c.notNull())
    .addColumn('finished_at', 'bigint')
    .execute();
  await db.schema
    .createTable('warnings')
    .addColumn('contract_number', 'text', (c) => c.notNull().references('contracts.number'))
    .addColumn('last_day', 'text', (c) => c.notNull())
    .addColumn('days_left', 'integer', (c) => c.notNull())
    .addPrimaryKeyConstraint('warnings_pk', ['contract_number', 'last_day', 'days_left'])
    .execute();
  await db.schema
    .createTable('promises')
    .addColumn('id', dialectOf(db) === 'sqlite' ? 'integer' : 'bigint', (c) => c.primaryKey())
    .addColumn('contract_number', 'text', (c) => c.notNull().references('contracts.number'))
    .addColumn('amount_kopecks', 'bigint', (c) => c.notNull())
    .addColumn('repaid_kopecks', 'bigint', (c) => c.notNull())
    .addColumn('taken_at', 'bigint', (c) => c.notNull())
    .addColumn('due_on', 'text', (c) => c.notNull())
    .addColumn('status', 'text', (c) => c.notNull().check(sql<SqlBool>`status in ('running', 'repaid', 'returned')`))
    .execute();
  await db.schema
    .createIndex('promises_running')
    .unique()
    .on('promises')
    .column('contract_number')
    .where(sql.ref('status'), '=', sql.lit('running'))
    .execute();
  await db.schema.createIndex('promises_contract').on('promises').columns(['contract_number', 'id']).execute();
}

async function makeEventsAndNews(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('events')
    .addColumn('id', dialectOf(db) === 'sqlite' ? 'integer' : 'bigint', (c) => c.primaryKey())
    .addColumn('at', 'bigint', (c) => c.notNull())
    .addColumn('contract_number', 'text', (c) => c.notNull().references('contracts.number'))
    .addColumn('type', 'text', (c) => c.notNull())
    .addColumn('data', 'text', (c) => c.notNull())
    .execute();
  await db.schema.createIndex('events_contract').on('events').columns(['contract_number', 'id']).execute();
  const news = db.schema.createTable('news').addColumn('id', 'text', (c) => c.primaryKey());
  await news
    .addColumn('kind', 'text', (c) => c.notNull())
    .addColumn('title_ru', 'text', (c) => c.notNull())
    .addColumn('title_en', 'text', (c) => c.notNull())
    .addColumn('title_sv', 'text', (c) => c.notNull())
    .addColumn('summary_ru', 'text', (c) => c.notNull())
    .addColumn('summary_en', 'text', (c) => c.notNull())
    .addColumn('summary_sv', 'text', (c) => c.notNull())
    .addColumn('published_at', 'bigint', (c) => c.notNull())
    .addColumn('until_day', 'text')
    .execute();
  await db.schema.createIndex('news_published').on('news').column('published_at').execute();
}

/** Contracts, catalogue, ledger, billing, promises, events, news. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('service_state')
    .addColumn('key', 'text', (c) => c.primaryKey())
    .addColumn('value', 'text', (c) => c.notNull())
    .execute();
  await makeCatalogue(db);
  await makeContracts(db);
  await makeLedger(db);
  await makeBilling(db);
  await makeEventsAndNews(db);
  await makeSequences(db);
  await makeAppendOnly(db);
}
