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

/** What is wrong with an order that is said to be a payment's; null: nothing. For the log. */
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

/** Tells the payer what became of a payment. */
async function tellPayer(unit: UnitOfWork, payment: PaymentTable): Promise<void> {
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

/** Takes a payment's money off the balance again, and tells the contract's people. Reception is left to the next 00:00, as with every debt. */
async function takeBack(unit: UnitOfWork, payment: PaymentTable): Promise<number> {
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

/** Moves the money that a step says moved; each movement has a key, so that no second one can stand. */
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
  if (step.refund) moved.refund_transaction_id = await takeBack(unit, payment);
  return moved;
}

/** What was called off once its time was over ended because of that, and so its payer is to hear it. */
function endOf(payment: PaymentTable, order: Order, now: number): Order['status'] {
  const over = payment.expires_at !== null && payment.expires_at <= now;
  return order.status === 'cancelled' && over ? 'expired' : order.status;
}

/**
 * Takes over what the payment system says of an order, in one transaction: the payment's state, the money, and who is
 * told. Whatever comes twice, late or in another order than it happened changes nothing twice; money that moved always
 * counts. The payment is held by the caller (`holdPayment`), who made sure that the order is its (`mismatch`).
 *
 * @returns the payment as it is then
 */
export async function takeOver(
  deps: PaymentDeps,
  unit: UnitOfWork,
  payment: PaymentTable,
  order: Order,
): Promise<PaymentTable> {
  const { trx, now } = unit;
  const step = nextStep(stateOf(payment), { ...order, status: endOf(payment, order, now) });
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
  if (after.status !== payment.status || after.stage !== payment.stage || step.refund) await tellPayer(unit, after);
  return after;
}

/**
 * Ends a payment that the payment system certainly has no order of, or will take none for. Does nothing where it has
 * come to an end, or where an order is known by now.
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
  await tellPayer(unit, after);
  return after;
}
