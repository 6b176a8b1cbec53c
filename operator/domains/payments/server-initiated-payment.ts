import type { CardPaymentOrder, CardPaymentOutcome } from './server-payments.ts';
import { inTransaction } from '../../platform/database/unit-of-work.ts';
import { ProblemError } from '../../platform/http/problem-error.ts';
import { keyHash } from '../../platform/idempotency/hashes.ts';
import type { SmsPaymentOutcome, SmsPaymentRequest, SmsRefusal } from './server-payments.ts';
import { openNewPayment, findByKey } from './start-payment.ts';
import { lockPayer } from './locks.ts';
import type { Opening } from './open-order.ts';
import type { PaymentDeps } from './payment-deps.ts';
import { createPayment, type NewPayment } from './create-payment.ts';
import type { PaymentTable } from './tables.ts';

/** Result of `createOnce`. */
interface Attempt {
  readonly payment: PaymentTable;
  /** Null: the payment was opened before. */
  readonly opening: Opening | null;
  /** True for the first attempt. */
  readonly first: boolean;
}

/**
 * Creates a server-initiated payment, or continues with it: the payment's row is the record of its key and never expires.
 * Errors: those of `createPayment`.
 */
async function createOnce(deps: PaymentDeps, payer: string, wanted: NewPayment): Promise<Attempt> {
  const { core } = deps;
  const { payment, first } = await inTransaction(core, async (unit) => {
    // Locked before the lookup, so that of two concurrent attempts the second finds the payment of the first.
    await lockPayer(unit.trx, payer);
    const found = await findByKey(unit.trx, wanted);
    if (found !== undefined) return { payment: found, first: false };
    return { payment: await createPayment(core, unit, wanted), first: true };
  });
  if (payment.status !== 'created') return { payment, opening: null, first };
  // The first attempt may still be running and may release the key; after its lease the opening is continued here.
  const running = payment.created_at + core.profile.payments.requestLeaseMs > core.clock.now();
  const opening: Opening = !first && running ? { kind: 'no-answer' } : await openNewPayment(deps, payment, first);
  return { payment, opening, first };
}

function smsRefusal(error: unknown): SmsRefusal {
  if (!(error instanceof ProblemError)) throw error;
  const { code, facts } = error;
  if (code === 'payee-not-found') return { why: 'payee-unknown' };
  if (code === 'contract-closed') return { why: 'contract-closed' };
  if (code === 'method-limit') return { why: 'phone-limit', leftKopecks: facts.maxKopecks ?? null };
  if (code !== 'method-unavailable') throw error;
  const waits = facts.reasons?.some((reason) => reason.code === 'method-request-open') ?? false;
  return { why: waits ? 'request-open' : 'mobile-off' };
}

/** Creates a payment from a mobile account; the SMS itself is its confirmation. See `TakeSmsPayment`. */
export async function createSmsPayment(deps: PaymentDeps, request: SmsPaymentRequest): Promise<SmsPaymentOutcome> {
  const { key, phone, payee, amountKopecks } = request;
  const wanted: NewPayment = {
    accountId: null,
    origin: 'sms',
    payee,
    amountKopecks,
    method: 'mobile',
    phone,
    linkedCardId: null,
    linkCard: false,
    language: deps.core.profile.languages[0] ?? 'ru',
    keyHash: keyHash('sms', key),
  };
  let attempt: Attempt;
  try {
    attempt = await createOnce(deps, `phone:${phone}`, wanted);
  } catch (error) {
    return { kind: 'refused', refusal: smsRefusal(error) };
  }
  const { payment, opening, first } = attempt;
  if (opening === null || opening.kind === 'opened') return { kind: 'taken', paymentId: payment.id };
  return { kind: 'waiting', paymentId: opening.kind === 'refused' && first ? null : payment.id };
}

function autopayKey(key: string): string {
  return keyHash('autopay', key);
}

/** Status of the payment of an autopay key; null: there is none. */
export async function findCardPayment({ core }: PaymentDeps, key: string): Promise<CardPaymentOutcome | null> {
  const row = await core.db
    .selectFrom('payments')
    .select(['status', 'decline_reason'])
    .where('key_hash', '=', autopayKey(key))
    .executeTakeFirst();
  return row === undefined ? null : { status: row.status, declineReason: row.decline_reason };
}

/**
 * Pays with a linked card without a payment page. Idempotent per key: the same key continues the payment or returns its
 * status.
 *
 * Errors: those of `createPayment`; `payment-system-unavailable`: nothing was charged, the same key may be used again.
 */
export async function payWithLinkedCard(deps: PaymentDeps, order: CardPaymentOrder): Promise<CardPaymentOutcome> {
  const { accountId, contractNumber, linkedCardId, amountKopecks, language, key } = order;
  const { opening, first } = await createOnce(deps, `account:${accountId}`, {
    accountId,
    origin: 'autopay',
    payee: contractNumber,
    amountKopecks,
    method: 'bank-card',
    phone: null,
    linkedCardId,
    linkCard: false,
    language,
    keyHash: autopayKey(key),
  });
  if (opening?.kind === 'refused' && first) throw new ProblemError('payment-system-unavailable');
  return (await findCardPayment(deps, key)) ?? { status: 'created', declineReason: null };
}
