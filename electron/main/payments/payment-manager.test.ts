import { expect, test } from 'vitest';
import { failed, type Result } from '#protocol/errors/problem.ts';
import type { ErrorCode } from '#protocol/errors/catalogue.ts';
import type { TrackedPayment } from '#protocol/ipc/state.ts';
import type { PageEnd } from './payment-ports.ts';
import { DiskFullError } from '../storage/atomic-file.ts';
import {
  POLL_INTERVAL_MS,
  card,
  contract,
  PaymentBench,
  paymentOf,
  rest,
  stranger,
  type Run,
} from '#tests/main/payments.fixture.ts';

function phases({ manager }: Run): string[] {
  return manager.tracked().payments.map(({ phase, because }) => (because === null ? phase : `${phase}: ${because}`));
}

function valueOf(answer: Result<TrackedPayment>): TrackedPayment {
  if (!answer.ok) throw new Error(answer.failure.code);
  return answer.value;
}

test('key and body are stored before the request is sent: after a crash in between nothing is at the service', async () => {
  const bench = new PaymentBench();
  const first = bench.open();
  bench.dieAfterWrites = 1;
  void first.manager.start(card);
  await rest();
  expect(bench.service.sent.size).toBe(0);
  expect(bench.file.content?.payments).toMatchObject([{ phase: 'sending', request: card, accountId: 'a1' }]);
  expect(bench.file.content?.payments[0]?.key).toMatch(/^[\x21-\x7e]{16,80}$/);

  bench.dieAfterWrites = Number.POSITIVE_INFINITY;
  const second = bench.open();
  await second.manager.sessionStarted();
  expect(phases(second)).toEqual(['not-sent']);
  expect(bench.service.asked).toEqual(['by-key', 'list']);
  expect(bench.service.sent.size).toBe(0);
  // Certainly not created: another payment may start under a new key.
  expect(valueOf(await second.manager.start(card)).phase).toBe('at-page');
});

test('page opened, returned, credited; the renderer receives each step', async () => {
  const bench = new PaymentBench();
  const run = bench.open();
  await run.manager.sessionStarted();
  const { id, ...shown } = valueOf(await run.manager.start(card));
  expect(shown).toMatchObject({ phase: 'at-page', because: null, contractNumber: contract, payment: { id: 'pay-1' } });
  expect(Object.keys(shown)).not.toEqual(expect.arrayContaining(['key']));
  expect(run.opened).toEqual([id]);
  bench.service.settle('pay-1', 'succeeded');
  run.manager.pageEnded(id, 'returned');
  expect(phases(run)).toEqual(['checking']);
  await rest();
  expect(bench.service.asked.at(-1)).toBe('check');
  expect(phases(run)).toEqual(['settled']);
  expect(run.ended.map((payment) => payment.status)).toEqual(['succeeded']);
  expect(run.pushed.map((all) => all[0]?.phase)).toEqual(
    expect.arrayContaining(['sending', 'at-page', 'checking', 'settled']),
  );
  expect(await run.manager.dismiss(id)).toEqual({ payments: [] });
  expect(bench.file.content).toBeNull();
});

test.each<[ErrorCode]>([
  ['amount-invalid'],
  ['payee-not-found'],
  ['contract-closed'],
  ['method-limit'],
  ['method-unavailable'],
  ['too-many-requests'],
])('refused with %s: no payment was created and no record stays', async (code) => {
  const bench = new PaymentBench();
  const run = bench.open();
  bench.service.refuse = { code, maxKopecks: 1_000 };
  expect(await run.manager.start(card)).toEqual(failed({ code, maxKopecks: 1_000 }));
  expect(run.manager.tracked()).toEqual({ payments: [] });
  await run.manager.settled();
  expect(bench.file.content).toBeNull();
  expect(bench.service.asked).toEqual(['create']);
});

test('a lost answer is not a failure: the payment is found by its key and its page opens', async () => {
  const bench = new PaymentBench();
  const run = bench.open();
  bench.service.fates = ['answer-lost'];
  const shown = valueOf(await run.manager.start(card));
  expect(shown).toMatchObject({ phase: 'at-page', payment: { id: 'pay-1' } });
  expect(bench.service.asked).toEqual(['create', 'by-key']);
  expect(bench.service.payments.size).toBe(1);
});

test('the query fails too: the payment is polled and never sent again', async () => {
  const bench = new PaymentBench();
  const run = bench.open();
  bench.service.fates = ['answer-lost', 'request-lost'];
  const shown = valueOf(await run.manager.start(card));
  expect(shown).toMatchObject({
    phase: 'checking',
    because: 'line',
    payment: null,
    brokeAt: '2026-11-22T10:00:00.000Z',
  });
  expect(await run.manager.start(card)).toMatchObject({
    ok: false,
    failure: { code: 'payment-open', reasons: [{ code: 'payment-being-checked', number: 21 }] },
  });
  bench.service.fates = ['request-lost', 'request-lost'];
  await rest();
  await bench.pass(POLL_INTERVAL_MS);
  await bench.pass(POLL_INTERVAL_MS);
  expect(phases(run)).toEqual(['checking: line']);
  bench.service.settle('pay-1', 'succeeded');
  await bench.pass(POLL_INTERVAL_MS);
  expect(phases(run)).toEqual(['settled']);
  expect([...bench.service.sent.values()]).toEqual([1]);
});

test('the request never arrived: the failure is returned, and the late request is refused', async () => {
  const bench = new PaymentBench();
  const run = bench.open();
  bench.service.fates = ['late'];
  expect(await run.manager.start(card)).toEqual(failed({ code: 'service-timeout' }));
  expect(run.manager.tracked()).toEqual({ payments: [] });
  for (const deliver of bench.service.inTransit) deliver();
  expect(bench.service.payments.size).toBe(0);
});

test.each<[ErrorCode]>([
  ['payment-system-unavailable'],
  ['idempotency-key-running'],
  ['service-failed'],
  ['service-answer-invalid'],
  ['session-ended'],
  ['session-locked'],
])('after %s the outcome is unknown and is queried', async (code) => {
  const bench = new PaymentBench();
  const run = bench.open();
  const { service } = bench;
  const { byKey, payments } = service;
  service.create = (key) => {
    byKey.set(key, 'pay-1');
    payments.set('pay-1', paymentOf('pay-1', { status: 'created', stage: null, pageUrl: null }));
    return failed({ code });
  };
  expect(valueOf(await run.manager.start(card))).toMatchObject({ phase: 'checking', payment: { status: 'created' } });
  expect(run.opened).toEqual([]);
});

test('an exception of the client is an unknown outcome too', async () => {
  const bench = new PaymentBench();
  const run = bench.open();
  bench.service.create = () => {
    throw new Error('no such thing');
  };
  bench.service.fates = ['request-lost'];
  expect(valueOf(await run.manager.start(card))).toMatchObject({ phase: 'checking', because: 'line' });
});

test('of two concurrent starts the second is refused before it is stored or sent', async () => {
  const bench = new PaymentBench();
  const run = bench.open();
  const [first, second] = await Promise.all([run.manager.start(card), run.manager.start(card)]);
  expect(first.ok).toBe(true);
  expect(second).toMatchObject(failed({ code: 'payment-open' }));
  expect(bench.service.sent.size).toBe(1);
});

test('a payment open in another program of the person: the start is refused, and that payment is tracked', async () => {
  const bench = new PaymentBench();
  const run = bench.open();
  await run.manager.sessionStarted();
  bench.service.payments.set('pay-9', paymentOf('pay-9'));
  expect(await run.manager.start(card)).toEqual(failed({ code: 'payment-open' }));
  await rest();
  expect(run.manager.tracked().payments).toMatchObject([{ id: 'pay-9', phase: 'checking' }]);
  expect(valueOf(await run.manager.cancel('pay-9'))).toMatchObject({
    phase: 'settled',
    payment: { status: 'cancelled' },
  });
});

test.each<[PageEnd, TrackedPayment['because']]>([
  ['window-closed', 'window-closed'],
  ['page-failed', 'page-failed'],
  ['page-broke', 'line'],
  ['page-refused', 'page-refused'],
])('a page that ended by %s: checking because of %s, and it can be opened again', async (how, because) => {
  const bench = new PaymentBench();
  const run = bench.open();
  const { id } = valueOf(await run.manager.start(card));
  bench.time.jump(60_000);
  run.manager.pageEnded(id, how);
  await rest();
  expect(run.manager.tracked().payments[0]).toMatchObject({
    phase: 'checking',
    because,
    brokeAt: '2026-11-22T10:01:00.000Z',
    payment: { status: 'pending' },
  });
  expect(await run.manager.showPage(id)).toEqual({ ok: true, value: null });
  expect(phases(run)).toEqual(['at-page']);
  expect(run.opened).toEqual([id, id]);
});

test('a page that fails to open is reported as failed: nothing was confirmed on it', async () => {
  const bench = new PaymentBench();
  bench.showing = () => Promise.reject(new Error('no window'));
  const run = bench.open();
  const { id } = valueOf(await run.manager.start(card));
  await rest();
  expect(phases(run)).toEqual(['checking: page-failed']);
  expect(await run.manager.showPage(id)).toEqual(failed({ code: 'payment-page-failed' }));
  expect(phases(run)).toEqual(['checking: page-failed']);
  expect(await run.manager.showPage('another')).toEqual(failed({ code: 'payment-not-found' }));
});

test('a page that fails to reopen leaves the outcome unknown', async () => {
  const bench = new PaymentBench();
  const run = bench.open();
  const { id } = valueOf(await run.manager.start(card));
  run.manager.pageEnded(id, 'window-closed');
  bench.showing = () => Promise.reject(new Error('no window'));
  expect(await run.manager.showPage(id)).toEqual(failed({ code: 'payment-unknown' }));
  expect(phases(run)).toEqual(['checking: window-closed']);
  bench.showing = (shown) => {
    run.manager.pageEnded(shown, 'page-refused');
    return Promise.resolve('page-refused');
  };
  expect(await run.manager.showPage(id)).toEqual(failed({ code: 'payment-page-refused' }));
  expect(phases(run)).toEqual(['checking: page-refused']);
});

test('a window that cannot be created after the start is not a failure of the payment', async () => {
  const bench = new PaymentBench();
  bench.showing = () => {
    throw new Error('no screen');
  };
  const run = bench.open();
  expect(valueOf(await run.manager.start(card))).toMatchObject({ phase: 'checking', because: 'page-failed' });
});

test('no window opens while locked', async () => {
  const bench = new PaymentBench();
  bench.mayShow = false;
  const run = bench.open();
  expect(valueOf(await run.manager.start(card))).toMatchObject({ phase: 'checking', because: 'window-closed' });
  expect(run.opened).toEqual([]);
});

test.each(['mobile', 'sbp'] as const)('%s waits without a page', async (method) => {
  const bench = new PaymentBench();
  const run = bench.open();
  expect(valueOf(await run.manager.start({ ...card, method }))).toMatchObject({ phase: 'waiting', because: null });
  expect(run.opened).toEqual([]);
  bench.service.settle('pay-1', 'declined', 'phone-refused');
  run.manager.paymentChanged('pay-1');
  await rest();
  expect(run.manager.tracked().payments).toMatchObject([
    { phase: 'settled', payment: { status: 'declined', declineReason: 'phone-refused' } },
  ]);
});

test('open payments are queried after a restart, also days later; late money replaces a final status', async () => {
  const bench = new PaymentBench();
  const first = bench.open();
  await first.manager.start(card);
  first.die();
  bench.time.jump(3 * 24 * 3_600_000);
  bench.service.settle('pay-1', 'declined', 'bank-timeout');
  const second = bench.open();
  await second.manager.ready();
  expect(phases(second)).toEqual(['checking: restart']);
  await second.manager.sessionStarted();
  expect(second.manager.tracked().payments).toMatchObject([{ phase: 'settled', payment: { status: 'declined' } }]);
  bench.service.settle('pay-1', 'succeeded');
  second.manager.paymentChanged('pay-1');
  await rest();
  expect(second.manager.tracked().payments).toMatchObject([{ phase: 'settled', payment: { status: 'succeeded' } }]);
  expect(second.ended.map(({ status }) => status)).toEqual(['declined', 'succeeded']);
});

test('`succeeded` stays, whatever an older answer says', async () => {
  const bench = new PaymentBench();
  const run = bench.open();
  await run.manager.start(card);
  bench.service.settle('pay-1', 'succeeded');
  run.manager.paymentChanged('pay-1');
  await rest();
  bench.service.payments.set('pay-1', paymentOf('pay-1'));
  await run.manager.refresh(run.manager.tracked().payments[0]!.id);
  expect(run.manager.tracked().payments).toMatchObject([{ phase: 'settled', payment: { status: 'succeeded' } }]);
});

test('an event before the answer: the payment is queried again after the older answer', async () => {
  const bench = new PaymentBench();
  const run = bench.open();
  await run.manager.sessionStarted();
  const { service } = bench;
  const create = service.create.bind(service);
  service.create = (key, request) => {
    const older = create(key, request);
    service.settle('pay-1', 'succeeded');
    run.manager.paymentChanged('pay-1');
    return older;
  };
  expect(valueOf(await run.manager.start(card)).payment?.status).toBe('pending');
  await rest();
  expect(phases(run)).toEqual(['settled']);
});

test('cancelling: a payment that was paid meanwhile stays paid', async () => {
  const bench = new PaymentBench();
  const run = bench.open();
  const { id } = valueOf(await run.manager.start(card));
  bench.service.fates = ['request-lost'];
  expect(await run.manager.cancel(id)).toEqual(failed({ code: 'service-unreachable' }));
  expect(phases(run)).toEqual(['at-page']);
  bench.service.settle('pay-1', 'succeeded');
  expect(valueOf(await run.manager.cancel(id))).toMatchObject({ phase: 'settled', payment: { status: 'succeeded' } });
  expect(run.closed).toEqual([id]);
  expect(await run.manager.cancel('another')).toEqual(failed({ code: 'payment-not-found' }));
});

test('cancelling a payment that may not have arrived queries it first', async () => {
  const bench = new PaymentBench();
  const run = bench.open();
  bench.service.fates = ['request-lost', 'request-lost', 'request-lost'];
  const { id } = valueOf(await run.manager.start(card));
  expect(await run.manager.cancel(id)).toEqual(failed({ code: 'service-unreachable' }));
  expect(valueOf(await run.manager.cancel(id)).phase).toBe('not-sent');
});

test('an open payment cannot be dismissed', async () => {
  const bench = new PaymentBench();
  const run = bench.open();
  const { id } = valueOf(await run.manager.start(card));
  expect((await run.manager.dismiss(id)).payments).toHaveLength(1);
});

test('sign-out on the own computer: an open payment stays on disk for its account alone', async () => {
  const bench = new PaymentBench();
  const run = bench.open();
  await run.manager.sessionStarted();
  await run.manager.start(card);
  const mine = bench.session;
  bench.session = null;
  run.manager.sessionEnded();
  await run.manager.settled();
  expect(run.closed).toContain('all');
  expect(run.pushed.at(-1)).toEqual([]);
  expect(bench.file.content?.payments).toHaveLength(1);

  const others = new Map(bench.service.payments);
  bench.service.payments.clear();
  bench.session = { sessionId: 's2', accountId: 'a2', kept: true, contracts: [] };
  await run.manager.sessionStarted();
  expect(run.manager.tracked()).toEqual({ payments: [] });
  expect(await run.manager.refresh(bench.file.content!.payments[0]!.id)).toEqual(failed({ code: 'payment-not-found' }));
  bench.session = null;
  run.manager.sessionEnded();

  for (const [id, payment] of others) bench.service.payments.set(id, payment);
  bench.session = { ...mine!, sessionId: 's3' };
  bench.service.settle('pay-1', 'succeeded');
  await run.manager.sessionStarted();
  expect(phases(run)).toEqual(['settled']);
  bench.session = null;
  run.manager.sessionEnded();
  await run.manager.settled();
  expect(bench.file.content).toBeNull();
});

test('on a shared computer nothing is written; the next sign-in recovers open payments from the service', async () => {
  const bench = new PaymentBench();
  bench.session = { sessionId: 's1', accountId: 'a1', kept: false, contracts: [contract] };
  const run = bench.open();
  await run.manager.sessionStarted();
  await run.manager.start(card);
  bench.session = null;
  run.manager.sessionEnded();
  await rest();
  expect(bench.file.writes).toBe(0);
  bench.session = { sessionId: 's2', accountId: 'a1', kept: false, contracts: [contract] };
  expect(run.manager.tracked()).toEqual({ payments: [] });
  await run.manager.sessionStarted();
  expect(run.manager.tracked().payments).toMatchObject([{ id: 'pay-1', phase: 'checking', because: 'restart' }]);
  expect(bench.file.writes).toBe(0);
});

test('an unreadable file is reported, and open payments are recovered from the service', async () => {
  const bench = new PaymentBench();
  bench.unreadable = true;
  bench.service.payments.set('pay-1', paymentOf('pay-1'));
  bench.service.payments.set('pay-2', paymentOf('pay-2', { origin: 'autopay' }));
  bench.service.payments.set('pay-3', paymentOf('pay-3', { status: 'declined', declineReason: 'limit' }));
  const run = bench.open();
  await run.manager.sessionStarted();
  expect(run.notices).toEqual(['payments-unreadable']);
  expect(run.manager.tracked().payments.map(({ id }) => id)).toEqual(['pay-1']);
  expect(bench.file.content?.payments).toMatchObject([{ id: 'pay-1', key: null }]);
});

test('a failed recovery is repeated when the connection is back', async () => {
  const bench = new PaymentBench();
  bench.service.payments.set('pay-1', paymentOf('pay-1'));
  bench.service.fates = ['request-lost'];
  const run = bench.open();
  await run.manager.sessionStarted();
  expect(run.manager.tracked()).toEqual({ payments: [] });
  await run.manager.refreshAll();
  expect(run.manager.tracked().payments).toHaveLength(1);
  await run.manager.refreshAll();
  expect(bench.service.asked.filter((kind) => kind === 'list')).toHaveLength(2);
});

test('a payment whose answer was lost is never listed twice', async () => {
  const bench = new PaymentBench();
  const first = bench.open();
  bench.service.fates = ['answer-lost', 'request-lost'];
  await first.manager.start(card);
  first.die();
  const second = bench.open();
  bench.service.fates = ['request-lost'];
  await second.manager.sessionStarted();
  expect(phases(second)).toEqual(['checking: line']);
  await second.manager.refreshAll();
  expect(second.manager.tracked().payments).toMatchObject([{ payment: { id: 'pay-1' } }]);
});

test('a full disk: nothing is sent, and the failure says so', async () => {
  const bench = new PaymentBench();
  const run = bench.open();
  await run.manager.sessionStarted();
  bench.file.fail = new DiskFullError('disk full');
  expect(await run.manager.start(card)).toEqual(failed({ code: 'profile-folder-full' }));
  bench.file.fail = new Error('no key store');
  expect(await run.manager.start(card)).toEqual(failed({ code: 'unexpected' }));
  expect(bench.service.sent.size).toBe(0);
  expect(run.manager.tracked()).toEqual({ payments: [] });
});

test('sign-out before the answer: no page opens, and the next sign-in finds the payment', async () => {
  const bench = new PaymentBench();
  const run = bench.open();
  await run.manager.sessionStarted();
  const mine = bench.session;
  const { service } = bench;
  const create = service.create.bind(service);
  service.create = (key, request) => {
    create(key, request);
    bench.session = null;
    run.manager.sessionEnded();
    // The session manager refuses the call then.
    return failed({ code: 'session-ended' });
  };
  expect(await run.manager.start(card)).toEqual(failed({ code: 'session-ended' }));
  expect(run.opened).toEqual([]);
  expect(service.asked).not.toContain('by-key');
  bench.session = { ...mine!, sessionId: 's2' };
  await run.manager.sessionStarted();
  expect(run.manager.tracked().payments).toMatchObject([{ phase: 'checking', payment: { id: 'pay-1' } }]);
});

test('another account signs in before the answer: the payment is neither queried nor listed for it', async () => {
  const bench = new PaymentBench();
  const anna = bench.session;
  const run = bench.open();
  await run.manager.sessionStarted();
  bench.service.fates = ['late'];
  const answer = run.manager.start(card);
  while (bench.service.sent.size === 0) await Promise.resolve();
  bench.session = null;
  run.manager.sessionEnded();
  bench.session = { sessionId: 's2', accountId: 'a2', kept: true, contracts: [stranger] };
  await run.manager.sessionStarted();
  expect(await answer).toEqual(failed({ code: 'session-ended' }));
  expect(bench.service.asked).not.toContain('by-key');
  expect(run.manager.tracked()).toEqual({ payments: [] });
  await run.manager.settled();
  expect(bench.file.content?.payments).toMatchObject([{ accountId: 'a1' }]);

  // The request arrives late; its own account finds the payment.
  for (const arrive of bench.service.inTransit) arrive();
  bench.session = null;
  run.manager.sessionEnded();
  bench.session = anna;
  await run.manager.sessionStarted();
  expect(phases(run)).toHaveLength(1);
  expect(run.manager.tracked().payments[0]?.payment?.id).toBe('pay-1');
});

test('another account signs in during a refresh: the remaining payments wait for their account', async () => {
  const bench = new PaymentBench();
  const first = bench.open();
  await first.manager.sessionStarted();
  await first.manager.start(card);
  await first.manager.settled();
  const kept = bench.file.content?.payments[0];
  if (kept === undefined) throw new Error('nothing kept');
  const lost = { ...kept, id: 'lost', key: 'key-of-the-lost-one', payment: null };
  bench.file.content = { version: 1, payments: [kept, lost] };
  first.die();

  const run = bench.open();
  const asking = run.manager.sessionStarted();
  while (!bench.service.asked.includes('read')) await Promise.resolve();
  bench.session = { sessionId: 's2', accountId: 'a2', kept: true, contracts: [stranger] };
  await asking;
  expect(bench.service.asked).not.toContain('by-key');
});

test('the connection is up before the file is read: a payment is not listed twice', async () => {
  const bench = new PaymentBench();
  const first = bench.open();
  await first.manager.sessionStarted();
  await first.manager.start(card);
  await first.manager.settled();
  first.die();
  const run = bench.open();
  let open: () => void = () => undefined;
  const read = bench.file.read;
  // The key store may prompt the person first, so that reading takes long.
  bench.file.read = () => new Promise<void>((resolve) => (open = resolve)).then(() => read.call(bench.file));
  const began = run.manager.sessionStarted();
  const up = run.manager.refreshAll();
  await rest();
  open();
  await Promise.all([began, up]);
  await rest();
  expect(run.manager.tracked().payments).toHaveLength(1);
});

test('a new payment has the payee name that was shown before', async () => {
  const bench = new PaymentBench();
  const run = bench.open();
  run.manager.rememberPayee({ number: stranger, kind: 'contract', maskedName: 'Irina P•••••••a', own: null });
  bench.service.fates = ['request-lost', 'request-lost'];
  expect(valueOf(await run.manager.start({ ...card, payee: stranger }))).toMatchObject({
    maskedName: 'Irina P•••••••a',
    contractNumber: null,
  });
});

test('no payment starts while signed out', async () => {
  const bench = new PaymentBench();
  bench.session = null;
  expect(await bench.open().manager.start(card)).toEqual(failed({ code: 'session-ended' }));
});

test('nothing is queried after the program has stopped', async () => {
  const bench = new PaymentBench();
  const run = bench.open();
  const { id } = valueOf(await run.manager.start(card));
  run.manager.stop();
  const asked = bench.service.asked.length;
  run.manager.pageEnded(id, 'window-closed');
  await bench.pass(POLL_INTERVAL_MS * 3);
  expect(bench.service.asked).toHaveLength(asked);
  await run.manager.settled();
  expect(bench.file.content?.payments).toMatchObject([{ phase: 'checking', because: 'window-closed' }]);
});
