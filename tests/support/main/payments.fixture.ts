import { failed, success, type Failure, type Result } from '#protocol/errors/problem.ts';
import {
  payments,
  type DeclineReason,
  type Payment,
  type PaymentByKey,
  type PaymentRequest,
} from '#protocol/api/payments.ts';
import type { TrackedPayment } from '#protocol/ipc/state.ts';
import { createSessionCall } from '../../../electron/main/operator/call.ts';
import { fakeCall } from './fake-call.ts';
import { fakeTime, memoryFile, quietLog, type FakeTime, type MemoryFile } from './session.fixture.ts';
import { createPaymentManager, type PaymentManager } from '../../../electron/main/payments/payment-manager.ts';
import type { PageEnd, PayerSession } from '../../../electron/main/payments/payment-ports.ts';
import type { KeptPayments } from '../../../electron/main/payments/payment-record.ts';

export const contract = '1234567890';
export const stranger = '9876543210';
export const card: PaymentRequest = {
  payee: contract,
  amountKopecks: 42_500,
  method: 'bank-card',
  phone: null,
  linkedCardId: null,
  linkCard: false,
  language: 'en',
};
export const POLL_INTERVAL_MS = 10_000;

export function paymentOf(id: string, change: Partial<Payment> = {}): Payment {
  return {
    id,
    payee: contract,
    maskedName: 'Anna P•••••••a',
    contractNumber: contract,
    method: 'bank-card',
    origin: 'online',
    amountKopecks: 42_500,
    feeKopecks: 0,
    status: 'pending',
    stage: 'payer',
    declineReason: null,
    createdAt: '2026-11-22T10:00:00Z',
    expiresAt: '2026-11-22T10:15:00Z',
    settledAt: null,
    pageUrl: `https://pay.example/pay/${id}`,
    pageOrigins: ['https://pay.example'],
    returnUrl: 'https://operator.example/payments/return',
    sbpPayload: null,
    cardMask: null,
    entryId: null,
    ...change,
  };
}

/** Outcome of one exchange. `late`: the request arrives after the client's time-out, when the test delivers it. */
export type Fate = 'answered' | 'request-lost' | 'answer-lost' | 'late' | 'broken';

/** Test double of the service's payments behind a connection that loses requests and answers. */
export class FakePayments {
  readonly payments = new Map<string, Payment>();
  readonly byKey = new Map<string, string>();
  readonly burnt = new Set<string>();
  /** How often each key was sent. */
  readonly sent = new Map<string, number>();
  readonly asked: string[] = [];
  /** Outcomes of the next exchanges; later ones are answered. */
  fates: Fate[] = [];
  refuse: Failure | null = null;
  /** Builds a created payment. */
  make: (id: string, request: PaymentRequest) => Payment = (id, { payee, amountKopecks, method }) =>
    paymentOf(id, { payee, amountKopecks, method, contractNumber: payee === contract ? contract : null });
  readonly inTransit: (() => void)[] = [];

  create(key: string, request: PaymentRequest): Result<Payment> {
    this.sent.set(key, (this.sent.get(key) ?? 0) + 1);
    return this.exchange('create', () => {
      if (this.refuse !== null) return failed(this.refuse);
      if (this.burnt.has(key)) return failed({ code: 'idempotency-key-reused' });
      const there = this.byKey.get(key);
      if (there !== undefined) return this.read(there);
      const open = [...this.payments.values()].some(({ status }) => status === 'pending');
      if (open) return failed({ code: 'payment-open' });
      const id = `pay-${this.payments.size + 1}`;
      this.byKey.set(key, id);
      this.payments.set(id, this.make(id, request));
      return this.read(id);
    });
  }

  findByKey(key: string): Result<PaymentByKey> {
    return this.exchange<PaymentByKey>('by-key', () => {
      const id = this.byKey.get(key);
      const payment = id === undefined ? undefined : this.payments.get(id);
      if (payment !== undefined) return success({ known: true, payment });
      this.burnt.add(key);
      return success({ known: false });
    });
  }

  ask(kind: string, id: string, act: () => void = () => undefined): Result<Payment> {
    return this.exchange(kind, () => {
      act();
      return this.read(id);
    });
  }

  exchange<T>(kind: string, act: () => Result<T>): Result<T> {
    this.asked.push(kind);
    const fate = this.fates.shift() ?? 'answered';
    switch (fate) {
      case 'answered':
        return act();
      case 'request-lost':
        return failed({ code: 'service-unreachable' });
      case 'broken':
        act();
        return failed({ code: 'service-failed' });
      case 'answer-lost':
        act();
        return failed({ code: 'service-timeout' });
      case 'late':
        this.inTransit.push(() => act());
        return failed({ code: 'service-timeout' });
    }
  }

  settle(id: string, status: 'succeeded' | 'declined' | 'cancelled', declineReason: DeclineReason | null = null): void {
    const payment = this.payments.get(id);
    if (payment === undefined || payment.status === 'succeeded') return;
    this.payments.set(id, { ...payment, status, stage: null, declineReason, settledAt: '2026-11-22T10:05:00Z' });
  }

  private read(id: string): Result<Payment> {
    const payment = this.payments.get(id);
    return payment === undefined ? failed({ code: 'payment-not-found' }) : success(payment);
  }
}

/** One run of the program's payment manager. */
export interface Run {
  readonly manager: PaymentManager;
  readonly opened: string[];
  readonly closed: string[];
  readonly pushed: TrackedPayment[][];
  readonly ended: Payment[];
  readonly notices: string[];
  /** Simulates a killed process: its pending operations never resolve and have no effect. */
  die(): void;
}

/** A service, a disk and a clock that outlive the runs of the program. */
export class PaymentBench {
  readonly service = new FakePayments();
  readonly file: MemoryFile<KeptPayments> = memoryFile<KeptPayments>();
  readonly time: FakeTime = fakeTime();
  session: PayerSession | null = { sessionId: 's1', accountId: 'a1', kept: true, contracts: [contract] };
  mayShow = true;
  showing: (id: string) => Promise<PageEnd | null> = () => Promise.resolve(null);
  /** Kills the program after this many writes. */
  dieAfterWrites = Number.POSITIVE_INFINITY;
  unreadable = false;

  open(): Run {
    let alive = true;
    const never = <T>(): Promise<T> => new Promise<T>(() => undefined);
    const via = async <T>(ask: () => Result<T>): Promise<Result<T>> => {
      if (!alive) return never();
      const answer = ask();
      // Responses are always asynchronous.
      await Promise.resolve();
      return run.alive() ? answer : never();
    };
    const { service } = this;
    const run = {
      alive: () => alive,
      opened: [] as string[],
      closed: [] as string[],
      pushed: [] as TrackedPayment[][],
      ended: [] as Payment[],
      notices: [] as string[],
      die(): void {
        alive = false;
      },
    };
    const { answer, call } = fakeCall();
    answer(payments.create, (request, { idempotencyKey }) =>
      via(() => service.create(String(idempotencyKey), request)),
    );
    answer(payments.list, () =>
      via(() => service.exchange('list', () => success({ payments: [...service.payments.values()] }))),
    );
    answer(payments.read, ({ paymentId }) => via(() => service.ask('read', paymentId)));
    answer(payments.byKey, ({ key }) => via(() => service.findByKey(key)));
    answer(payments.check, ({ paymentId }) => via(() => service.ask('check', paymentId)));
    answer(payments.cancel, ({ paymentId }) =>
      via(() => service.ask('cancel', paymentId, () => cancelOpen(service, paymentId))),
    );
    const manager = createPaymentManager({
      call: createSessionCall(call, (request) => request('access-1')),
      file: {
        read: () => (this.unreadable ? Promise.resolve({ kind: 'unreadable' }) : this.file.read()),
        write: async (value) => {
          if (!alive) return never();
          await this.file.write(structuredClone(value));
          this.dieAfterWrites -= 1;
          if (this.dieAfterWrites > 0) return;
          alive = false;
          return never();
        },
        remove: () => {
          if (alive) this.file.remove();
        },
      },
      service: 'embedded',
      session: () => this.session,
      pages: {
        show: (id) => {
          if (alive) run.opened.push(id);
          return this.showing(id);
        },
        close: (id) => run.closed.push(id),
        closeAll: () => run.closed.push('all'),
      },
      mayShow: () => this.mayShow,
      pollIntervalMs: () => Promise.resolve(POLL_INTERVAL_MS),
      now: () => Date.parse('2026-11-22T10:00:00Z') + this.time.now(),
      later: (ms, act) => this.time.later(ms, () => alive && act()),
      changed: (tracked) => run.pushed.push(tracked.payments),
      settled: (payment) => run.ended.push(payment),
      notice: (code) => run.notices.push(code),
      log: quietLog,
    });
    return { ...run, manager };
  }

  /** Advances the clock and waits until nothing is pending. */
  async pass(ms: number): Promise<void> {
    this.time.pass(ms);
    await rest();
  }
}

function cancelOpen(service: FakePayments, id: string): void {
  if (service.payments.get(id)?.status === 'pending') service.settle(id, 'cancelled');
}

/** Waits until all pending promises are settled. */
export async function rest(): Promise<void> {
  for (let turn = 0; turn < 5; turn += 1) await new Promise((resolve) => setImmediate(resolve));
}
