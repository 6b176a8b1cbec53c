import { inTransaction } from '../../platform/database/unit-of-work.ts';
import type { Order } from '../../platform/payment-provider/api.ts';
import { ProviderFailure } from '../../platform/payment-provider/client.ts';
import { onPayment, openOrder, takeOverAnswer, unlessTrouble } from './open-order.ts';
import type { PaymentDeps } from './payment-deps.ts';
import { isFinal } from './rules.ts';
import { endWithoutOrder } from './settle.ts';
import type { PaymentTable } from './tables.ts';

/** The order of a payment as the payment system has it now; null: it has none. Throws `ProviderFailure`. */
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

/** Nobody can pay any more what the payment system does not know, once its time is over. */
async function expire(deps: PaymentDeps, payment: PaymentTable): Promise<void> {
  const { id, order_id } = payment;
  if (order_id !== null) deps.log.warn({ paymentId: id }, 'the payment system does not know an order that it had');
  await onPayment(deps, id, async (unit, held) => {
    if (held.order_id !== order_id) return;
    await endWithoutOrder(deps, unit, { ...held, order_id: null }, { status: 'expired', decline_reason: null });
  });
}

/**
 * Asks the payment system what became of a payment and takes it over, until the end is known. A payment whose opening
 * broke is opened; one whose time is over, and that nobody paid, is called off and ends as expired.
 * Throws `ProviderFailure` when it does not answer.
 */
export async function askAbout(deps: PaymentDeps, payment: PaymentTable): Promise<void> {
  const { core, provider } = deps;
  if (payment.status === 'succeeded') return;
  await touch(deps, payment);
  const order = await readOrder(deps, payment);
  const now = core.clock.now();
  const over = payment.expires_at !== null && payment.expires_at <= now;
  if (order === null) {
    if (isFinal(payment.status)) return;
    if (over) return expire(deps, payment);
    // Whoever began it is at it; after that it is gone on with here.
    const begun = payment.created_at + core.profile.payments.requestLeaseMs > now;
    if (payment.order_id === null && !begun) await openOrder(deps, payment, false);
    return;
  }
  const taken = await takeOverAnswer(deps, payment.id, order);
  if (taken === null || isFinal(taken.status) || !over || order.status !== 'awaiting-payer') return;
  const off = await provider.cancelOrder(order.id).catch(unlessTrouble);
  if (off !== null) await takeOverAnswer(deps, payment.id, off);
}

/**
 * Calls off what nobody paid yet. A payment that was made meanwhile stays made.
 * Throws `ProviderFailure` when the payment system does not answer: then nothing is changed.
 */
export async function callOff(deps: PaymentDeps, payment: PaymentTable): Promise<void> {
  if (isFinal(payment.status)) return;
  const order = payment.order_id === null ? await readOrder(deps, payment) : null;
  const orderId = payment.order_id ?? order?.id ?? null;
  if (orderId !== null) {
    await takeOverAnswer(deps, payment.id, await deps.provider.cancelOrder(orderId));
    return;
  }
  // Should an opening still be under way, it finds the payment ended, and calls its order off.
  await onPayment(deps, payment.id, (unit, held) =>
    endWithoutOrder(deps, unit, held, { status: 'cancelled', decline_reason: null }),
  );
}
