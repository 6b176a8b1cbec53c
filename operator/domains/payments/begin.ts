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
import { takeOn, type NewPayment } from './create-payment.ts';
import type { PaymentTable } from './tables.ts';

/** What the Idempotency-Keys of an account's payments are kept under. */
export function paymentScope(accountId: string): string {
  return `payments:${accountId}`;
}

/** The payment that stands under a key already; the same key for something else is refused. */
export async function standing(trx: Transaction<Database>, wanted: NewPayment): Promise<PaymentTable | undefined> {
  const row = await trx.selectFrom('payments').selectAll().where('key_hash', '=', wanted.keyHash).executeTakeFirst();
  // Answers are stored for a day and payments for ever: the same key, after that, for something else.
  const same =
    row === undefined ||
    (row.payee === wanted.payee && row.amount_kopecks === wanted.amountKopecks && row.method === wanted.method);
  if (!same) throw new ProblemError('idempotency-key-reused');
  return row;
}

/**
 * Opens a payment at the payment system. When that certainly took nothing on, and nothing went there before, the
 * payment ends here and gives its key back, so that nothing stands in the way of another one.
 * @param first no try went before this one
 */
export async function openFirst(
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

/** A wish to pay, and whose. */
export interface PaymentBeginning {
  readonly accountId: string;
  readonly request: PaymentRequest;
  /** The `Idempotency-Key` as it came. */
  readonly key: string | undefined;
}

/** Parts of a request that do not go together: `input-invalid`. */
function requireParts({ method, phone, linkedCardId, linkCard }: PaymentRequest): void {
  const fields: string[] = [];
  if ((method === 'mobile') !== (phone !== null)) fields.push('phone');
  if (linkedCardId !== null && method !== 'bank-card') fields.push('linkedCardId');
  if (linkCard && (method !== 'bank-card' || linkedCardId !== null)) fields.push('linkCard');
  if (fields.length > 0) throw new ProblemError('input-invalid', { fields });
}

/**
 * Takes a payment on and opens it at the payment system, once a key. A crash between the steps leaves a payment that the
 * same request goes on with, and that the service goes on with by itself (`askAbout`). A payment system that said
 * nothing leaves it `created`: nobody knows, and it is asked about.
 *
 * Errors: those of `takeOn`, of `requirePayee` and of the key (`withIdempotencyKey`); `input-invalid`;
 * `payment-system-unavailable`: nothing was charged, the same key tries again.
 */
export async function beginPayment(deps: PaymentDeps, { accountId, request, key }: PaymentBeginning): Promise<Payment> {
  const { core } = deps;
  requireParts(request);
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
    // Wrong numbers are counted, and have to stay counted: outside the transaction that they undo.
    if (before === undefined) await requirePayee(core, accountId, request.payee);
    const { payment, first } = await inTransaction(core, async (unit) => {
      await claim.stand(unit.trx);
      const found = await standing(unit.trx, wanted);
      if (found !== undefined) return { payment: found, first: false };
      return { payment: await takeOn(core, unit, wanted), first: true };
    });
    claim.hold();
    const opening = await openFirst(deps, payment, first, async (trx, { id }) =>
      claim.keep(trx, await describe(trx, id)),
    );
    if (opening.kind === 'refused') throw new ProblemError('payment-system-unavailable');
    return describe(core.db, payment.id);
  });
}
