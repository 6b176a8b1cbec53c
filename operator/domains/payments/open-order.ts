import type { Transaction } from 'kysely';
import { paths } from '#protocol/api/paths.ts';
import { language } from '#protocol/primitives.ts';
import type { Database } from '../../platform/database/schema.ts';
import { inTransaction, type UnitOfWork } from '../../platform/database/unit-of-work.ts';
import type { Order, OrderRequest } from '../../platform/payment-provider/api.ts';
import { ProviderFailure } from '../../platform/payment-provider/client.ts';
import { ProblemError } from '../../platform/http/problem-error.ts';
import { cardToken } from './linked-cards.ts';
import { holdPayment } from './locks.ts';
import type { PaymentDeps } from './payment-deps.ts';
import { isFinal } from './rules.ts';
import { currency, endWithoutOrder, mismatch, takeOver } from './settle.ts';
import type { PaymentTable } from './tables.ts';

/**
 * What opening a payment at the payment system came to. `refused`: it certainly took nothing on. `silent`: nobody knows;
 * the payment stays as it is and is asked about.
 */
export type Opening =
  | { readonly kind: 'opened'; readonly payment: PaymentTable }
  | { readonly kind: 'refused' }
  | { readonly kind: 'silent' };

/** What is done in the transaction that stores an opening; keeps the answer of the request under its key. */
export type Keep = (trx: Transaction<Database>, payment: PaymentTable) => Promise<void>;

const keepNothing: Keep = () => Promise.resolve();

function orderOf({ core, origin }: PaymentDeps, payment: PaymentTable, token: string | null): OrderRequest {
  const rules = core.profile.payments.methods.find((one) => one.id === payment.method);
  const mobile = payment.method === 'mobile';
  const left = (payment.expires_at ?? 0) - core.clock.now();
  return {
    paymentId: payment.id,
    amountKopecks: payment.amount_kopecks,
    currency,
    method: payment.method,
    description: `Договор ${payment.contract_number}`,
    language: language.parse(payment.language),
    returnUrl: `${origin()}${paths.paymentReturn}`,
    webhookUrl: `${origin()}${paths.paymentWebhook}`,
    expiresMs: Math.max(1, left),
    phone: payment.phone,
    confirmed: payment.origin === 'sms',
    mustRemainKopecks: mobile ? (rules?.mustRemainKopecks ?? null) : null,
    cardToken: token,
    saveCard: payment.link_card === 1,
  };
}

/** One transaction on a held payment; a payment that is gone is a fault of the program. */
export function onPayment<T>(
  deps: PaymentDeps,
  id: string,
  work: (unit: UnitOfWork, payment: PaymentTable) => Promise<T>,
): Promise<T> {
  return inTransaction(deps.core, async (unit) => {
    const payment = await holdPayment(unit.trx, id);
    if (payment === undefined) throw new ProblemError('payment-not-found');
    return work(unit, payment);
  });
}

/**
 * Takes over an order that the payment system answered with. What ended meanwhile is called off there as well, so that
 * nobody can still pay it. Null: what was answered is not this payment's.
 */
export async function takeOverAnswer(
  deps: PaymentDeps,
  id: string,
  order: Order,
  keep: Keep = keepNothing,
): Promise<PaymentTable | null> {
  const taken = await onPayment(deps, id, async (unit, payment) => {
    const wrong = mismatch(payment, order);
    if (wrong !== null) {
      deps.log.warn({ paymentId: id, wrong }, 'the payment system answered with an order that is not the payment’s');
      return null;
    }
    const after = await takeOver(deps, unit, payment, order);
    await keep(unit.trx, after);
    return after;
  });
  if (taken === null || !isFinal(taken.status) || taken.status === 'succeeded') return taken;
  if (order.status !== 'awaiting-payer') return taken;
  // Calling off can fail, or come too late: then it is asked about like every other.
  const off = await deps.provider.cancelOrder(order.id).catch(unlessTrouble);
  return off === null || off.status === 'awaiting-payer' ? taken : takeOverAnswer(deps, id, off);
}

/** Lets what the payment system did not do pass as null. */
export function unlessTrouble(error: unknown): null {
  if (error instanceof ProviderFailure) return null;
  throw error;
}

/** Takes over the order that the payment system has of a payment; null: it has none. Throws `ProviderFailure`. */
async function openedBefore(deps: PaymentDeps, { id }: PaymentTable, keep: Keep): Promise<Opening | null> {
  const [order] = await deps.provider.findOrders(id);
  return order === undefined ? null : openedWith(deps, id, order, keep);
}

async function openedWith(deps: PaymentDeps, id: string, order: Order, keep: Keep): Promise<Opening> {
  const payment = await takeOverAnswer(deps, id, order, keep);
  return payment === null ? { kind: 'silent' } : { kind: 'opened', payment };
}

/** There is no order, and there will be none. */
async function endUnopened(deps: PaymentDeps, id: string, keep: Keep, unlinked: boolean): Promise<Opening> {
  if (!unlinked) deps.log.warn({ paymentId: id }, 'the payment system calls an order of ours invalid');
  const payment = await onPayment(deps, id, async (unit, held) => {
    const after = await endWithoutOrder(
      deps,
      unit,
      held,
      unlinked
        ? { status: 'declined', decline_reason: 'card-unlinked' }
        : { status: 'cancelled', decline_reason: null },
    );
    await keep(unit.trx, after);
    return after;
  });
  return { kind: 'opened', payment };
}

/** What came to an end is not opened any more: a linked card would be charged at once. Null: it has not. */
async function endedBefore(deps: PaymentDeps, { id }: PaymentTable, keep: Keep): Promise<Opening | null> {
  return onPayment(deps, id, async (unit, held) => {
    if (!isFinal(held.status)) return null;
    await keep(unit.trx, held);
    return { kind: 'opened', payment: held };
  });
}

/**
 * Opens a payment at the payment system, or goes on with an opening that broke: its id is the key there, so however
 * often this is done there is one order.
 * @param before a try went before this one: what it left is looked for first
 */
export async function openOrder(
  deps: PaymentDeps,
  payment: PaymentTable,
  before: boolean,
  keep: Keep = keepNothing,
): Promise<Opening> {
  const { core, provider } = deps;
  const { id, linked_card_id: cardId, account_id: accountId } = payment;
  try {
    const found = before ? await openedBefore(deps, payment, keep) : null;
    if (found !== null) return found;
    const ended = await endedBefore(deps, payment, keep);
    if (ended !== null) return ended;
    const token = cardId === null || accountId === null ? null : await cardToken(core.db, accountId, cardId);
    if (cardId !== null && token === null) return await endUnopened(deps, id, keep, true);
    try {
      return await openedWith(deps, id, await provider.createOrder(orderOf(deps, payment, token)), keep);
    } catch (error) {
      if (!(error instanceof ProviderFailure) || error.trouble !== 'invalid') throw error;
      // Also said of an order that stands, when what goes with it (our own address) has changed since.
      return (await openedBefore(deps, payment, keep)) ?? (await endUnopened(deps, id, keep, token !== null));
    }
  } catch (error) {
    if (!(error instanceof ProviderFailure)) throw error;
    return { kind: error.trouble === 'refused' ? 'refused' : 'silent' };
  }
}
