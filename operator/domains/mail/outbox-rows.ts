import type { Kysely } from 'kysely';
import { newId, sha256 } from '../../platform/crypto/tokens.ts';
import type { Database } from '../../platform/database/schema.ts';
import { linkKinds, type MailKind, type MailOrder, type LinkKind } from './mail-kinds.ts';
import { isGivenUp } from './rules.ts';
import type { LettersTable } from './tables.ts';

/** Creates the token of a one-time link; see accounts/one-time-links.ts. */
export type MintLink = (
  db: Kysely<Database>,
  link: { readonly purpose: LinkKind; readonly subjectId: string },
  now: number,
  lifeMs: number,
) => Promise<string>;

/** A mail claimed by this instance for sending. */
export interface ClaimedMail {
  readonly row: LettersTable;
  /** End of the claim, ms UTC. Also stored in the row, so that a lost claim is detected. */
  readonly claimedUntil: number;
  /** Token of the one-time link; null: none. */
  readonly token: string | null;
}

/** Whether mail of this kind carries a one-time link. */
export function isLinkKind(kind: string): kind is LinkKind {
  return linkKinds.some((known) => known === kind);
}

/** Stores a mail. A mail with a link replaces unsent mail of its kind and subject: only the newest link is valid. */
export async function storeMail(trx: Kysely<Database>, order: MailOrder, now: number): Promise<void> {
  const linked = isLinkKind(order.kind);
  if (linked && order.recipient !== null && order.subjectId === undefined) {
    throw new Error(`Mail of kind ${order.kind} has a link and needs a subjectId.`);
  }
  if (linked) {
    // Also without a recipient, so that both cases take the same time.
    await trx
      .updateTable('letters')
      .set({ next_try_at: null })
      .where('kind', '=', order.kind)
      .where('subject_id', '=', order.subjectId ?? '')
      .where('next_try_at', 'is not', null)
      .execute();
  }
  await trx
    .insertInto('letters')
    .values({
      id: newId(),
      kind: order.kind,
      recipient: order.recipient,
      account_id: order.accountId,
      language: order.language,
      facts: JSON.stringify(order.facts ?? {}),
      subject_id: order.subjectId ?? null,
      created_at: now,
      next_try_at: now,
      tries: 0,
      sent_at: null,
    })
    .execute();
}

/** Due mail, longest waiting first; at most `most` rows. */
export async function dueMail(db: Kysely<Database>, now: number, most: number): Promise<LettersTable[]> {
  return db
    .selectFrom('letters')
    .selectAll()
    .where('next_try_at', '<=', now)
    .orderBy('next_try_at')
    .orderBy('created_at')
    .limit(most)
    .execute();
}

/** When the next mail is due, ms UTC; null: the outbox is empty. */
export async function nextDue(db: Kysely<Database>): Promise<number | null> {
  const row = await db
    .selectFrom('letters')
    .select((eb) => eb.fn.min<number | null>('next_try_at').as('at'))
    .where('next_try_at', 'is not', null)
    .executeTakeFirst();
  return row?.at ?? null;
}

/**
 * Claims a mail for this instance until `claim.until` and creates the token of its link. The row is updated only if
 * unchanged since it was read, so that one instance gets it. If that instance crashes, the mail is due again when the
 * claim ends. Token and claim share a transaction: replaced mail gets no token.
 *
 * @param link `lifeMs`: lifetime of a link of the given kind, ms
 * @returns `taken` when another instance claimed it, `given-up` when it has waited too long
 */
export async function claimMail(
  db: Kysely<Database>,
  row: LettersTable,
  claim: { readonly now: number; readonly until: number },
  link: { readonly mint: MintLink; readonly lifeMs: (kind: LinkKind) => number },
): Promise<ClaimedMail | 'taken' | 'given-up'> {
  const { now, until } = claim;
  const givenUp = isGivenUp({ createdAt: row.created_at, tries: row.tries }, now);
  return db.transaction().execute(async (trx) => {
    const result = await trx
      .updateTable('letters')
      .set(givenUp ? { next_try_at: null } : { next_try_at: until, tries: row.tries + 1 })
      .where('id', '=', row.id)
      .where('next_try_at', '=', row.next_try_at)
      .where('tries', '=', row.tries)
      .executeTakeFirst();
    if (result.numUpdatedRows !== 1n) return 'taken';
    if (givenUp) return 'given-up';
    const { kind, recipient, subject_id: subjectId } = row;
    const token =
      recipient !== null && subjectId !== null && isLinkKind(kind)
        ? await link.mint(trx, { purpose: kind, subjectId }, now, link.lifeMs(kind))
        : null;
    return { row: { ...row, tries: row.tries + 1 }, claimedUntil: until, token };
  });
}

/** Marks a mail as sent, including one that was replaced during sending. */
export async function markSent(db: Kysely<Database>, { row, claimedUntil }: ClaimedMail, now: number): Promise<void> {
  await db
    .updateTable('letters')
    .set({ sent_at: row.recipient === null ? null : now, next_try_at: null })
    .where('id', '=', row.id)
    .where((eb) => eb.or([eb('next_try_at', '=', claimedUntil), eb('next_try_at', 'is', null)]))
    .execute();
}

/**
 * Schedules a failed mail for `nextTryAt` (ms UTC; null: no further attempt) and deletes its link. Does not reschedule
 * when the claim was lost.
 */
export async function rescheduleMail(
  db: Kysely<Database>,
  { row, claimedUntil, token }: ClaimedMail,
  nextTryAt: number | null,
): Promise<void> {
  // The link in an earlier mail stays valid.
  if (token !== null) await db.deleteFrom('one_time_links').where('token_hash', '=', sha256(token)).execute();
  await db
    .updateTable('letters')
    .set({ next_try_at: nextTryAt })
    .where('id', '=', row.id)
    .where('next_try_at', '=', claimedUntil)
    .execute();
}

/** Makes a waiting mail due now, unless its row changed in the meantime. */
export async function makeDue(db: Kysely<Database>, id: string, waitsUntil: number, now: number): Promise<void> {
  await db
    .updateTable('letters')
    .set({ next_try_at: now })
    .where('id', '=', id)
    .where('next_try_at', '=', waitsUntil)
    .execute();
}

/** Deletes mail created before `until` (ms UTC) that was sent or given up. */
export async function deleteOldMail(db: Kysely<Database>, until: number): Promise<void> {
  await db.deleteFrom('letters').where('next_try_at', 'is', null).where('created_at', '<', until).execute();
}

/** Template values of a stored mail. */
export function factsOf(row: LettersTable): Record<string, string> {
  return JSON.parse(row.facts) as Record<string, string>;
}

/** Kind of a stored mail; the column is only written from a `MailOrder`. */
export function kindOf(row: LettersTable): MailKind {
  return row.kind as MailKind;
}
