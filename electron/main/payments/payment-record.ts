import { z } from 'zod';
import { paymentRequest, type Payment } from '#protocol/api/payments.ts';
import { trackedPayment, type TrackedPayment } from '#protocol/ipc/state.ts';

/**
 * A tracked payment as stored. `key` and `request` are stored before the request is sent (on disk, or on a shared computer in
 * memory). Both are null for a payment recovered from the service.
 */
export const paymentRecord = trackedPayment.extend({
  /** The service it was sent to: `embedded`, or an origin. */
  service: z.string(),
  /** The only account that it is shown to. */
  accountId: z.string(),
  key: z.string().min(16).max(80).nullable(),
  request: paymentRequest.nullable(),
});
export type PaymentRecord = z.infer<typeof paymentRecord>;

/** The sealed file of payments. */
export const keptPayments = z.object({ version: z.literal(1), payments: z.array(paymentRecord) });
export type KeptPayments = z.infer<typeof keptPayments>;

/** True while the outcome is not known. Only one payment may be open. */
export function isOpen({ phase }: Pick<PaymentRecord, 'phase'>): boolean {
  return phase !== 'settled' && phase !== 'not-sent';
}

/** True for a final status. */
export function isFinal({ status }: Pick<Payment, 'status'>): boolean {
  return status !== 'created' && status !== 'pending';
}

/** True when the payer has to open the payment page: an SBP code is shown in the program, and a phone is prompted. */
export function needsPage({ method, pageUrl, stage }: Payment): boolean {
  return pageUrl !== null && method !== 'sbp' && method !== 'mobile' && stage !== 'bank';
}

/** The part that the renderer receives: no key, no account. */
export function toTracked(record: PaymentRecord): TrackedPayment {
  return trackedPayment.parse(record);
}

/** The outcome is unknown from now on. `at`: instant of the interruption; null: not known. */
export function toChecking(
  record: PaymentRecord,
  because: TrackedPayment['because'],
  at: string | null,
): PaymentRecord {
  return isOpen(record) ? { ...record, phase: 'checking', because, brokeAt: at } : record;
}

/** A record of an earlier run: its request and its page no longer exist. */
export function afterRestart(record: PaymentRecord): PaymentRecord {
  return record.phase === 'checking' ? record : toChecking(record, 'restart', null);
}

/** The service never created the payment, and refuses its key from now on. */
export function neverSent(record: PaymentRecord): PaymentRecord {
  return record.payment === null ? { ...record, phase: 'not-sent', because: null } : record;
}

/**
 * Applies an answer of the service. Answers may arrive out of order: a final status stays, but `succeeded` always wins.
 */
export function withAnswer(record: PaymentRecord, answer: Payment): PaymentRecord {
  const before = record.payment;
  if (before !== null && isFinal(before) && (before.status === 'succeeded' || answer.status !== 'succeeded'))
    return record;
  const next: PaymentRecord = {
    ...record,
    payment: answer,
    maskedName: answer.maskedName,
    contractNumber: answer.contractNumber,
  };
  if (isFinal(answer)) return { ...next, phase: 'settled', because: null };
  if (record.phase === 'at-page') return next;
  // Not known to be at the payment system yet: there is no page, and nobody is prompted.
  if (answer.status === 'created') return { ...next, phase: 'checking', because: record.because ?? 'line' };
  if (!needsPage(answer)) return { ...next, phase: 'waiting', because: null };
  return record.phase === 'checking' ? next : { ...next, phase: 'checking' };
}

/** Record of a payment that only the service knows. */
export function recoveredRecord(answer: Payment, of: Pick<PaymentRecord, 'service' | 'accountId'>): PaymentRecord {
  const record: PaymentRecord = {
    ...of,
    id: answer.id,
    key: null,
    request: null,
    payee: answer.payee,
    maskedName: answer.maskedName,
    contractNumber: answer.contractNumber,
    amountKopecks: answer.amountKopecks,
    method: answer.method,
    phase: 'checking',
    because: 'restart',
    startedAt: answer.createdAt,
    brokeAt: null,
    lastAskedAt: null,
    payment: null,
  };
  return withAnswer(record, answer);
}
