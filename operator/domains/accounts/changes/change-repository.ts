import type { Insertable, Kysely, Selectable } from 'kysely';
import { newId } from '../../../platform/crypto/tokens.ts';
import type { Database } from '../../../platform/database/schema.ts';
import type { ConsentsTable, EmailChangesTable, PhoneChangesTable } from '../tables.ts';

/** The current consent to advertising messages; undefined when none was ever given or withdrawn. */
export async function readNewestConsent(
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

export async function insertConsent(
  trx: Kysely<Database>,
  accountId: string,
  { at, granted, textVersion }: { readonly at: number; readonly granted: boolean; readonly textVersion: string },
): Promise<void> {
  await trx
    .insertInto('consents')
    .values({
      id: newId(),
      account_id: accountId,
      kind: 'advertising',
      granted: granted ? 1 : 0,
      text_version: textVersion,
      at,
    })
    .execute();
}

/**
 * Stores the new address of an account. Another address than before voids the links to the earlier one; the same keeps them.
 *
 * @returns the id of the change, subject of its links
 */
export async function storeEmailChange(
  trx: Kysely<Database>,
  accountId: string,
  email: string,
  now: number,
): Promise<string> {
  await trx.deleteFrom('email_changes').where('account_id', '=', accountId).where('email', '<>', email).execute();
  const { id } = await trx
    .insertInto('email_changes')
    .values({ id: newId(), account_id: accountId, email, created_at: now })
    .onConflict((conflict) => conflict.column('account_id').doUpdateSet({ created_at: now }))
    .returning('id')
    .executeTakeFirstOrThrow();
  return id;
}

export function readEmailChange(db: Kysely<Database>, id: string): Promise<Selectable<EmailChangesTable> | undefined> {
  return db.selectFrom('email_changes').selectAll().where('id', '=', id).executeTakeFirst();
}

/** Deletes and returns a change of address. */
export function takeEmailChange(trx: Kysely<Database>, id: string): Promise<Selectable<EmailChangesTable> | undefined> {
  return trx.deleteFrom('email_changes').where('id', '=', id).returningAll().executeTakeFirst();
}

/** The new address of an account, requested after a moment (ms); null when there is none. */
export async function readPendingEmail(
  db: Kysely<Database>,
  accountId: string,
  requestedAfter: number,
): Promise<string | null> {
  const row = await db
    .selectFrom('email_changes')
    .select('email')
    .where('account_id', '=', accountId)
    .where('created_at', '>', requestedAfter)
    .executeTakeFirst();
  return row?.email ?? null;
}

/** When the last code was requested, ms; null when none was. */
export async function readLastCodeAt(trx: Kysely<Database>, accountId: string): Promise<number | null> {
  const row = await trx
    .selectFrom('phone_changes')
    .select('created_at')
    .where('account_id', '=', accountId)
    .executeTakeFirst();
  return row?.created_at ?? null;
}

/** Stores a new number and its code in place of earlier ones. */
export async function storePhoneChange(
  trx: Kysely<Database>,
  { account_id, ...row }: Insertable<PhoneChangesTable>,
): Promise<void> {
  await trx
    .insertInto('phone_changes')
    .values({ account_id, ...row })
    .onConflict((conflict) => conflict.column('account_id').doUpdateSet(row))
    .execute();
}

/** Counts a try and returns the change; undefined when it expired or all tries are used. The row stays either way. */
export function countPhoneTry(
  trx: Kysely<Database>,
  accountId: string,
  { now, tries }: { readonly now: number; readonly tries: number },
): Promise<Selectable<PhoneChangesTable> | undefined> {
  return trx
    .updateTable('phone_changes')
    .set((eb) => ({ tries: eb('tries', '+', 1) }))
    .where('account_id', '=', accountId)
    .where('tries', '<', tries)
    .where('expires_at', '>', now)
    .returningAll()
    .executeTakeFirst();
}

/** Makes a number the account's and deletes the change. */
export async function storePhone(trx: Kysely<Database>, accountId: string, phone: string): Promise<void> {
  await trx.updateTable('accounts').set({ phone }).where('id', '=', accountId).execute();
  await trx.deleteFrom('phone_changes').where('account_id', '=', accountId).execute();
}

/** The new number whose code can still be entered; null when there is none. */
export async function readPendingPhone(
  db: Kysely<Database>,
  accountId: string,
  { now, tries }: { readonly now: number; readonly tries: number },
): Promise<string | null> {
  const row = await db
    .selectFrom('phone_changes')
    .select('phone')
    .where('account_id', '=', accountId)
    .where('expires_at', '>', now)
    .where('tries', '<', tries)
    .executeTakeFirst();
  return row?.phone ?? null;
}

/** Deletes the changes of address and number that await their confirmation. */
export async function deletePendingChanges(trx: Kysely<Database>, accountId: string): Promise<void> {
  await trx.deleteFrom('email_changes').where('account_id', '=', accountId).execute();
  await trx.deleteFrom('phone_changes').where('account_id', '=', accountId).execute();
}
