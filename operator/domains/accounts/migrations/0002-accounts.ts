import { sql, type Kysely } from 'kysely';
import { dialectOf } from '../../../platform/database/dialect.ts';

async function makeTables(db: Kysely<unknown>): Promise<void> {
  const { schema } = db;
  await schema
    .createTable('accounts')
    .addColumn('id', 'text', (column) => column.primaryKey())
    .addColumn('email', 'text', (column) => column.notNull().unique())
    .addColumn('name', 'text', (column) => column.notNull())
    .addColumn('password_hash', 'text', (column) => column.notNull())
    .addColumn('created_at', 'bigint', (column) => column.notNull())
    .execute();
  await schema
    .createTable('account_contracts')
    .addColumn('account_id', 'text', (column) => column.notNull().references('accounts.id').onDelete('cascade'))
    .addColumn('contract_number', 'text', (column) => column.notNull())
    .addColumn('label', 'text')
    .addColumn('position', 'integer', (column) => column.notNull())
    .addPrimaryKeyConstraint('account_contracts_pk', ['account_id', 'contract_number'])
    .execute();
  await schema
    .createTable('sessions')
    .addColumn('id', 'text', (column) => column.primaryKey())
    .addColumn('account_id', 'text', (column) => column.notNull().references('accounts.id').onDelete('cascade'))
    .addColumn('computer', 'text', (column) => column.notNull())
    .addColumn('device_name', 'text', (column) => column.notNull())
    .addColumn('device_platform', 'text', (column) => column.notNull())
    .addColumn('created_at', 'bigint', (column) => column.notNull())
    .addColumn('expires_at', 'bigint', (column) => column.notNull())
    .addColumn('last_used_at', 'bigint', (column) => column.notNull())
    .addColumn('ended_at', 'bigint')
    .addColumn('ended_because', 'text')
    .addColumn('generation', 'integer', (column) => column.notNull())
    .addColumn('generation_used', 'integer', (column) => column.notNull())
    .execute();
  await schema.createIndex('sessions_by_account').on('sessions').column('account_id').execute();
  await schema.createIndex('sessions_by_expiry').on('sessions').column('expires_at').execute();
  await schema
    .createTable('access_tokens')
    .addColumn('token_hash', 'text', (column) => column.primaryKey())
    .addColumn('session_id', 'text', (column) => column.notNull().references('sessions.id').onDelete('cascade'))
    .addColumn('generation', 'integer', (column) => column.notNull())
    .addColumn('expires_at', 'bigint', (column) => column.notNull())
    .execute();
  await schema.createIndex('access_tokens_by_session').on('access_tokens').column('session_id').execute();
  await schema
    .createTable('refresh_tokens')
    .addColumn('token_hash', 'text', (column) => column.primaryKey())
    .addColumn('session_id', 'text', (column) => column.notNull().references('sessions.id').onDelete('cascade'))
    .addColumn('generation', 'integer', (column) => column.notNull())
    .addColumn('parent_generation', 'integer')
    .addColumn('replaced_at', 'bigint')
    .execute();
  await schema
    .createIndex('refresh_tokens_by_session')
    .on('refresh_tokens')
    .columns(['session_id', 'generation'])
    .unique()
    .execute();
  await schema
    .createTable('sign_in_failures')
    .addColumn('email_hash', 'text', (column) => column.primaryKey())
    .addColumn('failures', 'integer', (column) => column.notNull())
    .addColumn('last_failed_at', 'bigint', (column) => column.notNull())
    .addColumn('wait_until', 'bigint')
    .execute();
}

/**
 * Instances on one PostgreSQL tell each other by NOTIFY, sent when the transaction commits: that there are events,
 * and which session ended. On SQLite there is one instance, which knows by itself.
 */
async function makeNotifications(db: Kysely<unknown>): Promise<void> {
  if (dialectOf(db) === 'sqlite') return;
  await sql`create function tell_of_events() returns trigger language plpgsql as $$
    begin perform pg_notify('operator_events', ''); return null; end $$`.execute(db);
  await sql`create trigger events_told after insert on events
    for each statement execute function tell_of_events()`.execute(db);
  await sql`create function tell_of_session_end() returns trigger language plpgsql as $$
    begin perform pg_notify('operator_session_ends', new.id); return null; end $$`.execute(db);
  await sql`create trigger session_ends_told after update of ended_at on sessions for each row
    when (old.ended_at is null and new.ended_at is not null) execute function tell_of_session_end()`.execute(db);
}

/** Accounts, their contracts, sessions with their tokens (hashed), and failed sign-ins. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await makeTables(db);
  await makeNotifications(db);
}
