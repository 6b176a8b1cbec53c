import type { Kysely } from 'kysely';
import type { Database } from '../../platform/database/schema.ts';
import type { LinkPurpose } from './tables.ts';
import { newToken, sha256 } from '../../platform/crypto/tokens.ts';

/** Whom a link is for: a registration, an account, a change of address (see OneTimeLinksTable). */
export interface LinkSubject {
  readonly purpose: LinkPurpose;
  readonly subjectId: string;
}

/**
 * Makes the token of a link at the moment its letter leaves, so that none lies anywhere readable. Older links of the
 * same purpose and subject are dead from now.
 *
 * @param now ms UTC by the service's clock
 * @param lifeMs how long the link is good
 * @returns the token, given out this once
 */
export async function mintLink(
  db: Kysely<Database>,
  { purpose, subjectId }: LinkSubject,
  now: number,
  lifeMs: number,
): Promise<string> {
  const token = newToken();
  const link = { purpose, subject_id: subjectId, created_at: now, expires_at: now + lifeMs, used_at: null };
  await db
    .insertInto('one_time_links')
    .values({ token_hash: sha256(token), ...link })
    .execute();
  return token;
}

/**
 * Takes a link, once: two that come at once are judged one after another.
 *
 * @param trx what the link is for happens in the same transaction, or the link stays unused
 * @param now ms UTC by the service's clock
 * @returns the subject's id; null when the link is used, run out, replaced by a newer one, or unknown
 */
export async function useLink(
  trx: Kysely<Database>,
  purpose: LinkPurpose,
  token: string,
  now: number,
): Promise<string | null> {
  const used = await trx
    .updateTable('one_time_links')
    .set({ used_at: now })
    .where('token_hash', '=', sha256(token))
    .where('purpose', '=', purpose)
    .where('used_at', 'is', null)
    .where('expires_at', '>', now)
    // Judged here rather than by deleting at the minting: two letters that leave at once cannot miss each other.
    .where((eb) =>
      eb.not(
        eb.exists(
          eb
            .selectFrom('one_time_links as newer')
            .select('newer.token_hash')
            .whereRef('newer.purpose', '=', 'one_time_links.purpose')
            .whereRef('newer.subject_id', '=', 'one_time_links.subject_id')
            .where((both) =>
              both.or([
                both('newer.created_at', '>', both.ref('one_time_links.created_at')),
                both.and([
                  both('newer.created_at', '=', both.ref('one_time_links.created_at')),
                  both('newer.token_hash', '>', both.ref('one_time_links.token_hash')),
                ]),
              ]),
            ),
        ),
      ),
    )
    .returning('subject_id')
    .executeTakeFirst();
  return used?.subject_id ?? null;
}

/** What is known of a link before it is taken. */
export interface FoundLink {
  readonly subjectId: string;
  /** Used already, within its life. */
  readonly used: boolean;
}

/** Looks at a link without using it; null when it is unknown, of another purpose, or has run out. */
export async function findLink(
  db: Kysely<Database>,
  purpose: LinkPurpose,
  token: string,
  now: number,
): Promise<FoundLink | null> {
  const row = await db
    .selectFrom('one_time_links')
    .select(['subject_id', 'used_at'])
    .where('token_hash', '=', sha256(token))
    .where('purpose', '=', purpose)
    .where('expires_at', '>', now)
    .executeTakeFirst();
  return row ? { subjectId: row.subject_id, used: row.used_at !== null } : null;
}

/** Kills every link of a purpose and subject. */
export async function killLinks(db: Kysely<Database>, { purpose, subjectId }: LinkSubject): Promise<void> {
  await db.deleteFrom('one_time_links').where('purpose', '=', purpose).where('subject_id', '=', subjectId).execute();
}
