import { expect, test } from 'vitest';
import { failed, type Result } from '#protocol/errors/problem.ts';
import type { ErrorCode } from '#protocol/errors/catalogue.ts';
import type { TrackedPayment } from '#protocol/ipc/state.ts';
import type { PageEnd } from './payment-ports.ts';
import { DiskFullError } from '../storage/atomic-file.ts';
import {
  ASK_EVERY_MS,
  card,
  contract,
  PaymentBench,
  paymentOf,
  rest,
  stranger,
  type Run,
} from '#tests/main/payments.fixture.ts';

function phases({ keeper }: Run): string[] {
  return keeper.tracked().payments.map(({ phase, because }) => (because === null ? phase : `${phase}: ${because}`));
}

function valueOf(answer: Result<TrackedPayment>): TrackedPayment {
  if (!answer.ok) throw new Error(answer.failure.code);
  return answer.value;
}

test('key and body are on disk before the request leaves: a crash in between leaves both, and nothing at the service', async () => {
  const bench = new PaymentBench();
  const first = bench.open();
  bench.dieAfterWrites = 1;
  void first.keeper.begin(card);
  await rest();
  expect(bench.service.sent.size).toBe(0);
  expect(bench.file.content?.payments).toMatchObject([{ phase: 'sending', request: card, accountId: 'a1' }]);
  expect(bench.file.content?.payments[0]?.key).toMatch(/^[\x21-\x7e]{16,80}$/);

  bench.dieAfterWrites = Number.POSITIVE_INFINITY;
  const second = bench.open();
  await second.keeper.began();
  expect(phases(second)).toEqual(['not-sent']);
  expect(bench.service.asked).toEqual(['by-key', 'list']);
  expect(bench.service.sent.size).toBe(0);
  // It is certain: another one may begin, under another key.
  expect(valueOf(await second.keeper.begin(card)).phase).toBe('at-page');
});

test('the usual way: page, back, credited; the renderer is told each step', async () => {
  const bench = new PaymentBench();
  const run = bench.open();
  await run.keeper.began();
  const { id, ...shown } = valueOf(await run.keeper.begin(card));
  expect(shown).toMatchObject({ phase: 'at-page', because: null, contractNumber: contract, payment: { id: 'pay-1' } });
  expect(Object.keys(shown)).not.toEqual(expect.arrayContaining(['key']));
  expect(run.opened).toEqual([id]);
  bench.service.settle('pay-1', 'succeeded');
  run.keeper.pageEnded(id, 'returned');
  expect(phases(run)).toEqual(['checking']);
  await rest();
  expect(bench.service.asked.at(-1)).toBe('check');
  expect(phases(run)).toEqual(['settled']);
  expect(run.ended.map((payment) => payment.status)).toEqual(['succeeded']);
  expect(run.pushed.map((all) => all[0]?.phase)).toEqual(
    expect.arrayContaining(['sending', 'at-page', 'checking', 'settled']),
  );
  expect(await run.keeper.dismiss(id)).toEqual({ payments: [] });
  expect(bench.file.content).toBeNull();
});

test.each<[ErrorCode]>([
  ['amount-invalid'],
  ['payee-not-found'],
  ['contract-closed'],
  ['method-limit'],
  ['method-unavailable'],
  ['too-many-requests'],
])('refused with %s: nothing was taken on, nothing stays', async (code) => {
  const bench = new PaymentBench();
  const run = bench.open();
  bench.service.refuse = { code, maxKopecks: 1_000 };
  expect(await run.keeper.begin(card)).toEqual(failed({ code, maxKopecks: 1_000 }));
  expect(run.keeper.tracked()).toEqual({ payments: [] });
  await run.keeper.settled();
  expect(bench.file.content).toBeNull();
  expect(bench.service.asked).toEqual(['begin']);
});

test('a lost answer is no failure: it is asked for by the key, and the page opens after all', async () => {
  const bench = new PaymentBench();
  const run = bench.open();
  bench.service.fates = ['answer-lost'];
  const shown = valueOf(await run.keeper.begin(card));
  expect(shown).toMatchObject({ phase: 'at-page', payment: { id: 'pay-1' } });
  expect(bench.service.asked).toEqual(['begin', 'by-key']);
  expect(bench.service.payments.size).toBe(1);
});

test('no answer to the question either: checking, asked again every so often, never sent again', async () => {
  const bench = new PaymentBench();
  const run = bench.open();
  bench.service.fates = ['answer-lost', 'request-lost'];
  const shown = valueOf(await run.keeper.begin(card));
  expect(shown).toMatchObject({
    phase: 'checking',
    because: 'line',
    payment: null,
    brokeAt: '2026-11-22T10:00:00.000Z',
  });
  expect(await run.keeper.begin(card)).toMatchObject({
    ok: false,
    failure: { code: 'payment-open', reasons: [{ code: 'payment-being-checked', number: 21 }] },
  });
  bench.service.fates = ['request-lost', 'request-lost'];
  await rest();
  await bench.pass(ASK_EVERY_MS);
  await bench.pass(ASK_EVERY_MS);
  expect(phases(run)).toEqual(['checking: line']);
  bench.service.settle('pay-1', 'succeeded');
  await bench.pass(ASK_EVERY_MS);
  expect(phases(run)).toEqual(['settled']);
  expect([...bench.service.sent.values()]).toEqual([1]);
});

test('it never arrived, and the service is certain: the failure is told, and the request that comes late is refused', async () => {
  const bench = new PaymentBench();
  const run = bench.open();
  bench.service.fates = ['late'];
  expect(await run.keeper.begin(card)).toEqual(failed({ code: 'service-timeout' }));
  expect(run.keeper.tracked()).toEqual({ payments: [] });
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
])('%s leaves open what happened: it is asked', async (code) => {
  const bench = new PaymentBench();
  const run = bench.open();
  const { service } = bench;
  const { byKey, payments } = service;
  service.begin = (key) => {
    byKey.set(key, 'pay-1');
    payments.set('pay-1', paymentOf('pay-1', { status: 'created', stage: null, pageUrl: null }));
    return failed({ code });
  };
  expect(valueOf(await run.keeper.begin(card))).toMatchObject({ phase: 'checking', payment: { status: 'created' } });
  expect(run.opened).toEqual([]);
});

test('an error of the way of asking itself is an open outcome too', async () => {
  const bench = new PaymentBench();
  const run = bench.open();
  bench.service.begin = () => {
    throw new Error('no such thing');
  };
  bench.service.fates = ['request-lost'];
  expect(valueOf(await run.keeper.begin(card))).toMatchObject({ phase: 'checking', because: 'line' });
});

test('two at once: the second is refused before anything of it is stored or sent', async () => {
  const bench = new PaymentBench();
  const run = bench.open();
  const [first, second] = await Promise.all([run.keeper.begin(card), run.keeper.begin(card)]);
  expect(first.ok).toBe(true);
  expect(second).toMatchObject(failed({ code: 'payment-open' }));
  expect(bench.service.sent.size).toBe(1);
});

test('begun by another program of the same person: refused here, and shown here', async () => {
  const bench = new PaymentBench();
  const run = bench.open();
  await run.keeper.began();
  bench.service.payments.set('pay-9', paymentOf('pay-9'));
  expect(await run.keeper.begin(card)).toEqual(failed({ code: 'payment-open' }));
  await rest();
  expect(run.keeper.tracked().payments).toMatchObject([{ id: 'pay-9', phase: 'checking' }]);
  expect(valueOf(await run.keeper.cancel('pay-9'))).toMatchObject({
    phase: 'settled',
    payment: { status: 'cancelled' },
  });
});

test.each<[PageEnd, TrackedPayment['because']]>([
  ['window-closed', 'window-closed'],
  ['page-failed', 'page-failed'],
  ['page-broke', 'line'],
  ['page-refused', 'page-refused'],
])('the page ended by %s: checking because of %s, never failed; it can be opened again', async (how, because) => {
  const bench = new PaymentBench();
  const run = bench.open();
  const { id } = valueOf(await run.keeper.begin(card));
  bench.time.jump(60_000);
  run.keeper.pageEnded(id, how);
  await rest();
  expect(run.keeper.tracked().payments[0]).toMatchObject({
    phase: 'checking',
    because,
    brokeAt: '2026-11-22T10:01:00.000Z',
    payment: { status: 'pending' },
  });
  expect(await run.keeper.showPage(id)).toEqual({ ok: true, value: null });
  expect(phases(run)).toEqual(['at-page']);
  expect(run.opened).toEqual([id, id]);
});

test('a page that does not open says so, and that nothing was confirmed on it', async () => {
  const bench = new PaymentBench();
  bench.showing = () => Promise.reject(new Error('no window'));
  const run = bench.open();
  const { id } = valueOf(await run.keeper.begin(card));
  await rest();
  expect(phases(run)).toEqual(['checking: page-failed']);
  expect(await run.keeper.showPage(id)).toEqual(failed({ code: 'payment-page-failed' }));
  expect(phases(run)).toEqual(['checking: page-failed']);
  expect(await run.keeper.showPage('another')).toEqual(failed({ code: 'payment-not-found' }));
});

test('a page that was open before and does not open again leaves open what was confirmed on it', async () => {
  const bench = new PaymentBench();
  const run = bench.open();
  const { id } = valueOf(await run.keeper.begin(card));
  run.keeper.pageEnded(id, 'window-closed');
  bench.showing = () => Promise.reject(new Error('no window'));
  expect(await run.keeper.showPage(id)).toEqual(failed({ code: 'payment-unknown' }));
  expect(phases(run)).toEqual(['checking: window-closed']);
  bench.showing = (shown) => {
    run.keeper.pageEnded(shown, 'page-refused');
    return Promise.resolve('page-refused');
  };
  expect(await run.keeper.showPage(id)).toEqual(failed({ code: 'payment-page-refused' }));
  expect(phases(run)).toEqual(['checking: page-refused']);
});

test('a window that cannot even be tried right after the beginning is no failure of the payment', async () => {
  const bench = new PaymentBench();
  bench.showing = () => {
    throw new Error('no screen');
  };
  const run = bench.open();
  expect(valueOf(await run.keeper.begin(card))).toMatchObject({ phase: 'checking', because: 'page-failed' });
});

test('behind the lock no window opens', async () => {
  const bench = new PaymentBench();
  bench.mayShow = false;
  const run = bench.open();
  expect(valueOf(await run.keeper.begin(card))).toMatchObject({ phase: 'checking', because: 'window-closed' });
  expect(run.opened).toEqual([]);
});

test.each(['mobile', 'sbp'] as const)('%s waits without a page', async (method) => {
  const bench = new PaymentBench();
  const run = bench.open();
  expect(valueOf(await run.keeper.begin({ ...card, method }))).toMatchObject({ phase: 'waiting', because: null });
  expect(run.opened).toEqual([]);
  bench.service.settle('pay-1', 'declined', 'phone-refused');
  run.keeper.heard('pay-1');
  await rest();
  expect(run.keeper.tracked().payments).toMatchObject([
    { phase: 'settled', payment: { status: 'declined', declineReason: 'phone-refused' } },
  ]);
});

test('after a restart, and after days, what was open is asked for; late money turns an end around', async () => {
  const bench = new PaymentBench();
  const first = bench.open();
  await first.keeper.begin(card);
  first.die();
  bench.time.jump(3 * 24 * 3_600_000);
  bench.service.settle('pay-1', 'declined', 'bank-timeout');
  const second = bench.open();
  await second.keeper.ready();
  expect(phases(second)).toEqual(['checking: restart']);
  await second.keeper.began();
  expect(second.keeper.tracked().payments).toMatchObject([{ phase: 'settled', payment: { status: 'declined' } }]);
  bench.service.settle('pay-1', 'succeeded');
  second.keeper.heard('pay-1');
  await rest();
  expect(second.keeper.tracked().payments).toMatchObject([{ phase: 'settled', payment: { status: 'succeeded' } }]);
  expect(second.ended.map(({ status }) => status)).toEqual(['declined', 'succeeded']);
});

test('money that moved stays moved, whatever an older answer says', async () => {
  const bench = new PaymentBench();
  const run = bench.open();
  await run.keeper.begin(card);
  bench.service.settle('pay-1', 'succeeded');
  run.keeper.heard('pay-1');
  await rest();
  bench.service.payments.set('pay-1', paymentOf('pay-1'));
  await run.keeper.ask(run.keeper.tracked().payments[0]!.id);
  expect(run.keeper.tracked().payments).toMatchObject([{ phase: 'settled', payment: { status: 'succeeded' } }]);
});

test('an event that overtakes the answer: it is asked again once the older answer is there', async () => {
  const bench = new PaymentBench();
  const run = bench.open();
  await run.keeper.began();
  const { service } = bench;
  const begin = service.begin.bind(service);
  service.begin = (key, request) => {
    const older = begin(key, request);
    service.settle('pay-1', 'succeeded');
    run.keeper.heard('pay-1');
    return older;
  };
  expect(valueOf(await run.keeper.begin(card)).payment?.status).toBe('pending');
  await rest();
  expect(phases(run)).toEqual(['settled']);
});

test('calling off: what was paid meanwhile stays paid', async () => {
  const bench = new PaymentBench();
  const run = bench.open();
  const { id } = valueOf(await run.keeper.begin(card));
  bench.service.fates = ['request-lost'];
  expect(await run.keeper.cancel(id)).toEqual(failed({ code: 'service-unreachable' }));
  expect(phases(run)).toEqual(['at-page']);
  bench.service.settle('pay-1', 'succeeded');
  expect(valueOf(await run.keeper.cancel(id))).toMatchObject({ phase: 'settled', payment: { status: 'succeeded' } });
  expect(run.closed).toEqual([id]);
  expect(await run.keeper.cancel('another')).toEqual(failed({ code: 'payment-not-found' }));
});

test('calling off what may never have arrived asks first, and then is certain', async () => {
  const bench = new PaymentBench();
  const run = bench.open();
  bench.service.fates = ['request-lost', 'request-lost', 'request-lost'];
  const { id } = valueOf(await run.keeper.begin(card));
  expect(await run.keeper.cancel(id)).toEqual(failed({ code: 'service-unreachable' }));
  expect(valueOf(await run.keeper.cancel(id)).phase).toBe('not-sent');
});

test('what is open is not put away', async () => {
  const bench = new PaymentBench();
  const run = bench.open();
  const { id } = valueOf(await run.keeper.begin(card));
  expect((await run.keeper.dismiss(id)).payments).toHaveLength(1);
});

test('signed out on one’s own computer: an open payment waits on disk for its account, and no other sees it', async () => {
  const bench = new PaymentBench();
  const run = bench.open();
  await run.keeper.began();
  await run.keeper.begin(card);
  const mine = bench.session;
  bench.session = null;
  run.keeper.left();
  await run.keeper.settled();
  expect(run.closed).toContain('all');
  expect(run.pushed.at(-1)).toEqual([]);
  expect(bench.file.content?.payments).toHaveLength(1);

  const others = new Map(bench.service.payments);
  bench.service.payments.clear();
  bench.session = { sessionId: 's2', accountId: 'a2', kept: true, contracts: [] };
  await run.keeper.began();
  expect(run.keeper.tracked()).toEqual({ payments: [] });
  expect(await run.keeper.ask(bench.file.content!.payments[0]!.id)).toEqual(failed({ code: 'payment-not-found' }));
  bench.session = null;
  run.keeper.left();

  for (const [id, payment] of others) bench.service.payments.set(id, payment);
  bench.session = { ...mine!, sessionId: 's3' };
  bench.service.settle('pay-1', 'succeeded');
  await run.keeper.began();
  expect(phases(run)).toEqual(['settled']);
  bench.session = null;
  run.keeper.left();
  await run.keeper.settled();
  expect(bench.file.content).toBeNull();
});

test('on somebody else’s computer nothing is written and nothing stays; the service is asked at the next sign-in', async () => {
  const bench = new PaymentBench();
  bench.session = { sessionId: 's1', accountId: 'a1', kept: false, contracts: [contract] };
  const run = bench.open();
  await run.keeper.began();
  await run.keeper.begin(card);
  bench.session = null;
  run.keeper.left();
  await rest();
  expect(bench.file.writes).toBe(0);
  bench.session = { sessionId: 's2', accountId: 'a1', kept: false, contracts: [contract] };
  expect(run.keeper.tracked()).toEqual({ payments: [] });
  await run.keeper.began();
  expect(run.keeper.tracked().payments).toMatchObject([{ id: 'pay-1', phase: 'checking', because: 'restart' }]);
  expect(bench.file.writes).toBe(0);
});

test('a file that cannot be read is told, and open payments are found at the service', async () => {
  const bench = new PaymentBench();
  bench.unreadable = true;
  bench.service.payments.set('pay-1', paymentOf('pay-1'));
  bench.service.payments.set('pay-2', paymentOf('pay-2', { origin: 'autopay' }));
  bench.service.payments.set('pay-3', paymentOf('pay-3', { status: 'declined', declineReason: 'limit' }));
  const run = bench.open();
  await run.keeper.began();
  expect(run.notices).toEqual(['payments-unreadable']);
  expect(run.keeper.tracked().payments.map(({ id }) => id)).toEqual(['pay-1']);
  expect(bench.file.content?.payments).toMatchObject([{ id: 'pay-1', key: null }]);
});

test('the list that could not be had is asked for again when the line is back', async () => {
  const bench = new PaymentBench();
  bench.service.payments.set('pay-1', paymentOf('pay-1'));
  bench.service.fates = ['request-lost'];
  const run = bench.open();
  await run.keeper.began();
  expect(run.keeper.tracked()).toEqual({ payments: [] });
  await run.keeper.askAll();
  expect(run.keeper.tracked().payments).toHaveLength(1);
  await run.keeper.askAll();
  expect(bench.service.asked.filter((kind) => kind === 'list')).toHaveLength(2);
});

test('a payment whose answer was lost is never shown twice', async () => {
  const bench = new PaymentBench();
  const first = bench.open();
  bench.service.fates = ['answer-lost', 'request-lost'];
  await first.keeper.begin(card);
  first.die();
  const second = bench.open();
  bench.service.fates = ['request-lost'];
  await second.keeper.began();
  expect(phases(second)).toEqual(['checking: line']);
  await second.keeper.askAll();
  expect(second.keeper.tracked().payments).toMatchObject([{ payment: { id: 'pay-1' } }]);
});

test('a full disk: nothing is sent, and it is said', async () => {
  const bench = new PaymentBench();
  const run = bench.open();
  await run.keeper.began();
  bench.file.fail = new DiskFullError('disk full');
  expect(await run.keeper.begin(card)).toEqual(failed({ code: 'profile-folder-full' }));
  bench.file.fail = new Error('no key store');
  expect(await run.keeper.begin(card)).toEqual(failed({ code: 'unexpected' }));
  expect(bench.service.sent.size).toBe(0);
  expect(run.keeper.tracked()).toEqual({ payments: [] });
});

test('signed out while the answer is on its way: nobody is told, and the next sign-in finds it', async () => {
  const bench = new PaymentBench();
  const run = bench.open();
  await run.keeper.began();
  const mine = bench.session;
  const { service } = bench;
  const begin = service.begin.bind(service);
  service.begin = (key, request) => {
    begin(key, request);
    bench.session = null;
    run.keeper.left();
    // What the session's keeper answers then.
    return failed({ code: 'session-ended' });
  };
  expect(await run.keeper.begin(card)).toEqual(failed({ code: 'session-ended' }));
  expect(run.opened).toEqual([]);
  expect(service.asked).not.toContain('by-key');
  bench.session = { ...mine!, sessionId: 's2' };
  await run.keeper.began();
  expect(run.keeper.tracked().payments).toMatchObject([{ phase: 'checking', payment: { id: 'pay-1' } }]);
});

test('another person signs in while the answer is on its way: it is neither asked about nor shown under their name', async () => {
  const bench = new PaymentBench();
  const anna = bench.session;
  const run = bench.open();
  await run.keeper.began();
  bench.service.fates = ['late'];
  const answer = run.keeper.begin(card);
  while (bench.service.sent.size === 0) await Promise.resolve();
  bench.session = null;
  run.keeper.left();
  bench.session = { sessionId: 's2', accountId: 'a2', kept: true, contracts: [stranger] };
  await run.keeper.began();
  expect(await answer).toEqual(failed({ code: 'session-ended' }));
  expect(bench.service.asked).not.toContain('by-key');
  expect(run.keeper.tracked()).toEqual({ payments: [] });
  await run.keeper.settled();
  expect(bench.file.content?.payments).toMatchObject([{ accountId: 'a1' }]);

  // The request arrives after all; whose it is finds it.
  for (const arrive of bench.service.inTransit) arrive();
  bench.session = null;
  run.keeper.left();
  bench.session = anna;
  await run.keeper.began();
  expect(phases(run)).toHaveLength(1);
  expect(run.keeper.tracked().payments[0]?.payment?.id).toBe('pay-1');
});

test('another person signs in while one payment after the other is asked about: the rest waits for its own account', async () => {
  const bench = new PaymentBench();
  const first = bench.open();
  await first.keeper.began();
  await first.keeper.begin(card);
  await first.keeper.settled();
  const kept = bench.file.content?.payments[0];
  if (kept === undefined) throw new Error('nothing kept');
  const lost = { ...kept, id: 'lost', key: 'key-of-the-lost-one', payment: null };
  bench.file.content = { version: 1, payments: [kept, lost] };
  first.die();

  const run = bench.open();
  const asking = run.keeper.began();
  while (!bench.service.asked.includes('read')) await Promise.resolve();
  bench.session = { sessionId: 's2', accountId: 'a2', kept: true, contracts: [stranger] };
  await asking;
  expect(bench.service.asked).not.toContain('by-key');
});

test('the line is up before the file is read: a payment is not found twice', async () => {
  const bench = new PaymentBench();
  const first = bench.open();
  await first.keeper.began();
  await first.keeper.begin(card);
  await first.keeper.settled();
  first.die();
  const run = bench.open();
  let open: () => void = () => undefined;
  const read = bench.file.read;
  // The system asks the person before it gives the key out.
  bench.file.read = () => new Promise<void>((resolve) => (open = resolve)).then(() => read.call(bench.file));
  const began = run.keeper.began();
  const up = run.keeper.askAll();
  await rest();
  open();
  await Promise.all([began, up]);
  await rest();
  expect(run.keeper.tracked().payments).toHaveLength(1);
});

test('the name that was shown before paying stands there from the beginning', async () => {
  const bench = new PaymentBench();
  const run = bench.open();
  run.keeper.payeeSeen({ number: stranger, kind: 'contract', maskedName: 'Irina P•••••••a', own: null });
  bench.service.fates = ['request-lost', 'request-lost'];
  expect(valueOf(await run.keeper.begin({ ...card, payee: stranger }))).toMatchObject({
    maskedName: 'Irina P•••••••a',
    contractNumber: null,
  });
});

test('signed out nothing begins', async () => {
  const bench = new PaymentBench();
  bench.session = null;
  expect(await bench.open().keeper.begin(card)).toEqual(failed({ code: 'session-ended' }));
});

test('once the program ends nothing is asked any more', async () => {
  const bench = new PaymentBench();
  const run = bench.open();
  const { id } = valueOf(await run.keeper.begin(card));
  run.keeper.stop();
  const asked = bench.service.asked.length;
  run.keeper.pageEnded(id, 'window-closed');
  await bench.pass(ASK_EVERY_MS * 3);
  expect(bench.service.asked).toHaveLength(asked);
  await run.keeper.settled();
  expect(bench.file.content?.payments).toMatchObject([{ phase: 'checking', because: 'window-closed' }]);
});
