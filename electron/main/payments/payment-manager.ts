import { randomUUID } from 'node:crypto';
import type { ErrorCode } from '#protocol/errors/catalogue.ts';
import { failed, success, type Failure, type Result } from '#protocol/errors/problem.ts';
import type { Payee, PaymentRequest } from '#protocol/api/payments.ts';
import type { TrackedPayment, TrackedPayments } from '#protocol/ipc/state.ts';
import { reasonNumbers } from '#protocol/reason-numbers.ts';
import type { Reason } from '#protocol/reasons.ts';
import { storageErrorCode } from '../storage/atomic-file.ts';
import { createPaymentList } from './payment-list.ts';
import type { PageEnd, PayerSession, PaymentPorts } from './payment-ports.ts';
import { inDoubt, isFinal, isOpen, needsPage, toTracked, type PaymentRecord } from './payment-record.ts';
import { createPaymentWatch, guarded } from './payment-poller.ts';

/** Payments of this program, from before they are sent until the person has seen what became of them. */
export interface PaymentKeeper {
  /** Errors: see the bridge. Never a failure once it is possible that the service took it on. */
  begin(request: PaymentRequest): Promise<Result<TrackedPayment>>;
  tracked(): TrackedPayments;
  /** Resolves when what an earlier run left is in the list. */
  ready(): Promise<void>;
  /** Errors: `payment-not-found`, `payment-page-failed`, `payment-page-refused`. */
  showPage(id: string): Promise<Result<null>>;
  /** Errors: `payment-not-found`, those of the line. */
  ask(id: string): Promise<Result<TrackedPayment>>;
  /** Errors: `payment-not-found`, those of the line. */
  cancel(id: string): Promise<Result<TrackedPayment>>;
  /** Takes out what came to its end; one that is open stays. */
  dismiss(id: string): Promise<TrackedPayments>;
  /** A name that the person was shown before paying. */
  payeeSeen(payee: Payee): void;
  /** A session began: its account's open payments are asked for. */
  began(): Promise<void>;
  /** The account was left: nothing of it stays but open payments on one's own computer. */
  left(): void;
  /** The service said that something happened to a payment. */
  heard(paymentId: string): void;
  /** Something may have been missed (the line is back, the stream was cut): all are asked now. */
  askAll(): Promise<void>;
  pageEnded(id: string, how: PageEnd): void;
  /** Resolves when all is on disk. */
  settled(): Promise<void>;
  stop(): void;
}

/** Refusals after which it is certain that the service took nothing on. All others leave that open. */
const certain = new Set<ErrorCode>([
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
const ended: Failure = { code: 'session-ended' };
const MAX_NAMES = 20;

/**
 * Keeps payments so that money moves at most once whatever breaks: key and body are stored before the request leaves, a
 * request is sent once, and an outcome that is not known is asked for until it is (by the key, then by the payment's id).
 */
export function createPaymentKeeper(ports: PaymentPorts): PaymentKeeper {
  const { pages } = ports;
  const api = guarded(ports);
  const list = createPaymentList({ ...ports, payer: ports.session });
  const watch = createPaymentWatch(ports, list, api);
  const names = new Map<string, string>();
  /** Why payments were in doubt whose page was opened again. */
  const doubts = new Map<string, TrackedPayment['because']>();

  const instant = (): string => new Date(ports.now()).toISOString();
  const tracked = (): TrackedPayments => ({ payments: list.mine().map(toTracked) });
  const mine = (id: string): PaymentRecord | undefined => list.mine().find((record) => record.id === id);
  const shown = (record: PaymentRecord | undefined): Result<TrackedPayment> =>
    record === undefined ? failed(notFound) : success(toTracked(record));
  const drop = (id: string): void => {
    list.remove(id);
    doubts.delete(id);
    watch.changed();
  };

  const doubtOf = (id: string, how: PageEnd): TrackedPayment['because'] => {
    if (how === 'returned') return null;
    if (how === 'page-broke') return 'line';
    // That nothing can have been confirmed there is true only of a page that was never open before.
    return how === 'page-failed' && doubts.has(id) ? (doubts.get(id) ?? null) : how;
  };
  const pageEnded = (id: string, how: PageEnd): void => {
    if (list.find(id)?.phase !== 'at-page') return;
    const after = watch.change(id, (now) => inDoubt(now, doubtOf(id, how), instant()));
    if (after !== undefined && ports.session() !== null) void watch.ask(after, true).then(() => watch.plan());
  };
  const show = async ({ id, payment }: PaymentRecord): Promise<PageEnd | null> => {
    if (payment === null) return 'page-failed';
    watch.change(id, (now) => (isOpen(now) ? { ...now, phase: 'at-page', because: null, brokeAt: null } : now));
    try {
      return await pages.show(id, payment);
    } catch (error) {
      ports.log.error('payment page not opened', { error });
      pageEnded(id, 'page-failed');
      return 'page-failed';
    }
  };
  /** Opens the page of one that was just begun, where it has one; answers with how it stands then. */
  const goToPage = (record: PaymentRecord): PaymentRecord => {
    const { id, payment } = record;
    if (payment === null || !isOpen(record) || !needsPage(payment)) return record;
    if (ports.mayShow()) void show(record);
    else watch.change(id, (now) => inDoubt(now, 'window-closed', instant()));
    return list.find(id) ?? record;
  };
  /** Never throws: an error of its own would say that no money moved. */
  const send = async (id: string, key: string, request: PaymentRequest): Promise<Result<TrackedPayment>> => {
    const answer = await api.begin(key, request);
    if (answer.ok) {
      const now = watch.answered(id, answer.value);
      return now === undefined ? failed(ended) : success(toTracked(goToPage(now)));
    }
    const { failure } = answer;
    if (certain.has(failure.code)) {
      drop(id);
      // Another of the person's programs has it: it is shown here too.
      if (failure.code === 'payment-open') void watch.recover();
      return failed(failure);
    }
    const doubted = watch.change(id, (now) => inDoubt(now, 'line', instant()));
    if (doubted === undefined) return failed(ended);
    await watch.ask(doubted, false);
    // Whoever is here now may be somebody else.
    const now = mine(id);
    if (now === undefined) return failed(ended);
    if (now.phase !== 'not-sent') return success(toTracked(goToPage(now)));
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
    async begin(request): Promise<Result<TrackedPayment>> {
      await list.load();
      const session = ports.session();
      if (session === null) return failed(ended);
      if (list.mine().some(isOpen)) return failed({ code: 'payment-open', reasons: [beingChecked] });
      const key = randomUUID();
      const record = recordOf(key, request, session);
      const { id } = record;
      watch.begins(id);
      try {
        const stored = list.add(record, session.kept);
        watch.changed();
        await stored;
      } catch (error) {
        ports.log.warn('payment not stored', { error });
        watch.begun(id);
        watch.changed();
        return failed({ code: storageErrorCode(error) ?? 'unexpected' });
      }
      try {
        // Signed out while it was being stored: nothing was sent, and nothing will be.
        if (ports.session()?.sessionId !== session.sessionId) {
          drop(id);
          return failed(ended);
        }
        return await send(id, key, request);
      } finally {
        watch.begun(id);
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
      if (record.phase === 'checking' && record.because !== 'page-failed') doubts.set(id, record.because);
      switch (await show(record)) {
        case 'page-refused':
          return failed({ code: 'payment-page-refused' });
        case 'page-failed':
        case 'page-broke':
          return failed({ code: doubts.has(id) ? 'payment-unknown' : 'payment-page-failed' });
        case 'returned':
        case 'window-closed':
        case null:
          return success(null);
      }
    },
    async ask(id): Promise<Result<TrackedPayment>> {
      const record = mine(id);
      if (record === undefined || watch.isBeginning(id)) return shown(record);
      const answer = await watch.ask(record, true);
      watch.plan();
      return answer.ok ? shown(mine(id)) : answer;
    },
    async cancel(id): Promise<Result<TrackedPayment>> {
      const record = mine(id);
      if (record === undefined || !isOpen(record) || watch.isBeginning(id)) return shown(record);
      if (record.payment === null) {
        // Not known to have arrived: asking makes that certain, one way or the other.
        const answer = await watch.ask(record, true);
        if (!answer.ok) return answer;
      }
      const payment = mine(id)?.payment ?? null;
      if (payment !== null && !isFinal(payment)) {
        const answer = await api.cancel(payment.id);
        if (!answer.ok) return answer;
        watch.answered(id, answer.value);
      }
      watch.plan();
      return shown(mine(id));
    },
    async dismiss(id): Promise<TrackedPayments> {
      const record = mine(id);
      if (record !== undefined && !isOpen(record)) drop(id);
      await list.settled();
      return tracked();
    },
    payeeSeen({ number, maskedName }): void {
      if (names.size >= MAX_NAMES) names.clear();
      names.set(number, maskedName);
    },
    async began(): Promise<void> {
      if (!(await list.load())) ports.notice('payments-unreadable');
      watch.changed();
      await watch.askAll();
    },
    left(): void {
      pages.closeAll();
      watch.rest();
      names.clear();
      doubts.clear();
      list.forget();
      watch.changed();
    },
    heard: (paymentId) => watch.heard(paymentId),
    askAll: () => watch.askAll(),
    pageEnded,
    settled: () => list.settled(),
    stop: () => watch.stop(),
  };
}
