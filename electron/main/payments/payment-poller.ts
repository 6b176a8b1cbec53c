import { failed, success, type Failure, type Result } from '#protocol/errors/problem.ts';
import { payments, type Payment } from '#protocol/api/payments.ts';
import type { SessionCall } from '../operator/call.ts';
import type { PaymentList } from './payment-list.ts';
import type { PaymentPorts } from './payment-ports.ts';
import {
  recoveredRecord,
  isFinal,
  isOpen,
  neverSent,
  toTracked,
  withAnswer,
  type PaymentRecord,
} from './payment-record.ts';

/** Record after a query; undefined: it is no longer in the list. */
type QueryResult = Result<PaymentRecord | undefined>;

/** Polls open payments until their outcome is known, and updates the list. */
export interface PaymentPoller {
  /** Updates the current record, which may have changed since the query was sent. */
  change(id: string, next: (record: PaymentRecord) => PaymentRecord): PaymentRecord | undefined;
  answered(id: string, payment: Payment): PaymentRecord | undefined;
  /**
   * Queries the state of a payment, by its id or its idempotency key. `deep`: the service queries the payment system now.
   * A failure (`service-…`) leaves the record as it is.
   */
  query(record: PaymentRecord, deep: boolean): Promise<QueryResult>;
  refreshAll(): Promise<void>;
  /** Refreshes a payment after an event of the service. */
  paymentChanged(paymentId: string): void;
  /** Adds open payments of the account that only the service knows. */
  recover(): Promise<void>;
  /** Excludes a payment from polling while it is being started. */
  startPending(id: string): void;
  startDone(id: string): void;
  isStarting(id: string): boolean;
  changed(): void;
  /** Starts the poll timer while a payment is open. */
  schedule(): void;
  cancelTimer(): void;
  stop(): void;
}

/** A call that answers `service-failed` instead of throwing: an exception says nothing about the payment. */
export function withoutThrowing({ call, log }: Pick<PaymentPorts, 'call' | 'log'>): SessionCall {
  return async (operation, input, ...options) => {
    try {
      return await call(operation, input, ...options);
    } catch (error) {
      log.error('payment call failed', { operation: operation.id, error });
      return failed({ code: 'service-failed' });
    }
  };
}

const notFound: Failure = { code: 'payment-not-found' };

/** @param call does not throw, see `withoutThrowing` */
export function createPaymentPoller(ports: PaymentPorts, list: PaymentList, call: SessionCall): PaymentPoller {
  const starting = new Set<string>();
  /** An event arrived while a payment was being started: the pending answer may be older. */
  let changedMeanwhile = false;
  let recoveredFor: string | null = null;
  let stopTimer: (() => void) | null = null;
  let scheduling = false;
  let stopped = false;

  const changed = (): void => ports.changed({ payments: list.mine().map(toTracked) });
  const change: PaymentPoller['change'] = (id, next) => {
    const before = list.find(id);
    if (before === undefined) return undefined;
    const after = next(before);
    if (after === before) return before;
    list.put(after);
    changed();
    if (isOpen(before) && !isOpen(after)) ports.pages.close(id);
    const { payment } = after;
    if (payment !== null && isFinal(payment) && before.payment?.status !== payment.status) ports.settled(payment);
    return after;
  };
  const answered: PaymentPoller['answered'] = (id, payment) => {
    // The same payment may have been recovered from the service before its key was queried.
    for (const other of list.mine()) {
      if (other.id !== id && other.key === null && other.payment?.id === payment.id) list.remove(other.id);
    }
    return change(id, (record) => withAnswer(record, payment));
  };
  const query: PaymentPoller['query'] = async ({ id, accountId, key, payment }, deep) => {
    // The program is closing: the next run queries it.
    if (stopped) return failed({ code: 'service-unreachable' });
    // Keys belong to an account: queried by another one, a payment would look like one that never arrived.
    const isTheirs = (): boolean => ports.session()?.accountId === accountId;
    if (!isTheirs()) return failed({ code: 'session-ended' });
    change(id, (now) => ({ ...now, lastAskedAt: new Date(ports.now()).toISOString() }));
    if (payment !== null) {
      const answer = await call(deep ? payments.check : payments.read, { paymentId: payment.id });
      return answer.ok ? success(answered(id, answer.value)) : answer;
    }
    if (key === null) return failed(notFound);
    const answer = await call(payments.byKey, { key });
    if (!answer.ok) return answer;
    if (!isTheirs()) return failed({ code: 'session-ended' });
    return success(answer.value.known ? answered(id, answer.value.payment) : change(id, neverSent));
  };
  const waiting = (): PaymentRecord[] => list.mine().filter((one) => isOpen(one) && !starting.has(one.id));
  const tick = async (): Promise<void> => {
    for (const record of waiting()) await query(record, false);
    schedule();
  };
  const schedule = (): void => {
    if (stopped || scheduling || stopTimer !== null || waiting().length === 0) return;
    scheduling = true;
    void ports.pollIntervalMs().then((intervalMs) => {
      scheduling = false;
      if (stopped || intervalMs === null || stopTimer !== null || waiting().length === 0) return;
      stopTimer = ports.later(intervalMs, () => {
        stopTimer = null;
        void tick();
      });
    });
  };
  const recover = async (): Promise<void> => {
    const session = ports.session();
    if (session === null) return;
    // Loaded first, so that a stored payment is not added a second time.
    await list.load();
    const answer = await call(payments.list, {});
    if (!answer.ok || ports.session()?.sessionId !== session.sessionId) return;
    // One of them may be a tracked payment whose answer was lost: that one is resolved by its key first.
    if (list.mine().some((one) => one.payment === null && isOpen(one))) return;
    recoveredFor = session.sessionId;
    for (const payment of answer.value.payments) {
      const known = list.mine().some((one) => one.payment?.id === payment.id);
      if (known || isFinal(payment) || payment.origin !== 'online') continue;
      const record = recoveredRecord(payment, { service: ports.service, accountId: session.accountId });
      // If it cannot be stored, the next run recovers it from the service again.
      await list.add(record, session.kept).catch(() => undefined);
    }
    changed();
    schedule();
  };
  const refreshAll = async (): Promise<void> => {
    // A payment that ended without money may still succeed; one that never arrived cannot.
    const all = list
      .mine()
      .filter(({ id, payment, phase }) => !starting.has(id) && payment?.status !== 'succeeded' && phase !== 'not-sent');
    for (const record of all) await query(record, false);
    const session = ports.session();
    if (session !== null && recoveredFor !== session.sessionId) await recover();
    schedule();
  };
  const cancelTimer = (): void => {
    stopTimer?.();
    stopTimer = null;
  };
  return {
    change,
    answered,
    query,
    refreshAll,
    paymentChanged(paymentId): void {
      if (starting.size > 0) changedMeanwhile = true;
      const all = list.mine().filter(({ id }) => !starting.has(id));
      const about = all.filter(({ payment }) => payment?.id === paymentId);
      // It may be the payment whose answer was lost.
      const unresolved = all.filter((one) => one.payment === null && isOpen(one));
      for (const record of about.length > 0 ? about : unresolved) void query(record, false).then(schedule);
    },
    recover,
    startPending(id): void {
      starting.add(id);
    },
    startDone(id): void {
      starting.delete(id);
      const again = changedMeanwhile;
      changedMeanwhile = false;
      if (again) void refreshAll();
      else schedule();
    },
    isStarting: (id) => starting.has(id),
    changed,
    schedule,
    cancelTimer,
    stop(): void {
      stopped = true;
      cancelTimer();
    },
  };
}
