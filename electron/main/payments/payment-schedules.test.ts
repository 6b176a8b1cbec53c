import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  POLL_INTERVAL_MS,
  card,
  contract,
  PaymentBench,
  rest,
  type Fate,
  type Run,
} from '#tests/main/payments.fixture.ts';

const fate = fc.constantFrom<Fate>('answered', 'answered', 'request-lost', 'answer-lost', 'late', 'broken');
const step = fc.oneof(
  fc.record({ kind: fc.constant('pay'), method: fc.constantFrom('bank-card', 'mobile') }),
  fc.record({ kind: fc.constant('line'), fates: fc.array(fate, { minLength: 1, maxLength: 4 }) }),
  fc.record({ kind: fc.constant('settle'), as: fc.constantFrom('succeeded', 'declined', 'cancelled') }),
  fc.record({ kind: fc.constant('page'), how: fc.constantFrom('returned', 'window-closed', 'page-failed') }),
  fc.record({ kind: fc.constant('die'), afterWrites: fc.constantFrom(0, 0, 1, 2, 3) }),
  fc.record({
    kind: fc.constantFrom('deliver', 'event', 'time', 'ask', 'cancel', 'show', 'dismiss', 'out', 'line-back'),
  }),
);
type Step = typeof step extends fc.Arbitrary<infer T> ? T : never;

/** A program that is used, killed and restarted. It records the reported outcome of each key. */
class World {
  readonly bench = new PaymentBench();
  run: Run = this.bench.open();
  sessions = 1;
  /** Keys of starts that were reported as failed: they must never become a payment. */
  readonly toldFailed = new Set<string>();

  async take(one: Step): Promise<void> {
    const { bench } = this;
    const { service } = bench;
    const { manager } = this.run;
    const [first] = manager.tracked().payments;
    switch (one.kind) {
      case 'pay':
        this.pay(one.method);
        break;
      case 'line':
        service.fates.push(...one.fates);
        break;
      case 'settle': {
        const open = [...service.payments.values()].find(({ status }) => status === 'pending');
        if (open) service.settle(open.id, one.as);
        break;
      }
      case 'page':
        if (first) manager.pageEnded(first.id, one.how);
        break;
      case 'die':
        if (one.afterWrites > 0) {
          bench.dieAfterWrites = one.afterWrites;
          break;
        }
        this.run.die();
        await this.begin();
        break;
      case 'deliver':
        service.inTransit.shift()?.();
        break;
      case 'event':
        for (const id of service.payments.keys()) manager.paymentChanged(id);
        break;
      case 'time':
        bench.time.pass(POLL_INTERVAL_MS);
        break;
      case 'ask':
        if (first) void manager.refresh(first.id);
        break;
      case 'cancel':
        if (first) void manager.cancel(first.id);
        break;
      case 'show':
        if (first) void manager.showPage(first.id);
        break;
      case 'dismiss':
        if (first) void manager.dismiss(first.id);
        break;
      case 'out':
        bench.session = null;
        manager.sessionEnded();
        await rest();
        this.signIn();
        void manager.sessionStarted();
        break;
      case 'line-back':
        void manager.refreshAll();
        break;
    }
    await rest();
    if (bench.dieAfterWrites <= 0) await this.begin();
    this.check();
  }

  signIn(): void {
    this.sessions += 1;
    this.bench.session = { sessionId: `s${this.sessions}`, accountId: 'a1', kept: true, contracts: [contract] };
  }

  /** The next run of the program. */
  async begin(): Promise<void> {
    this.run.die();
    this.bench.dieAfterWrites = Number.POSITIVE_INFINITY;
    this.run = this.bench.open();
    void this.run.manager.sessionStarted();
    await rest();
  }

  pay(method: 'bank-card' | 'mobile'): void {
    const { sent } = this.bench.service;
    const before = new Set(sent.keys());
    // Not awaited: the program may be killed meanwhile.
    void this.run.manager.start({ ...card, method }).then((answer) => {
      if (answer.ok) return;
      for (const key of sent.keys()) if (!before.has(key)) this.toldFailed.add(key);
    });
  }

  check(): void {
    const { service, file } = this.bench;
    for (const times of service.sent.values()) expect(times).toBe(1);
    for (const key of this.toldFailed) expect(service.byKey.has(key)).toBe(false);
    const open = [...service.payments.values()].filter(({ status }) => status === 'pending');
    expect(open.length).toBeLessThanOrEqual(1);
    const shown = this.run.manager.tracked().payments;
    const ids = shown.map(({ id, payment }) => payment?.id ?? id);
    expect(new Set(ids).size).toBe(ids.length);
    for (const record of file.content?.payments ?? []) {
      const known = record.key === null ? undefined : service.byKey.get(record.key);
      const now = shown.find(({ id }) => id === record.id);
      // Reported as not created: it must not exist.
      if (now?.phase === 'not-sent') expect(known).toBeUndefined();
      if (now?.phase === 'settled' && now.payment?.status !== 'succeeded') {
        expect(service.payments.get(now.payment!.id)?.status).not.toBe('succeeded');
      }
    }
  }

  /** Restores the connection and delivers late requests, then compares the records with the service. */
  async end(): Promise<void> {
    const { service } = this.bench;
    this.bench.dieAfterWrites = Number.POSITIVE_INFINITY;
    service.fates = [];
    await rest();
    await this.run.manager.refreshAll();
    for (const deliver of service.inTransit.splice(0)) deliver();
    const open = [...service.payments.values()].find(({ status }) => status === 'pending');
    if (open) service.settle(open.id, 'succeeded');
    await this.run.manager.refreshAll();
    await this.bench.pass(POLL_INTERVAL_MS);
    await this.bench.pass(POLL_INTERVAL_MS);
    this.check();
    for (const { phase, payment } of this.run.manager.tracked().payments) {
      expect(['settled', 'not-sent']).toContain(phase);
      if (payment) expect(payment.status).toBe(service.payments.get(payment.id)?.status);
    }
    // Another payment can start.
    expect((await this.run.manager.start(card)).ok).toBe(true);
  }
}

test('random schedules of lost, late and failed exchanges and crashes: each key is sent once, and every report is true', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(step, { maxLength: 25 }), async (steps) => {
      const world = new World();
      await world.run.manager.sessionStarted();
      for (const one of steps) await world.take(one);
      await world.end();
    }),
    { numRuns: 300 },
  );
}, 60_000);
