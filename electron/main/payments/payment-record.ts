import { z } from 'zod';
import { paymentRequest, type Payment } from '#protocol/api/payments.ts';
import { trackedPayment, type TrackedPayment } from '#protocol/ipc/state.ts';

/**
 * A payment as main keeps it. `key` and `request` are on disk, or in memory on somebody else's computer, before the request
 * leaves; both are null for a payment that was found at the service.
 */
export const paymentRecord = trackedPayment.extend({
  /** The service it was sent to: `embedded`, or an origin. */
  service: z.string(),
  /** Nobody else is ever shown it. */
  accountId: z.string(),
  key: z.string().min(16).max(80).nullable(),
  request: paymentRequest.nullable(),
});
export type PaymentRecord = z.infer<typeof paymentRecord>;

/** The sealed file of payments. */
export const keptPayments = z.object({ version: z.literal(1), payments: z.array(paymentRecord) });
export type KeptPayments = z.infer<typeof keptPayments>;

/** Whether its outcome is still to come; meanwhile no other payment is begun. */
export function isOpen({ phase }: Pick<PaymentRecord, 'phase'>): boolean {
  return phase !== 'settled' && phase !== 'not-sent';
}

/** Whether a status is an end. */
export function isFinal({ status }: Pick<Payment, 'status'>): boolean {
  return status !== 'created' && status !== 'pending';
}

/** Whether the payer has to go to the payment system's page: a QR code is shown here, a phone is asked by itself. */
export function needsPage({ method, pageUrl, stage }: Payment): boolean {
  return pageUrl !== null && method !== 'sbp' && method !== 'mobile' && stage !== 'bank';
}

/** What the page is told: no key, no account. */
export function toTracked(record: PaymentRecord): TrackedPayment {
  return trackedPayment.parse(record);
}

/** From here on it is not known what becomes of it. `at`: instant, null when nobody saw it. */
export function inDoubt(record: PaymentRecord, because: TrackedPayment['because'], at: string | null): PaymentRecord {
  return isOpen(record) ? { ...record, phase: 'checking', because, brokeAt: at } : record;
}

/** As an earlier run left it: whatever it was doing is not being done any more. */
export function afterRestart(record: PaymentRecord): PaymentRecord {
  return record.phase === 'checking' ? record : inDoubt(record, 'restart', null);
}

/** It is certain that the service never took it on, and never will under this key. */
export function neverSent(record: PaymentRecord): PaymentRecord {
  return record.payment === null ? { ...record, phase: 'not-sent', because: null } : record;
}

/**
 * With what the service told of it. Answers come in any order: an end stays an end, but money that moved always counts.
 */
export function withAnswer(record: PaymentRecord, told: Payment): PaymentRecord {
  const before = record.payment;
  if (before !== null && isFinal(before) && (before.status === 'succeeded' || told.status !== 'succeeded'))
    return record;
  const next: PaymentRecord = {
    ...record,
    payment: told,
    maskedName: told.maskedName,
    contractNumber: told.contractNumber,
  };
  if (isFinal(told)) return { ...next, phase: 'settled', because: null };
  if (record.phase === 'at-page') return next;
  // The payment system does not know it yet: nothing can be done there, and nobody waits for anything.
  if (told.status === 'created') return { ...next, phase: 'checking', because: record.because ?? 'line' };
  if (!needsPage(told)) return { ...next, phase: 'waiting', because: null };
  return record.phase === 'checking' ? next : { ...next, phase: 'checking' };
}

/** A payment of this account that the service knows and this program does not, or not any more. */
export function foundAtService(told: Payment, of: Pick<PaymentRecord, 'service' | 'accountId'>): PaymentRecord {
  const record: PaymentRecord = {
    ...of,
    id: told.id,
    key: null,
    request: null,
    payee: told.payee,
    maskedName: told.maskedName,
    contractNumber: told.contractNumber,
    amountKopecks: told.amountKopecks,
    method: told.method,
    phase: 'checking',
    because: 'restart',
    startedAt: told.createdAt,
    brokeAt: null,
    lastAskedAt: null,
    payment: null,
  };
  return withAnswer(record, told);
}
