import type { AutopayOrder, AutopayOutcome } from '../autopay/index.ts';
import { inTransaction } from '../../platform/database/unit-of-work.ts';
import { ProblemError } from '../../platform/http/problem-error.ts';
import { keyHash } from '../../platform/idempotency/hashes.ts';
import type { SmsPaymentOutcome, SmsPaymentRequest } from '../sms-payments/sms-payments.ts';
import type { SmsRefusal } from '../sms-payments/answers.ts';
import { openFirst, standing } from './begin.ts';
import { lockPayer } from './locks.ts';
import type { Opening } from './open-order.ts';
import type { PaymentDeps } from './payment-deps.ts';
import { takeOn, type NewPayment } from './create-payment.ts';
import type { PaymentTable } from './tables.ts';

interface Tried {
  readonly payment: PaymentTable;
  /** Null: there was nothing to open any more. */
  readonly opening: Opening | null;
  /** No try went before this one. */
  readonly first: boolean;
}

/**
 * Takes a payment on that nobody sits before, or goes on with it: the payment's own row is what stands under its key,
 * for ever. Errors: those of `takeOn`.
 */
async function takeOnOnce(deps: PaymentDeps, payer: string, wanted: NewPayment): Promise<Tried> {
  const { core } = deps;
  const { payment, first } = await inTransaction(core, async (unit) => {
    // Before the look: of two at once the later one finds what the earlier one made.
    await lockPayer(unit.trx, payer);
    const found = await standing(unit.trx, wanted);
    if (found !== undefined) return { payment: found, first: false };
    return { payment: await takeOn(core, unit, wanted), first: true };
  });
  if (payment.status !== 'created') return { payment, opening: null, first };
  // Whoever began it is at it, and may give its key back; after that it is gone on with here.
  const begun = payment.created_at + core.profile.payments.requestLeaseMs > core.clock.now();
  const opening: Opening = !first && begun ? { kind: 'silent' } : await openFirst(deps, payment, first);
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

/** Takes on a payment from a phone's account that was confirmed by having been written. See `TakeSmsPayment`. */
export async function takeSmsPayment(deps: PaymentDeps, request: SmsPaymentRequest): Promise<SmsPaymentOutcome> {
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
  let tried: Tried;
  try {
    tried = await takeOnOnce(deps, `phone:${phone}`, wanted);
  } catch (error) {
    return { kind: 'refused', refusal: smsRefusal(error) };
  }
  const { payment, opening, first } = tried;
  if (opening === null || opening.kind === 'opened') return { kind: 'taken', paymentId: payment.id };
  return { kind: 'waiting', paymentId: opening.kind === 'refused' && first ? null : payment.id };
}

function autopayKey(key: string): string {
  return keyHash('autopay', key);
}

/** How the payment under a key of autopay stands; null: there never was one. */
export async function findCardPayment({ core }: PaymentDeps, key: string): Promise<AutopayOutcome | null> {
  const row = await core.db
    .selectFrom('payments')
    .select(['status', 'decline_reason'])
    .where('key_hash', '=', autopayKey(key))
    .executeTakeFirst();
  return row === undefined ? null : { status: row.status, declineReason: row.decline_reason };
}

/**
 * Pays with a linked card, without a page and without anybody before it; once a key, and the same key again goes on with
 * it or says how it stands.
 *
 * Errors: those of `takeOn`; `payment-system-unavailable`: nothing was charged, the same key tries again.
 */
export async function payWithLinkedCard(deps: PaymentDeps, order: AutopayOrder): Promise<AutopayOutcome> {
  const { accountId, contractNumber, linkedCardId, amountKopecks, language, key } = order;
  const { opening, first } = await takeOnOnce(deps, `account:${accountId}`, {
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
