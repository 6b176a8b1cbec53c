import { sql, type Kysely } from 'kysely';
import { dialectOf } from '../platform/database/dialect.ts';

/**
 * Makes e-mail, name and password of an account nullable (social networks may not provide them). SQLite cannot drop NOT
 * NULL, so the table is recreated (https://www.sqlite.org/lang_altertable.html#otheralter); foreign keys are off during
 * migrations, see migrate.ts.
 */
async function makeAccountFieldsNullable(db: Kysely<unknown>): Promise<void> {
  const { schema } = db;
  if (dialectOf(db) !== 'sqlite') {
    for (const column of ['email', 'name', 'password_hash']) {
      await schema
        .alterTable('accounts')
        .alterColumn(column, (change) => change.dropNotNull())
        .execute();
    }
    await schema.alterTable('accounts').addColumn('phone', 'text').execute();
    await schema.alterTable('accounts').addColumn('language', 'text').execute();
    await schema.alterTable('accounts').addColumn('password_changed_at', 'bigint').execute();
    return;
  }
  await schema
    .createTable('accounts_new')
    .addColumn('id', 'text', (column) => column.primaryKey())
    .addColumn('email', 'text', (column) => column.unique())
    .addColumn('name', 'text')
    .addColumn('password_hash', 'text')
    .addColumn('created_at', 'bigint', (column) => column.notNull())
    .addColumn('phone', 'text')
    .addColumn('language', 'text')
    .addColumn('password_changed_at', 'bigint')
    .execute();
  await sql`insert into accounts_new (id, email, name, password_hash, created_at)
    select id, email, name, password_hash, created_at from accounts`.execute(db);
  await schema.dropTable('accounts').execute();
  await schema.alterTable('accounts_new').renameTo('accounts').execute();
}

async function makeRegistrationTables(db: Kysely<unknown>): Promise<void> {
  const { schema } = db;
  await schema
    .createTable('registrations')
    .addColumn('id', 'text', (column) => column.primaryKey())
    .addColumn('email', 'text', (column) => column.notNull().unique())
    .addColumn('password_hash', 'text', (column) => column.notNull())
    .addColumn('advertising_consent', 'integer', (column) => column.notNull())
    .addColumn('consent_text_version', 'text', (column) => column.notNull())
    .addColumn('language', 'text', (column) => column.notNull())
    .addColumn('created_at', 'bigint', (column) => column.notNull())
    .execute();
  await schema
    .createTable('one_time_links')
    .addColumn('token_hash', 'text', (column) => column.primaryKey())
    .addColumn('purpose', 'text', (column) => column.notNull())
    .addColumn('subject_id', 'text', (column) => column.notNull())
    .addColumn('created_at', 'bigint', (column) => column.notNull())
    .addColumn('expires_at', 'bigint', (column) => column.notNull())
    .addColumn('used_at', 'bigint')
    .execute();
  await schema
    .createIndex('one_time_links_by_subject')
    .on('one_time_links')
    .columns(['purpose', 'subject_id'])
    .execute();
  await schema
    .createTable('email_changes')
    .addColumn('id', 'text', (column) => column.primaryKey())
    .addColumn('account_id', 'text', (column) =>
      column.notNull().unique().references('accounts.id').onDelete('cascade'),
    )
    .addColumn('email', 'text', (column) => column.notNull())
    .addColumn('created_at', 'bigint', (column) => column.notNull())
    .execute();
  await schema
    .createTable('phone_changes')
    .addColumn('account_id', 'text', (column) => column.primaryKey().references('accounts.id').onDelete('cascade'))
    .addColumn('phone', 'text', (column) => column.notNull())
    .addColumn('code_hash', 'text', (column) => column.notNull())
    .addColumn('tries', 'integer', (column) => column.notNull())
    .addColumn('created_at', 'bigint', (column) => column.notNull())
    .addColumn('expires_at', 'bigint', (column) => column.notNull())
    .execute();
  await schema
    .createTable('consents')
    .addColumn('id', 'text', (column) => column.primaryKey())
    .addColumn('account_id', 'text', (column) => column.notNull().references('accounts.id').onDelete('cascade'))
    .addColumn('kind', 'text', (column) => column.notNull())
    .addColumn('granted', 'integer', (column) => column.notNull())
    .addColumn('text_version', 'text', (column) => column.notNull())
    .addColumn('at', 'bigint', (column) => column.notNull())
    .execute();
  await schema.createIndex('consents_by_account').on('consents').column('account_id').execute();
}

async function makeSecondStepTables(db: Kysely<unknown>): Promise<void> {
  const { schema } = db;
  await schema
    .createTable('two_step')
    .addColumn('account_id', 'text', (column) => column.primaryKey().references('accounts.id').onDelete('cascade'))
    .addColumn('secret', 'text', (column) => column.notNull())
    .addColumn('setup_expires_at', 'bigint')
    .addColumn('confirmed_at', 'bigint')
    .addColumn('last_step', 'bigint')
    .execute();
  await schema
    .createTable('recovery_codes')
    .addColumn('account_id', 'text', (column) => column.notNull().references('accounts.id').onDelete('cascade'))
    .addColumn('code_hash', 'text', (column) => column.notNull())
    .addColumn('used_at', 'bigint')
    .addPrimaryKeyConstraint('recovery_codes_pk', ['account_id', 'code_hash'])
    .execute();
  await schema
    .createTable('sign_in_challenges')
    .addColumn('token_hash', 'text', (column) => column.primaryKey())
    .addColumn('account_id', 'text', (column) => column.notNull().references('accounts.id').onDelete('cascade'))
    .addColumn('computer', 'text', (column) => column.notNull())
    .addColumn('device_name', 'text', (column) => column.notNull())
    .addColumn('device_platform', 'text', (column) => column.notNull())
    .addColumn('tries', 'integer', (column) => column.notNull())
    .addColumn('expires_at', 'bigint', (column) => column.notNull())
    .execute();
}

async function makeIdentityTables(db: Kysely<unknown>): Promise<void> {
  const { schema } = db;
  await schema
    .createTable('identities')
    .addColumn('provider', 'text', (column) => column.notNull())
    .addColumn('subject', 'text', (column) => column.notNull())
    .addColumn('account_id', 'text', (column) => column.notNull().references('accounts.id').onDelete('cascade'))
    .addColumn('name', 'text')
    .addColumn('email', 'text')
    .addColumn('linked_at', 'bigint', (column) => column.notNull())
    .addPrimaryKeyConstraint('identities_pk', ['provider', 'subject'])
    .addUniqueConstraint('identities_one_a_provider', ['account_id', 'provider'])
    .execute();
  await schema
    .createTable('oauth_requests')
    .addColumn('state_hash', 'text', (column) => column.primaryKey())
    .addColumn('provider', 'text', (column) => column.notNull())
    .addColumn('redirect_uri', 'text', (column) => column.notNull())
    .addColumn('client_state', 'text', (column) => column.notNull())
    .addColumn('code_challenge', 'text', (column) => column.notNull())
    .addColumn('provider_verifier', 'text', (column) => column.notNull())
    .addColumn('nonce', 'text', (column) => column.notNull())
    .addColumn('expires_at', 'bigint', (column) => column.notNull())
    .execute();
  await schema
    .createTable('oauth_codes')
    .addColumn('code_hash', 'text', (column) => column.primaryKey())
    .addColumn('redirect_uri', 'text', (column) => column.notNull())
    .addColumn('code_challenge', 'text', (column) => column.notNull())
    .addColumn('person', 'text', (column) => column.notNull())
    .addColumn('expires_at', 'bigint', (column) => column.notNull())
    .addColumn('used_at', 'bigint')
    .addColumn('ticket_hash', 'text')
    .execute();
  await schema
    .createTable('identity_tickets')
    .addColumn('token_hash', 'text', (column) => column.primaryKey())
    .addColumn('person', 'text', (column) => column.notNull())
    .addColumn('expires_at', 'bigint', (column) => column.notNull())
    .addColumn('used_at', 'bigint')
    .execute();
}

async function makeOutsideTables(db: Kysely<unknown>): Promise<void> {
  const { schema } = db;
  await schema
    .createTable('letters')
    .addColumn('id', 'text', (column) => column.primaryKey())
    .addColumn('kind', 'text', (column) => column.notNull())
    .addColumn('recipient', 'text')
    .addColumn('account_id', 'text', (column) => column.references('accounts.id').onDelete('cascade'))
    .addColumn('language', 'text', (column) => column.notNull())
    .addColumn('facts', 'text', (column) => column.notNull())
    .addColumn('subject_id', 'text')
    .addColumn('created_at', 'bigint', (column) => column.notNull())
    .addColumn('next_try_at', 'bigint')
    .addColumn('tries', 'integer', (column) => column.notNull())
    .addColumn('sent_at', 'bigint')
    .execute();
  await schema.createIndex('letters_to_send').on('letters').column('next_try_at').execute();
  await schema.createIndex('letters_by_account').on('letters').column('account_id').execute();
  await schema
    .createTable('letter_requests')
    .addColumn('key_hash', 'text', (column) => column.primaryKey())
    .addColumn('last_at', 'bigint', (column) => column.notNull())
    .addColumn('window_from', 'bigint', (column) => column.notNull())
    .addColumn('in_window', 'integer', (column) => column.notNull())
    .execute();
  await schema
    .createTable('caught_letters')
    .addColumn('id', 'text', (column) => column.primaryKey())
    .addColumn('at', 'bigint', (column) => column.notNull())
    .addColumn('recipient', 'text', (column) => column.notNull())
    .addColumn('source', 'text', (column) => column.notNull())
    .execute();
  await schema
    .createTable('short_messages')
    .addColumn('id', 'text', (column) => column.primaryKey())
    .addColumn('at', 'bigint', (column) => column.notNull())
    .addColumn('phone', 'text', (column) => column.notNull())
    .addColumn('account_id', 'text', (column) => column.references('accounts.id').onDelete('cascade'))
    .addColumn('text', 'text', (column) => column.notNull())
    .execute();
  await schema.createIndex('short_messages_by_account').on('short_messages').column('account_id').execute();
}

/** Registration, one-time links, second step, social networks, e-mail and SMS. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await makeAccountFieldsNullable(db);
  await makeRegistrationTables(db);
  await makeSecondStepTables(db);
  await makeIdentityTables(db);
  await makeOutsideTables(db);
}
