import type { Transaction } from 'kysely';
import { payments } from '#protocol/api/payments.ts';
import { language } from '#protocol/primitives.ts';
import type { Database } from '../../platform/database/schema.ts';
import { inTransaction, type UnitOfWork } from '../../platform/database/unit-of-work.ts';
import type { Order, OrderRequest } from '../../platform/payment-provider/api.ts';
import { ProviderFailure } from '../../platform/payment-provider/client.ts';
import { ProblemError } from '../../platform/http/problem-error.ts';
import { cardToken } from './linked-cards.ts';
import { lockPayment } from './locks.ts';
import type { PaymentDeps } from './payment-deps.ts';
import { isFinal } from './rules.ts';
import { currency, endWithoutOrder, mismatch, applyOrder } from './settle.ts';
import type { PaymentTable } from './tables.ts';

/**
 * Result of opening a payment at the payment system. `refused`: it certainly created no order. `no-answer`: unknown; the payment
 * stays as it is and its order is queried later.
 */
export type Opening =
  | { readonly kind: 'opened'; readonly payment: PaymentTable }
  | { readonly kind: 'refused' }
  | { readonly kind: 'no-answer' };

/** Runs in the transaction that stores the order; stores the answer of the request under its idempotency key. */
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
    returnUrl: `${origin()}${payments.returnPage.path}`,
    webhookUrl: `${origin()}${payments.webhook.path}`,
    expiresMs: Math.max(1, left),
    phone: payment.phone,
    confirmed: payment.origin === 'sms',
    mustRemainKopecks: mobile ? (rules?.mustRemainKopecks ?? null) : null,
    cardToken: token,
    saveCard: payment.link_card === 1,
  };
}

/** Runs work in a transaction with the payment locked. Errors: `payment-not-found`. */
export function onPayment<T>(
  deps: PaymentDeps,
  id: string,
  work: (unit: UnitOfWork, payment: PaymentTable) => Promise<T>,
): Promise<T> {
  return inTransaction(deps.core, async (unit) => {
    const payment = await lockPayment(unit.trx, id);
    if (payment === undefined) throw new ProblemError('payment-not-found');
    return work(unit, payment);
  });
}

/**
 * Applies an order that the payment system answered with. If the payment has become final meanwhile, the order is cancelled, so
 * that it cannot be paid any more. Null: the order is not this payment's.
 */
export async function applyAnswer(
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
    const after = await applyOrder(deps, unit, payment, order);
    await keep(unit.trx, after);
    return after;
  });
  if (taken === null || !isFinal(taken.status) || taken.status === 'succeeded') return taken;
  if (order.status !== 'awaiting-payer') return taken;
  // Cancelling may fail or come too late: reconciliation picks it up.
  const off = await deps.provider.cancelOrder(order.id).catch(nullOnFailure);
  return off === null || off.status === 'awaiting-payer' ? taken : applyAnswer(deps, id, off);
}

/** Error handler: a failure of the payment system becomes null. */
export function nullOnFailure(error: unknown): null {
  if (error instanceof ProviderFailure) return null;
  throw error;
}

/** Applies the order that the payment system already has for a payment; null: it has none. Throws `ProviderFailure`. */
async function openExisting(deps: PaymentDeps, { id }: PaymentTable, keep: Keep): Promise<Opening | null> {
  const [order] = await deps.provider.findOrders(id);
  return order === undefined ? null : openedWith(deps, id, order, keep);
}

async function openedWith(deps: PaymentDeps, id: string, order: Order, keep: Keep): Promise<Opening> {
  const payment = await applyAnswer(deps, id, order, keep);
  return payment === null ? { kind: 'no-answer' } : { kind: 'opened', payment };
}

/** Ends a payment for which there will be no order. */
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

/** Returns a final payment unopened: opening it would charge a linked card. Null: it is not final. */
async function alreadyFinal(deps: PaymentDeps, { id }: PaymentTable, keep: Keep): Promise<Opening | null> {
  return onPayment(deps, id, async (unit, held) => {
    if (!isFinal(held.status)) return null;
    await keep(unit.trx, held);
    return { kind: 'opened', payment: held };
  });
}

/**
 * Opens a payment at the payment system, or continues an interrupted opening. The payment's id is the idempotency key there, so
 * that repeated calls create one order.
 *
 * @param before true if there was an earlier attempt: its order is looked up first
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
    const found = before ? await openExisting(deps, payment, keep) : null;
    if (found !== null) return found;
    const ended = await alreadyFinal(deps, payment, keep);
    if (ended !== null) return ended;
    const token = cardId === null || accountId === null ? null : await cardToken(core.db, accountId, cardId);
    if (cardId !== null && token === null) return await endUnopened(deps, id, keep, true);
    try {
      return await openedWith(deps, id, await provider.createOrder(orderOf(deps, payment, token)), keep);
    } catch (error) {
      if (!(error instanceof ProviderFailure) || error.trouble !== 'invalid') throw error;
      // Also the answer for an existing order whose other fields (our own address) have changed since.
      return (await openExisting(deps, payment, keep)) ?? (await endUnopened(deps, id, keep, token !== null));
    }
  } catch (error) {
    if (!(error instanceof ProviderFailure)) throw error;
    return { kind: error.trouble === 'refused' ? 'refused' : 'no-answer' };
  }
}
