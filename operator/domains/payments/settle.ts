import { creditContract } from '../billing/index.ts';
import { readContractBilling, UnknownContract } from '../contracts/index.ts';
import type { UnitOfWork } from '../../platform/database/unit-of-work.ts';
import { cashAccountIds, postTransaction } from '../ledger/index.ts';
import type { Order } from '../../platform/payment-provider/api.ts';
import { linkCard } from './linked-cards.ts';
import type { PaymentDeps } from './payment-deps.ts';
import { ownLabel } from './payees.ts';
import { isFinal, ledgerMethod, nextStep, type PaymentState, type PaymentStep } from './rules.ts';
import type { PaymentTable } from './tables.ts';

/** The currency of every payment. */
export const currency = 'RUB';

/** Why an order does not belong to a payment, for the log; null: it does. */
export function mismatch(payment: PaymentTable, order: Order): string | null {
  if (order.paymentId !== payment.id) return 'another payment';
  if (payment.order_id !== null && payment.order_id !== order.id) return 'another order';
  if (order.amountKopecks !== payment.amount_kopecks) return 'another amount';
  if (order.currency !== currency) return 'another currency';
  if (order.method !== payment.method) return 'another method';
  return null;
}

function stateOf(payment: PaymentTable): PaymentState {
  return {
    status: payment.status,
    stage: payment.stage,
    declineReason: payment.decline_reason,
    version: payment.order_version,
    refunded: payment.refund_transaction_id !== null,
  };
}

/** Emits `payment-changed` to the payer. */
async function emitPaymentChanged(unit: UnitOfWork, payment: PaymentTable): Promise<void> {
  if (payment.account_id === null) return;
  const { trx, now } = unit;
  const own = (await ownLabel(trx, payment.account_id, payment.contract_number)) !== null;
  unit.emit(
    now,
    {
      type: 'payment-changed',
      contractNumber: own ? payment.contract_number : null,
      paymentId: payment.id,
      origin: payment.origin,
      method: payment.method,
      status: payment.status,
      declineReason: payment.decline_reason,
      refunded: payment.refund_transaction_id !== null,
      amountKopecks: payment.amount_kopecks,
    },
    payment.account_id,
  );
}

/** Posts a refund and emits `top-up-refunded`. Reception is re-evaluated at the next 00:00, as with every debt. */
async function postRefund(unit: UnitOfWork, payment: PaymentTable): Promise<number> {
  const { trx, now, today } = unit;
  const contract = await readContractBilling(trx, payment.contract_number, today, true);
  if (contract === null) throw new UnknownContract();
  const method = ledgerMethod(payment.method);
  unit.emit(now, {
    type: 'top-up-refunded',
    contractNumber: payment.contract_number,
    amountKopecks: payment.amount_kopecks,
    balanceKopecks: contract.state.balanceKopecks - payment.amount_kopecks,
  });
  return postTransaction(trx, {
    kind: 'refund',
    at: now,
    day: today,
    method,
    idempotencyKey: `refund:${payment.id}`,
    postings: [
      { accountId: contract.accountId, amountKopecks: -payment.amount_kopecks },
      { accountId: cashAccountIds[method], amountKopecks: payment.amount_kopecks },
    ],
  });
}

type Moved = Partial<Pick<PaymentTable, 'transaction_id' | 'refund_transaction_id'>>;

/** Posts the credit or refund of a transition. Each posting has an idempotency key, so that it is made once. */
async function moveMoney(
  deps: PaymentDeps,
  unit: UnitOfWork,
  payment: PaymentTable,
  step: PaymentStep,
): Promise<Moved> {
  const method = ledgerMethod(payment.method);
  const moved: Moved = {};
  if (step.credit) {
    const { transactionId } = await creditContract(deps.core, unit, {
      kind: 'top-up',
      contractNumber: payment.contract_number,
      amountKopecks: payment.amount_kopecks,
      fromAccountId: cashAccountIds[method],
      method,
      idempotencyKey: `payment:${payment.id}`,
    });
    moved.transaction_id = transactionId;
  }
  if (step.refund) moved.refund_transaction_id = await postRefund(unit, payment);
  return moved;
}

/** An order cancelled after the payment's deadline counts as expired. */
function statusOf(payment: PaymentTable, order: Order, now: number): Order['status'] {
  const over = payment.expires_at !== null && payment.expires_at <= now;
  return order.status === 'cancelled' && over ? 'expired' : order.status;
}

/**
 * Applies a version of an order in one transaction: the payment's state, the postings and the events. Repeated, late or
 * reordered versions have no further effect; money that moved always counts. The caller has locked the payment
 * (`lockPayment`) and checked that the order belongs to it (`mismatch`).
 *
 * @returns the updated payment
 */
export async function applyOrder(
  deps: PaymentDeps,
  unit: UnitOfWork,
  payment: PaymentTable,
  order: Order,
): Promise<PaymentTable> {
  const { trx, now } = unit;
  const step = nextStep(stateOf(payment), { ...order, status: statusOf(payment, order, now) });
  const known = {
    order_id: order.id,
    page_url: order.pageUrl,
    sbp_payload: order.sbpPayload,
    card_mask: order.cardMask ?? payment.card_mask,
    asked_at: now,
  };
  const save = async (values: Partial<PaymentTable>): Promise<PaymentTable> => {
    await trx.updateTable('payments').set(values).where('id', '=', payment.id).execute();
    return { ...payment, ...values };
  };
  if (step === null) return save(known);
  const { state } = step;
  const ended = isFinal(state.status) && state.status !== payment.status;
  const after = await save({
    ...known,
    ...(await moveMoney(deps, unit, payment, step)),
    status: state.status,
    stage: state.stage,
    decline_reason: state.declineReason,
    order_version: state.version,
    settled_at: ended ? now : payment.settled_at,
  });
  if (step.credit && order.card !== null) await linkCard(unit, after, order.card);
  if (after.status !== payment.status) await deps.notifyPhone(trx, after);
  if (after.status !== payment.status || after.stage !== payment.stage || step.refund)
    await emitPaymentChanged(unit, after);
  return after;
}

/**
 * Ends a payment for which the payment system certainly has no order, or accepts none. Does nothing if the payment is final or
 * has an order by now.
 */
export async function endWithoutOrder(
  deps: PaymentDeps,
  unit: UnitOfWork,
  payment: PaymentTable,
  end: Pick<PaymentTable, 'decline_reason'> & { readonly status: 'declined' | 'cancelled' | 'expired' },
): Promise<PaymentTable> {
  if (isFinal(payment.status) || payment.order_id !== null) return payment;
  const values = { ...end, stage: null, settled_at: unit.now };
  await unit.trx.updateTable('payments').set(values).where('id', '=', payment.id).execute();
  const after = { ...payment, ...values };
  await deps.notifyPhone(unit.trx, after);
  await emitPaymentChanged(unit, after);
  return after;
}
