import type { Kysely, Transaction } from 'kysely';
import type { LinkedCard, LinkedCards } from '#protocol/api/payments.ts';
import { newId } from '../../platform/crypto/tokens.ts';
import { instantOf } from '../../platform/clock/zone.ts';
import type { Core } from '../../platform/lifecycle/core.ts';
import type { Database } from '../../platform/database/schema.ts';
import { inTransaction, type UnitOfWork } from '../../platform/database/unit-of-work.ts';
import type { Order } from '../../platform/payment-provider/api.ts';
import { ProviderFailure, type ProviderClient } from '../../platform/payment-provider/client.ts';
import { ProblemError } from '../../platform/http/problem-error.ts';
import type { PaymentTable } from './tables.ts';

/** Links the card of a payment if its payer asked for it. Its number is not known to the service. */
export async function linkCard(
  { trx, now }: UnitOfWork,
  payment: PaymentTable,
  card: NonNullable<Order['card']>,
): Promise<void> {
  if (payment.link_card !== 1) return;
  if (payment.account_id === null) {
    // The account was deleted meanwhile.
    await forgetCards(trx, [card.token], now);
    return;
  }
  const { token, mask, brand, expires } = card;
  await trx
    .insertInto('linked_cards')
    .values({
      id: newId(),
      account_id: payment.account_id,
      token,
      mask,
      brand,
      expires,
      linked_at: now,
      unlinked_at: null,
    })
    .onConflict((conflict) =>
      conflict
        .column('token')
        .doUpdateSet({ unlinked_at: null, linked_at: now })
        .where('linked_cards.account_id', '=', payment.account_id)
        .where('linked_cards.unlinked_at', 'is not', null),
    )
    .execute();
  await trx.deleteFrom('cards_to_forget').where('token', '=', token).execute();
}

/** Cards of an account, newest first. */
export async function readLinkedCards(db: Kysely<Database>, accountId: string): Promise<LinkedCard[]> {
  const rows = await db
    .selectFrom('linked_cards')
    .select(['id', 'mask', 'brand', 'expires', 'linked_at'])
    .where('account_id', '=', accountId)
    .where('unlinked_at', 'is', null)
    .orderBy('linked_at', 'desc')
    .orderBy('id')
    .execute();
  return rows.map(({ linked_at, ...card }) => ({ ...card, linkedAt: instantOf(linked_at) }));
}

/** Checks that a card is linked to the account. Errors: `card-not-found`. */
export async function requireLinkedCard(trx: Transaction<Database>, accountId: string, cardId: string): Promise<void> {
  const card = await trx
    .selectFrom('linked_cards')
    .select('id')
    .where('id', '=', cardId)
    .where('account_id', '=', accountId)
    .where('unlinked_at', 'is', null)
    .executeTakeFirst();
  if (card === undefined) throw new ProblemError('card-not-found');
}

/** The payment system's token of a linked card; null: the card does not exist or is unlinked. */
export async function cardToken(db: Kysely<Database>, accountId: string, cardId: string): Promise<string | null> {
  const row = await db
    .selectFrom('linked_cards')
    .select('token')
    .where('id', '=', cardId)
    .where('account_id', '=', accountId)
    .where('unlinked_at', 'is', null)
    .executeTakeFirst();
  return row?.token ?? null;
}

/** Queues cards for deletion at the payment system. */
async function forgetCards(trx: Transaction<Database>, tokens: readonly string[], now: number): Promise<void> {
  for (const token of tokens) {
    await trx
      .insertInto('cards_to_forget')
      .values({ token, since: now })
      .onConflict((conflict) => conflict.column('token').doNothing())
      .execute();
  }
}

/**
 * Unlinks a card and turns off autopay with it.
 * Errors: `card-not-found`.
 *
 * @returns the remaining cards
 */
export async function unlinkCard(core: Core, accountId: string, cardId: string): Promise<LinkedCards> {
  return inTransaction(core, async ({ trx, now }) => {
    const token = await cardToken(trx, accountId, cardId);
    if (token === null) throw new ProblemError('card-not-found');
    await trx.deleteFrom('autopays').where('linked_card_id', '=', cardId).execute();
    await trx.updateTable('linked_cards').set({ unlinked_at: now }).where('id', '=', cardId).execute();
    await forgetCards(trx, [token], now);
    return { cards: await readLinkedCards(trx, accountId) };
  });
}

/** Removes personal data from an account's payments and its linked cards, in the transaction that deletes the account. */
export async function leavePayments(trx: Transaction<Database>, accountId: string, now: number): Promise<void> {
  const cards = await trx.selectFrom('linked_cards').select('token').where('account_id', '=', accountId).execute();
  await forgetCards(
    trx,
    cards.map(({ token }) => token),
    now,
  );
  await trx
    .updateTable('payments')
    .set({ account_id: null, linked_card_id: null, phone: null, card_mask: null })
    .where('account_id', '=', accountId)
    .execute();
}

/** Deletes queued cards at the payment system. Stops at the first failure; the next run continues. */
export async function forgetUnlinked(core: Core, provider: ProviderClient): Promise<void> {
  const waiting = await core.db.selectFrom('cards_to_forget').select('token').orderBy('since').execute();
  for (const { token } of waiting) {
    try {
      await provider.forgetCard(token);
    } catch (error) {
      if (error instanceof ProviderFailure) return;
      throw error;
    }
    await core.db.deleteFrom('cards_to_forget').where('token', '=', token).execute();
  }
}
