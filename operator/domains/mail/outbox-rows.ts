import type { Kysely } from 'kysely';
import { newId, sha256 } from '../../platform/crypto/tokens.ts';
import type { Database } from '../../platform/database/schema.ts';
import { linkKinds, type LetterKind, type LetterOrder, type LinkKind } from './mail-kinds.ts';
import { isGivenUp } from './rules.ts';
import type { LettersTable } from './tables.ts';

/** Makes the token of a letter's link; see accounts/one-time-links.ts. */
export type MintLink = (
  db: Kysely<Database>,
  link: { readonly purpose: LinkKind; readonly subjectId: string },
  now: number,
  lifeMs: number,
) => Promise<string>;

/** A letter that this instance, and no other, is to send now. */
export interface ClaimedLetter {
  readonly row: LettersTable;
  /** Until then it is ours; it stands in the row, so that a letter taken away from us is noticed. */
  readonly claimedUntil: number;
  /** Token of its link; null: it has none. */
  readonly token: string | null;
}

/** Whether a letter of this kind carries a one-time link. */
export function isLinkKind(kind: string): kind is LinkKind {
  return linkKinds.some((known) => known === kind);
}

/** Stores a letter, in the place of those of its kind and subject that still wait: a newer link is the one that counts. */
export async function storeLetter(trx: Kysely<Database>, order: LetterOrder, now: number): Promise<void> {
  const linked = isLinkKind(order.kind);
  if (linked && order.recipient !== null && order.subjectId === undefined) {
    throw new Error(`A letter of kind ${order.kind} needs whom its link is for.`);
  }
  if (linked) {
    // Also for nobody's letter, so that it takes as long.
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

/** Letters that are due, the longest waiting first. */
export async function dueLetters(db: Kysely<Database>, now: number, most: number): Promise<LettersTable[]> {
  return db
    .selectFrom('letters')
    .selectAll()
    .where('next_try_at', '<=', now)
    .orderBy('next_try_at')
    .orderBy('created_at')
    .limit(most)
    .execute();
}

/** When the next letter is due, ms UTC; null: none waits. */
export async function nextDue(db: Kysely<Database>): Promise<number | null> {
  const row = await db
    .selectFrom('letters')
    .select((eb) => eb.fn.min<number | null>('next_try_at').as('at'))
    .where('next_try_at', 'is not', null)
    .executeTakeFirst();
  return row?.at ?? null;
}

/**
 * Takes a letter for this instance until `claimedUntil` and makes the token of its link. The row changes only if it is
 * as it was read, so that of several instances one gets it; should that one die, the letter is due again afterwards.
 * In one transaction with the token: a letter that was replaced meanwhile makes none.
 *
 * @param linkLifeMs how long the link of a kind is good
 * @returns null when another took it, or when it has waited too long (it is then given up)
 */
export async function claimLetter(
  db: Kysely<Database>,
  row: LettersTable,
  claim: { readonly now: number; readonly until: number },
  link: { readonly mint: MintLink; readonly lifeMs: (kind: LinkKind) => number },
): Promise<ClaimedLetter | 'taken' | 'given-up'> {
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

/** The letter left; also when it was replaced meanwhile. */
export async function noteSent(db: Kysely<Database>, { row, claimedUntil }: ClaimedLetter, now: number): Promise<void> {
  await db
    .updateTable('letters')
    .set({ sent_at: row.recipient === null ? null : now, next_try_at: null })
    .where('id', '=', row.id)
    .where((eb) => eb.or([eb('next_try_at', '=', claimedUntil), eb('next_try_at', 'is', null)]))
    .execute();
}

/**
 * The letter did not leave, and waits until `nextTryAt` (null: it is not tried again). Nothing happens when it is ours
 * no more.
 */
export async function putBack(
  db: Kysely<Database>,
  { row, claimedUntil, token }: ClaimedLetter,
  nextTryAt: number | null,
): Promise<void> {
  // The link that the reader has from an earlier letter keeps its worth.
  if (token !== null) await db.deleteFrom('one_time_links').where('token_hash', '=', sha256(token)).execute();
  await db
    .updateTable('letters')
    .set({ next_try_at: nextTryAt })
    .where('id', '=', row.id)
    .where('next_try_at', '=', claimedUntil)
    .execute();
}

/** Makes a waiting letter due, unless somebody has touched it since. */
export async function hurryLetter(db: Kysely<Database>, id: string, waitsUntil: number, now: number): Promise<void> {
  await db
    .updateTable('letters')
    .set({ next_try_at: now })
    .where('id', '=', id)
    .where('next_try_at', '=', waitsUntil)
    .execute();
}

/** Forgets letters that left, or were given up, before `until` (ms UTC). */
export async function forgetLetters(db: Kysely<Database>, until: number): Promise<void> {
  await db.deleteFrom('letters').where('next_try_at', 'is', null).where('created_at', '<', until).execute();
}

/** What a letter says beside its kind. */
export function factsOf(row: LettersTable): Record<string, string> {
  return JSON.parse(row.facts) as Record<string, string>;
}

/** The kind of a stored letter; the column is only ever written from a `LetterOrder`. */
export function kindOf(row: LettersTable): LetterKind {
  return row.kind as LetterKind;
}
