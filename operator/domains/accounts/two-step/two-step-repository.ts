import type { Kysely, Selectable } from 'kysely';
import type { Database } from '../../../platform/database/schema.ts';
import type { TwoStepTable } from '../tables.ts';

/** A confirmation that turns two-step sign-in on. */
export interface Confirmation {
  /** Secret of the set-up that was read before. */
  readonly secret: string;
  readonly confirmedAt: number;
  /** Time step of the code that was used. */
  readonly step: number;
  readonly sessionId: string;
  readonly attempt: number;
}

export function readTwoStep(db: Kysely<Database>, accountId: string): Promise<Selectable<TwoStepTable> | undefined> {
  return db.selectFrom('two_step').selectAll().where('account_id', '=', accountId).executeTakeFirst();
}

export async function isTwoStepOn(db: Kysely<Database>, accountId: string): Promise<boolean> {
  const row = await db
    .selectFrom('two_step')
    .select('account_id')
    .where('account_id', '=', accountId)
    .where('confirmed_at', 'is not', null)
    .executeTakeFirst();
  return row !== undefined;
}

/** Stores a set-up in place of one that was not confirmed; false when two-step sign-in is on. */
export async function storeSetUp(
  trx: Kysely<Database>,
  accountId: string,
  { secret, expiresAt }: { readonly secret: string; readonly expiresAt: number },
): Promise<boolean> {
  const row = {
    secret,
    setup_expires_at: expiresAt,
    confirmed_at: null,
    confirmed_session: null,
    confirm_attempt: null,
    last_step: null,
  };
  const stored = await trx
    .insertInto('two_step')
    .values({ account_id: accountId, ...row })
    .onConflict((conflict) => conflict.column('account_id').doUpdateSet(row).where('two_step.confirmed_at', 'is', null))
    .executeTakeFirst();
  return stored.numInsertedOrUpdatedRows !== 0n;
}

/** Turns two-step sign-in on; false when the set-up was confirmed or replaced meanwhile. */
export async function storeConfirmation(
  trx: Kysely<Database>,
  accountId: string,
  { attempt, confirmedAt, secret, sessionId, step }: Confirmation,
): Promise<boolean> {
  const confirmed = await trx
    .updateTable('two_step')
    .set({ confirmed_at: confirmedAt, last_step: step, confirmed_session: sessionId, confirm_attempt: attempt })
    .where('account_id', '=', accountId)
    .where('secret', '=', secret)
    .where('confirmed_at', 'is', null)
    .executeTakeFirst();
  return confirmed.numUpdatedRows > 0n;
}

/** Stores the number of a repeated confirmation and the newest time step that was used. */
export async function storeAttempt(
  trx: Kysely<Database>,
  accountId: string,
  { attempt, lastStep }: { readonly attempt: number; readonly lastStep: number },
): Promise<void> {
  await trx
    .updateTable('two_step')
    .set({ confirm_attempt: attempt, last_step: lastStep })
    .where('account_id', '=', accountId)
    .execute();
}

/** Turns two-step sign-in off; false when it is not on. */
export async function deleteTwoStep(trx: Kysely<Database>, accountId: string): Promise<boolean> {
  const off = await trx
    .deleteFrom('two_step')
    .where('account_id', '=', accountId)
    .where('confirmed_at', 'is not', null)
    .executeTakeFirst();
  return off.numDeletedRows > 0n;
}

/** Secret of an account whose two-step sign-in is on; null otherwise. */
export async function readActiveSecret(db: Kysely<Database>, accountId: string): Promise<string | null> {
  const row = await db
    .selectFrom('two_step')
    .select('secret')
    .where('account_id', '=', accountId)
    .where('confirmed_at', 'is not', null)
    .executeTakeFirst();
  return row?.secret ?? null;
}

/** Stores a time step as used; false when it or a later one was used already. */
export async function markStepUsed(trx: Kysely<Database>, accountId: string, step: number): Promise<boolean> {
  const taken = await trx
    .updateTable('two_step')
    .set({ last_step: step })
    .where('account_id', '=', accountId)
    .where('confirmed_at', 'is not', null)
    .where((eb) => eb.or([eb('last_step', 'is', null), eb('last_step', '<', step)]))
    .executeTakeFirst();
  return taken.numUpdatedRows > 0n;
}
