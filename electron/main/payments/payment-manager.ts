import { randomUUID } from 'node:crypto';
import type { ErrorCode } from '#protocol/errors/catalogue.ts';
import { failed, success, type Failure, type Result } from '#protocol/errors/problem.ts';
import { payments, type Payee, type PaymentRequest } from '#protocol/api/payments.ts';
import type { TrackedPayment, TrackedPayments } from '#protocol/ipc/state.ts';
import { reasonNumbers } from '#protocol/reason-numbers.ts';
import type { Reason } from '#protocol/reasons.ts';
import { storageErrorCode } from '../storage/atomic-file.ts';
import { createPaymentList } from './payment-list.ts';
import type { PageEnd, PayerSession, PaymentPorts } from './payment-ports.ts';
import { toChecking, isFinal, isOpen, needsPage, toTracked, type PaymentRecord } from './payment-record.ts';
import { createPaymentPoller, withoutThrowing } from './payment-poller.ts';

/** Tracks the payments started by this program, from before the request is sent until the person dismisses the result. */
export interface PaymentManager {
  /** Errors: see `payments.start`. Never a failure once the service may have created the payment. */
  start(request: PaymentRequest): Promise<Result<TrackedPayment>>;
  tracked(): TrackedPayments;
  /** Resolves when payments stored by an earlier run are loaded. */
  ready(): Promise<void>;
  /** Errors: `payment-not-found`, `payment-page-failed`, `payment-page-refused`. */
  showPage(id: string): Promise<Result<null>>;
  /** Queries the current state. Errors: `payment-not-found`, `service-…`. */
  refresh(id: string): Promise<Result<TrackedPayment>>;
  /** Errors: `payment-not-found`, `service-…`. */
  cancel(id: string): Promise<Result<TrackedPayment>>;
  /** Removes a finished payment; an open one stays. */
  dismiss(id: string): Promise<TrackedPayments>;
  /** Stores the masked name that was shown for a payee, for the record of a payment to it. */
  rememberPayee(payee: Payee): void;
  /** Loads and refreshes the payments of a new session. */
  sessionStarted(): Promise<void>;
  /** Forgets the account's payments, except open ones stored on the person's own computer. */
  sessionEnded(): void;
  /** Refreshes a payment after an event of the service. */
  paymentChanged(paymentId: string): void;
  /** Refreshes every payment, after events may have been missed (reconnect, interrupted stream). */
  refreshAll(): Promise<void>;
  pageEnded(id: string, how: PageEnd): void;
  /** Resolves when pending writes are finished. */
  settled(): Promise<void>;
  stop(): void;
}

/** Errors that prove that the service created no payment. After any other error it may have. */
const notCreated = new Set<ErrorCode>([
  'payee-not-found',
  'contract-closed',
  'contract-not-found',
  'amount-invalid',
  'method-unavailable',
  'method-limit',
  'payment-open',
  'card-not-found',
  'input-invalid',
  'not-found',
  'too-many-requests',
  'payload-too-large',
  'request-refused',
  'idempotency-key-missing',
]);
const beingChecked: Reason = {
  code: 'payment-being-checked',
  number: reasonNumbers['payment-being-checked'],
  liftsOn: null,
  liftsAt: null,
  amountKopecks: null,
  note: null,
  action: 'ask-payment',
};
const notFound: Failure = { code: 'payment-not-found' };
const sessionEnded: Failure = { code: 'session-ended' };
const MAX_NAMES = 20;

/**
 * Creates the payment manager. Money moves at most once whatever fails: idempotency key and body are stored before the
 * request is sent, the request is sent once, and an unknown outcome is polled until it is known (by the key, then by the
 * payment's id).
 */
export function createPaymentManager(ports: PaymentPorts): PaymentManager {
  const { pages } = ports;
  const call = withoutThrowing(ports);
  const list = createPaymentList({ ...ports, payer: ports.session });
  const poller = createPaymentPoller(ports, list, call);
  /** Masked names by payee number. */
  const names = new Map<string, string>();
  /** Why payments were `checking` before their page was opened again, by id. */
  const reasonsBefore = new Map<string, TrackedPayment['because']>();

  const instant = (): string => new Date(ports.now()).toISOString();
  const tracked = (): TrackedPayments => ({ payments: list.mine().map(toTracked) });
  const mine = (id: string): PaymentRecord | undefined => list.mine().find((record) => record.id === id);
  const shown = (record: PaymentRecord | undefined): Result<TrackedPayment> =>
    record === undefined ? failed(notFound) : success(toTracked(record));
  const drop = (id: string): void => {
    list.remove(id);
    reasonsBefore.delete(id);
    poller.changed();
  };

  const reasonFor = (id: string, how: PageEnd): TrackedPayment['because'] => {
    if (how === 'returned') return null;
    if (how === 'page-broke') return 'line';
    // A page that failed proves that nothing was confirmed only if it was never open before.
    return how === 'page-failed' && reasonsBefore.has(id) ? (reasonsBefore.get(id) ?? null) : how;
  };
  const pageEnded = (id: string, how: PageEnd): void => {
    if (list.find(id)?.phase !== 'at-page') return;
    const after = poller.change(id, (now) => toChecking(now, reasonFor(id, how), instant()));
    if (after !== undefined && ports.session() !== null) void poller.query(after, true).then(() => poller.schedule());
  };
  const show = async ({ id, payment }: PaymentRecord): Promise<PageEnd | null> => {
    if (payment === null) return 'page-failed';
    poller.change(id, (now) => (isOpen(now) ? { ...now, phase: 'at-page', because: null, brokeAt: null } : now));
    try {
      return await pages.show(id, payment);
    } catch (error) {
      ports.log.error('payment page not opened', { error });
      pageEnded(id, 'page-failed');
      return 'page-failed';
    }
  };
  /** Opens the page of a new payment if it has one. Returns the record as it is then. */
  const openPage = (record: PaymentRecord): PaymentRecord => {
    const { id, payment } = record;
    if (payment === null || !isOpen(record) || !needsPage(payment)) return record;
    if (ports.mayShow()) void show(record);
    else poller.change(id, (now) => toChecking(now, 'window-closed', instant()));
    return list.find(id) ?? record;
  };
  /** Never throws: the caller would report an exception as a payment that was not created. */
  const send = async (id: string, key: string, request: PaymentRequest): Promise<Result<TrackedPayment>> => {
    const answer = await call(payments.create, request, { idempotencyKey: key });
    if (answer.ok) {
      const now = poller.answered(id, answer.value);
      return now === undefined ? failed(sessionEnded) : success(toTracked(openPage(now)));
    }
    const { failure } = answer;
    if (notCreated.has(failure.code)) {
      drop(id);
      // Started by another program of the person: it is tracked here too.
      if (failure.code === 'payment-open') void poller.recover();
      return failed(failure);
    }
    const checking = poller.change(id, (now) => toChecking(now, 'line', instant()));
    if (checking === undefined) return failed(sessionEnded);
    await poller.query(checking, false);
    // Another account may be signed in by now.
    const now = mine(id);
    if (now === undefined) return failed(sessionEnded);
    if (now.phase !== 'not-sent') return success(toTracked(openPage(now)));
    drop(id);
    return failed(failure);
  };
  const recordOf = (key: string, request: PaymentRequest, session: PayerSession): PaymentRecord => ({
    id: randomUUID(),
    service: ports.service,
    accountId: session.accountId,
    key,
    request,
    payee: request.payee,
    maskedName: names.get(request.payee) ?? '',
    contractNumber: session.contracts.includes(request.payee) ? request.payee : null,
    amountKopecks: request.amountKopecks,
    method: request.method,
    phase: 'sending',
    because: null,
    startedAt: instant(),
    brokeAt: null,
    lastAskedAt: null,
    payment: null,
  });

  return {
    async start(request): Promise<Result<TrackedPayment>> {
      await list.load();
      const session = ports.session();
      if (session === null) return failed(sessionEnded);
      if (list.mine().some(isOpen)) return failed({ code: 'payment-open', reasons: [beingChecked] });
      const key = randomUUID();
      const record = recordOf(key, request, session);
      const { id } = record;
      poller.startPending(id);
      try {
        const stored = list.add(record, session.kept);
        poller.changed();
        await stored;
      } catch (error) {
        ports.log.warn('payment not stored', { error });
        poller.startDone(id);
        poller.changed();
        return failed({ code: storageErrorCode(error) ?? 'unexpected' });
      }
      try {
        // Signed out while it was being stored: nothing is sent.
        if (ports.session()?.sessionId !== session.sessionId) {
          drop(id);
          return failed(sessionEnded);
        }
        return await send(id, key, request);
      } finally {
        poller.startDone(id);
      }
    },
    tracked,
    async ready(): Promise<void> {
      await list.load();
    },
    async showPage(id): Promise<Result<null>> {
      const record = mine(id);
      if (record === undefined) return failed(notFound);
      if (!isOpen(record) || !record.payment?.pageUrl) return failed({ code: 'payment-page-failed' });
      if (record.phase === 'checking' && record.because !== 'page-failed') reasonsBefore.set(id, record.because);
      switch (await show(record)) {
        case 'page-refused':
          return failed({ code: 'payment-page-refused' });
        case 'page-failed':
        case 'page-broke':
          return failed({ code: reasonsBefore.has(id) ? 'payment-unknown' : 'payment-page-failed' });
        case 'returned':
        case 'window-closed':
        case null:
          return success(null);
      }
    },
    async refresh(id): Promise<Result<TrackedPayment>> {
      const record = mine(id);
      if (record === undefined || poller.isStarting(id)) return shown(record);
      const answer = await poller.query(record, true);
      poller.schedule();
      return answer.ok ? shown(mine(id)) : answer;
    },
    async cancel(id): Promise<Result<TrackedPayment>> {
      const record = mine(id);
      if (record === undefined || !isOpen(record) || poller.isStarting(id)) return shown(record);
      if (record.payment === null) {
        // The request may not have arrived: the query settles that.
        const answer = await poller.query(record, true);
        if (!answer.ok) return answer;
      }
      const payment = mine(id)?.payment ?? null;
      if (payment !== null && !isFinal(payment)) {
        const answer = await call(payments.cancel, { paymentId: payment.id });
        if (!answer.ok) return answer;
        poller.answered(id, answer.value);
      }
      poller.schedule();
      return shown(mine(id));
    },
    async dismiss(id): Promise<TrackedPayments> {
      const record = mine(id);
      if (record !== undefined && !isOpen(record)) drop(id);
      await list.settled();
      return tracked();
    },
    rememberPayee({ number, maskedName }): void {
      if (names.size >= MAX_NAMES) names.clear();
      names.set(number, maskedName);
    },
    async sessionStarted(): Promise<void> {
      if (!(await list.load())) ports.notice('payments-unreadable');
      poller.changed();
      await poller.refreshAll();
    },
    sessionEnded(): void {
      pages.closeAll();
      poller.cancelTimer();
      names.clear();
      reasonsBefore.clear();
      list.forget();
      poller.changed();
    },
    paymentChanged: (paymentId) => poller.paymentChanged(paymentId),
    refreshAll: () => poller.refreshAll(),
    pageEnded,
    settled: () => list.settled(),
    stop: () => poller.stop(),
  };
}
