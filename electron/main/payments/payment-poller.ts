import { failed, success, type Failure, type Result } from '#protocol/errors/problem.ts';
import type { Payment } from '#protocol/api/payments.ts';
import type { PaymentList } from './payment-list.ts';
import type { PaymentPorts, PaymentQuestions } from './payment-ports.ts';
import {
  foundAtService,
  isFinal,
  isOpen,
  neverSent,
  toTracked,
  withAnswer,
  type PaymentRecord,
} from './payment-record.ts';

/** What was answered about a payment; undefined: it is not in the list any more. */
export type Answered = Result<PaymentRecord | undefined>;

/** Asks what became of payments until it is known, and keeps the list in step with the answers. */
export interface PaymentWatch {
  /** Changes a record as it stands now, which may be another than the one that was asked about. */
  change(id: string, next: (record: PaymentRecord) => PaymentRecord): PaymentRecord | undefined;
  answered(id: string, payment: Payment): PaymentRecord | undefined;
  /**
   * Asks what became of one, by its id or by its key; `deep`: the service asks the payment system now. Errors: those of the
   * line; nothing is concluded from them.
   */
  ask(record: PaymentRecord, deep: boolean): Promise<Answered>;
  askAll(): Promise<void>;
  heard(paymentId: string): void;
  /** Takes open payments of the account into the list that are only known at the service. */
  recover(): Promise<void>;
  /** It is being begun: not asked about until it is over. */
  begins(id: string): void;
  begun(id: string): void;
  isBeginning(id: string): boolean;
  changed(): void;
  /** While one is open it is asked about every so often. */
  plan(): void;
  rest(): void;
  stop(): void;
}

/** The questions with their last way to fail closed: an error says nothing about the payment. */
export function guarded({ api, log }: Pick<PaymentPorts, 'api' | 'log'>): PaymentQuestions {
  const guard = async <T>(ask: () => Promise<Result<T>>): Promise<Result<T>> => {
    try {
      return await ask();
    } catch (error) {
      log.error('question about a payment failed', { error });
      return failed({ code: 'service-failed' });
    }
  };
  return {
    begin: (key, request) => guard(() => api.begin(key, request)),
    list: () => guard(() => api.list()),
    read: (id) => guard(() => api.read(id)),
    byKey: (key) => guard(() => api.byKey(key)),
    check: (id) => guard(() => api.check(id)),
    cancel: (id) => guard(() => api.cancel(id)),
  };
}

const notFound: Failure = { code: 'payment-not-found' };

/** @param api the guarded questions */
export function createPaymentWatch(ports: PaymentPorts, list: PaymentList, api: PaymentQuestions): PaymentWatch {
  const beginning = new Set<string>();
  /** Something was heard while one was being begun: the answer on its way may be older. */
  let heardMeanwhile = false;
  let recoveredFor: string | null = null;
  let callOff: (() => void) | null = null;
  let planning = false;
  let stopped = false;

  const changed = (): void => ports.changed({ payments: list.mine().map(toTracked) });
  const change: PaymentWatch['change'] = (id, next) => {
    const before = list.find(id);
    if (before === undefined) return undefined;
    const after = next(before);
    if (after === before) return before;
    list.put(after);
    changed();
    if (isOpen(before) && !isOpen(after)) ports.pages.close(id);
    const told = after.payment;
    if (told !== null && isFinal(told) && before.payment?.status !== told.status) ports.ended(told);
    return after;
  };
  const answered: PaymentWatch['answered'] = (id, payment) => {
    // The same payment, found at the service before its key was asked about.
    for (const other of list.mine()) {
      if (other.id !== id && other.key === null && other.payment?.id === payment.id) list.remove(other.id);
    }
    return change(id, (record) => withAnswer(record, payment));
  };
  const ask: PaymentWatch['ask'] = async ({ id, accountId, key, payment }, deep) => {
    // The program ends: the next run asks.
    if (stopped) return failed({ code: 'service-unreachable' });
    // Keys are each account's own: asked for by another one it would seem that nothing ever arrived.
    const isTheirs = (): boolean => ports.session()?.accountId === accountId;
    if (!isTheirs()) return failed({ code: 'session-ended' });
    change(id, (now) => ({ ...now, lastAskedAt: new Date(ports.now()).toISOString() }));
    if (payment !== null) {
      const answer = await (deep ? api.check(payment.id) : api.read(payment.id));
      return answer.ok ? success(answered(id, answer.value)) : answer;
    }
    if (key === null) return failed(notFound);
    const answer = await api.byKey(key);
    if (!answer.ok) return answer;
    if (!isTheirs()) return failed({ code: 'session-ended' });
    return success(answer.value.known ? answered(id, answer.value.payment) : change(id, neverSent));
  };
  const waiting = (): PaymentRecord[] => list.mine().filter((one) => isOpen(one) && !beginning.has(one.id));
  const tick = async (): Promise<void> => {
    for (const record of waiting()) await ask(record, false);
    plan();
  };
  const plan = (): void => {
    if (stopped || planning || callOff !== null || waiting().length === 0) return;
    planning = true;
    void ports.askEveryMs().then((everyMs) => {
      planning = false;
      if (stopped || everyMs === null || callOff !== null || waiting().length === 0) return;
      callOff = ports.later(everyMs, () => {
        callOff = null;
        void tick();
      });
    });
  };
  const recover = async (): Promise<void> => {
    const session = ports.session();
    if (session === null) return;
    // What an earlier run left is known first: one of it found at the service would stand there twice.
    await list.load();
    const answer = await api.list();
    if (!answer.ok || ports.session()?.sessionId !== session.sessionId) return;
    // One whose answer was lost may be among them: it is asked for by its key, under the name that it has here, first.
    if (list.mine().some((one) => one.payment === null && isOpen(one))) return;
    recoveredFor = session.sessionId;
    for (const payment of answer.value.payments) {
      const known = list.mine().some((one) => one.payment?.id === payment.id);
      if (known || isFinal(payment) || payment.origin !== 'online') continue;
      const record = foundAtService(payment, { service: ports.service, accountId: session.accountId });
      // Known at the service anyway: without the file it is found there again.
      await list.add(record, session.kept).catch(() => undefined);
    }
    changed();
    plan();
  };
  const askAll = async (): Promise<void> => {
    // An end without money may still turn into one with it; what never arrived stays so.
    const all = list
      .mine()
      .filter(
        ({ id, payment, phase }) => !beginning.has(id) && payment?.status !== 'succeeded' && phase !== 'not-sent',
      );
    for (const record of all) await ask(record, false);
    const session = ports.session();
    if (session !== null && recoveredFor !== session.sessionId) await recover();
    plan();
  };
  const rest = (): void => {
    callOff?.();
    callOff = null;
  };
  return {
    change,
    answered,
    ask,
    askAll,
    heard(paymentId): void {
      if (beginning.size > 0) heardMeanwhile = true;
      const all = list.mine().filter(({ id }) => !beginning.has(id));
      const about = all.filter(({ payment }) => payment?.id === paymentId);
      // Its answer may be the one that was lost.
      const lost = all.filter((one) => one.payment === null && isOpen(one));
      for (const record of about.length > 0 ? about : lost) void ask(record, false).then(plan);
    },
    recover,
    begins(id): void {
      beginning.add(id);
    },
    begun(id): void {
      beginning.delete(id);
      const again = heardMeanwhile;
      heardMeanwhile = false;
      if (again) void askAll();
      else plan();
    },
    isBeginning: (id) => beginning.has(id),
    changed,
    plan,
    rest,
    stop(): void {
      stopped = true;
      rest();
    },
  };
}
