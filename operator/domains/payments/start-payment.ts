import type { Transaction } from 'kysely';
import type { Payment, PaymentRequest } from '#protocol/api/payments.ts';
import type { Database } from '../../platform/database/schema.ts';
import { inTransaction } from '../../platform/database/unit-of-work.ts';
import { ProblemError } from '../../platform/http/problem-error.ts';
import { withIdempotencyKey } from '../../platform/idempotency/idempotency.ts';
import { describePayment } from './describe-payment.ts';
import { onPayment, openOrder, type Keep, type Opening } from './open-order.ts';
import { requirePayee } from './payees.ts';
import type { PaymentDeps } from './payment-deps.ts';
import { endWithoutOrder } from './settle.ts';
import { createPayment, type NewPayment } from './create-payment.ts';
import type { PaymentTable } from './tables.ts';

/** Scope of the idempotency keys of an account's payments. */
export function paymentScope(accountId: string): string {
  return `payments:${accountId}`;
}

/** Finds the payment of an idempotency key. Errors: `idempotency-key-reused` when it was made for another request. */
export async function findByKey(trx: Transaction<Database>, wanted: NewPayment): Promise<PaymentTable | undefined> {
  const row = await trx.selectFrom('payments').selectAll().where('key_hash', '=', wanted.keyHash).executeTakeFirst();
  // Stored answers expire after a day, payments do not: compare the request with the payment itself.
  const same =
    row === undefined ||
    (row.payee === wanted.payee && row.amount_kopecks === wanted.amountKopecks && row.method === wanted.method);
  if (!same) throw new ProblemError('idempotency-key-reused');
  return row;
}

/**
 * Opens a payment at the payment system. If the payment system certainly created no order and this was the first attempt, the
 * payment is cancelled and its key released, so that it does not block another payment.
 *
 * @param first true for the first attempt
 */
export async function openNewPayment(
  deps: PaymentDeps,
  payment: PaymentTable,
  first: boolean,
  keep?: Keep,
): Promise<Opening> {
  const opening = await openOrder(deps, payment, !first, keep);
  if (opening.kind !== 'refused' || !first) return opening;
  await onPayment(deps, payment.id, async (unit, held) => {
    await endWithoutOrder(deps, unit, held, { status: 'cancelled', decline_reason: null });
    await unit.trx
      .updateTable('payments')
      .set({ key_hash: `${held.key_hash}:${held.id}` })
      .where('id', '=', held.id)
      .where('order_id', 'is', null)
      .execute();
  });
  return opening;
}

/** Input of `startPayment`. */
export interface PaymentStart {
  readonly accountId: string;
  readonly request: PaymentRequest;
  /** Value of the `Idempotency-Key` header. */
  readonly key: string | undefined;
}

/** Checks that the fields fit the method. Errors: `input-invalid`. */
function requireConsistentFields({ method, phone, linkedCardId, linkCard }: PaymentRequest): void {
  const fields: string[] = [];
  if ((method === 'mobile') !== (phone !== null)) fields.push('phone');
  if (linkedCardId !== null && method !== 'bank-card') fields.push('linkedCardId');
  if (linkCard && (method !== 'bank-card' || linkedCardId !== null)) fields.push('linkCard');
  if (fields.length > 0) throw new ProblemError('input-invalid', { fields });
}

/**
 * Creates a payment and opens it at the payment system, once per idempotency key. After a crash between the two steps the same
 * request continues with the stored payment, and so does the reconciliation job (`syncPayment`). If the payment system does
 * not answer, the payment stays `created` and its order is queried later.
 *
 * Errors: those of `createPayment`, of `requirePayee` and of the key (`withIdempotencyKey`); `input-invalid`;
 * `payment-system-unavailable`: nothing was charged, the same key may be sent again.
 */
export async function startPayment(deps: PaymentDeps, { accountId, request, key }: PaymentStart): Promise<Payment> {
  const { core } = deps;
  requireConsistentFields(request);
  return withIdempotencyKey(core, { scope: paymentScope(accountId), key, body: request }, async (claim) => {
    const wanted: NewPayment = { ...request, accountId, origin: 'online', keyHash: claim.keyHash };
    const describe = async (db: Transaction<Database> | typeof core.db, id: string): Promise<Payment> => {
      const described = await describePayment(deps, db, accountId, id);
      if (described === null) throw new ProblemError('payment-not-found');
      return described;
    };
    const before = await core.db
      .selectFrom('payments')
      .select('id')
      .where('key_hash', '=', claim.keyHash)
      .executeTakeFirst();
    // Outside the transaction: the count of wrong numbers has to survive its rollback.
    if (before === undefined) await requirePayee(core, accountId, request.payee);
    const { payment, first } = await inTransaction(core, async (unit) => {
      await claim.stand(unit.trx);
      const found = await findByKey(unit.trx, wanted);
      if (found !== undefined) return { payment: found, first: false };
      return { payment: await createPayment(core, unit, wanted), first: true };
    });
    claim.hold();
    const opening = await openNewPayment(deps, payment, first, async (trx, { id }) =>
      claim.keep(trx, await describe(trx, id)),
    );
    if (opening.kind === 'refused') throw new ProblemError('payment-system-unavailable');
    return describe(core.db, payment.id);
  });
}
