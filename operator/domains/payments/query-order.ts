import { inTransaction } from '../../platform/database/unit-of-work.ts';
import type { Order } from '../../platform/payment-provider/api.ts';
import { ProviderFailure } from '../../platform/payment-provider/client.ts';
import { onPayment, openOrder, applyAnswer, nullOnFailure } from './open-order.ts';
import type { PaymentDeps } from './payment-deps.ts';
import { isFinal } from './rules.ts';
import { endWithoutOrder } from './settle.ts';
import type { PaymentTable } from './tables.ts';

/** Reads the order of a payment at the payment system; null: there is none. Throws `ProviderFailure`. */
async function readOrder({ provider }: PaymentDeps, { id, order_id }: PaymentTable): Promise<Order | null> {
  if (order_id === null) return (await provider.findOrders(id))[0] ?? null;
  try {
    return await provider.readOrder(order_id);
  } catch (error) {
    if (error instanceof ProviderFailure && error.trouble === 'unknown') return null;
    throw error;
  }
}

async function touch(deps: PaymentDeps, payment: PaymentTable): Promise<void> {
  await inTransaction(deps.core, ({ trx, now }) =>
    trx.updateTable('payments').set({ asked_at: now }).where('id', '=', payment.id).execute(),
  );
}

/** Expires a payment that has no order at the payment system after its deadline. */
async function expire(deps: PaymentDeps, payment: PaymentTable): Promise<void> {
  const { id, order_id } = payment;
  if (order_id !== null) deps.log.warn({ paymentId: id }, 'the payment system does not know an order that it had');
  await onPayment(deps, id, async (unit, held) => {
    if (held.order_id !== order_id) return;
    await endWithoutOrder(deps, unit, { ...held, order_id: null }, { status: 'expired', decline_reason: null });
  });
}

/**
 * Queries the payment system for a payment and applies the answer. An interrupted opening is continued; an unpaid payment past
 * its deadline is cancelled and ends as `expired`. Throws `ProviderFailure` when the payment system does not answer.
 */
export async function syncPayment(deps: PaymentDeps, payment: PaymentTable): Promise<void> {
  const { core, provider } = deps;
  if (payment.status === 'succeeded') return;
  await touch(deps, payment);
  const order = await readOrder(deps, payment);
  const now = core.clock.now();
  const over = payment.expires_at !== null && payment.expires_at <= now;
  if (order === null) {
    if (isFinal(payment.status)) return;
    if (over) return expire(deps, payment);
    // The request that created it may still be running; after its lease the opening is continued here.
    const running = payment.created_at + core.profile.payments.requestLeaseMs > now;
    if (payment.order_id === null && !running) await openOrder(deps, payment, false);
    return;
  }
  const taken = await applyAnswer(deps, payment.id, order);
  if (taken === null || isFinal(taken.status) || !over || order.status !== 'awaiting-payer') return;
  const off = await provider.cancelOrder(order.id).catch(nullOnFailure);
  if (off !== null) await applyAnswer(deps, payment.id, off);
}

/**
 * Cancels an unpaid payment; one that was paid meanwhile stays paid.
 * Throws `ProviderFailure` when the payment system does not answer: nothing is changed then.
 */
export async function cancelPayment(deps: PaymentDeps, payment: PaymentTable): Promise<void> {
  if (isFinal(payment.status)) return;
  const order = payment.order_id === null ? await readOrder(deps, payment) : null;
  const orderId = payment.order_id ?? order?.id ?? null;
  if (orderId !== null) {
    await applyAnswer(deps, payment.id, await deps.provider.cancelOrder(orderId));
    return;
  }
  // An opening in progress finds the payment final and cancels its order.
  await onPayment(deps, payment.id, (unit, held) =>
    endWithoutOrder(deps, unit, held, { status: 'cancelled', decline_reason: null }),
  );
}
