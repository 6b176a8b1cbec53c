import type { Kysely } from 'kysely';
import type { AccountRules } from '#protocol/api/profile.ts';
import type { Database } from '../../platform/database/schema.ts';

/**
 * Removes what nobody can use any more: links that ran out, registrations and changes of address without a link that
 * lives or a letter that waits, codes for a telephone; and the address of who deleted their account, once told.
 *
 * @param now ms UTC by the service's clock
 */
export async function purgeAccountRows(
  db: Kysely<Database>,
  now: number,
  rules: Pick<AccountRules, 'confirmLinkMs' | 'codeAgainMs'>,
): Promise<void> {
  await db.deleteFrom('one_time_links').where('expires_at', '<=', now).execute();
  for (const [table, purpose] of [
    ['registrations', 'registration'],
    ['email_changes', 'email'],
  ] as const) {
    const usable = db.selectFrom('one_time_links').select('subject_id').where('purpose', '=', purpose);
    const waiting = db
      .selectFrom('letters')
      .select('subject_id')
      .where('kind', '=', purpose)
      .where('subject_id', 'is not', null)
      .where('next_try_at', 'is not', null)
      .$narrowType<{ subject_id: string }>();
    await db
      .deleteFrom(table)
      .where('created_at', '<=', now - rules.confirmLinkMs)
      .where('id', 'not in', usable)
      .where('id', 'not in', waiting)
      .execute();
  }
  await db
    .deleteFrom('phone_changes')
    .where('expires_at', '<=', now)
    .where('created_at', '<=', now - rules.codeAgainMs)
    .execute();
  await db.deleteFrom('letters').where('kind', '=', 'account-deleted').where('next_try_at', 'is', null).execute();
}
