import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { describeOnDatabases, freshDatabase } from '#tests/databases.ts';
import { problem, type Problem } from '#protocol/errors/problem.ts';
import {
  offeredMethods,
  payee,
  payment,
  paymentByKey,
  paymentList,
  receipt,
  type Payment,
} from '#protocol/api/payments.ts';
import { operations } from '#protocol/api/operations.ts';
import { fillPath } from '#protocol/api/paths.ts';
import { audit } from '../audit/audit.ts';
import { accountBench, type AccountBench, type BenchAnswer } from '#tests/operator/account-fixture.ts';
import { signatureOf } from '../../platform/payment-provider/signature.ts';
import { anna, boris } from '#tests/operator/test-app.ts';
import { writeMethodSwitch } from './method-switches.ts';
import {
  closed,
  freshKey,
  own,
  ownCard,
  paymentBench,
  strangers,
  usualRequest,
  type PaymentBench,
} from '#tests/operator/payment-fixture.ts';

const minute = 60_000;

describeOnDatabases('payments', (kind) => {
  let bench: PaymentBench;
  let http: AccountBench;
  let token: string;
  let annaId: string;
  let dispose: () => Promise<void>;

  beforeEach(async () => {
    const database = await freshDatabase(kind);
    bench = await paymentBench(database.address);
    http = accountBench(bench.service);
    const grant = await bench.service.signIn();
    token = grant.accessToken;
    annaId = grant.account.id;
    dispose = async () => {
      await bench.close();
      await database.remove();
    };
  });
  afterEach(async () => {
    // Whatever a test did: money in the ledger is the payments' money.
    // The two contracts that every test of the HTTP side has are without billing, and so without an account.
    const { findings } = await audit(bench.service.core);
    expect(findings.filter((one) => !/^contract 100000000[12] has no account/.test(one))).toEqual([]);
    await dispose();
  });

  const refusal = ({ body }: { body: unknown }): Problem => problem.parse(body);
  const read = async (id: string): Promise<Payment> =>
    payment.parse(
      (await http.ask('GET', fillPath(operations.payments.read.path, { paymentId: id }), undefined, token)).body,
    );
  const check = (id: string): Promise<BenchAnswer> =>
    http.post(fillPath(operations.payments.check.path, { paymentId: id }), {}, token);
  const cancel = (id: string): Promise<BenchAnswer> =>
    http.post(fillPath(operations.payments.cancel.path, { paymentId: id }), {}, token);
  const byKey = async (key: string): Promise<BenchAnswer> =>
    http.ask('GET', fillPath(operations.payments.byKey.path, { key }), undefined, token);
  const reconcile = (): Promise<void> => bench.service.payments.rounds.run();
  const orders = async (): Promise<number> => (await bench.control.orders()).length;
  const eventsFor = async (accountId: string): Promise<unknown[]> => {
    const rows = await bench.service.core.db
      .selectFrom('events')
      .selectAll()
      .where('account_id', '=', accountId)
      .orderBy('id')
      .execute();
    return rows.map(({ type, data }) => ({ type, ...(JSON.parse(data) as object) }));
  };

  describe('without faults', () => {
    it('are created, paid at the payment system, credited by its webhook, and reported by events', async () => {
      const begun = await bench.begun(token);
      const access = bench.provider.access;
      expect(begun).toMatchObject({
        payee: own,
        maskedName: 'Пётр П•••••••н',
        contractNumber: own,
        method: 'sbp',
        origin: 'online',
        amountKopecks: 50_000,
        feeKopecks: 0,
        status: 'pending',
        stage: 'payer',
        settledAt: null,
        pageOrigins: [access.origin],
        returnUrl: 'http://127.0.0.1/payments/return',
        entryId: null,
      });
      expect(begun.pageUrl?.startsWith(`${access.origin}/pay/`)).toBe(true);
      expect(begun.sbpPayload).not.toBeNull();
      expect(Date.parse(begun.expiresAt ?? '')).toBe(bench.service.time.now + 15 * minute);
      expect(await bench.balance()).toBe(73_740);
      await bench.answer(begun.id, true);
      await bench.deliverAll();
      const after = await read(begun.id);
      expect(after).toMatchObject({
        status: 'succeeded',
        stage: null,
        pageUrl: null,
        sbpPayload: null,
        expiresAt: null,
      });
      expect(after.settledAt).toBe(new Date(bench.service.time.now).toISOString());
      expect(await bench.balance()).toBe(123_740);
      expect(await bench.credits()).toBe(1);
      const told = {
        type: 'payment-changed',
        contractNumber: own,
        paymentId: begun.id,
        origin: 'online',
        method: 'sbp',
      };
      expect(await eventsFor(annaId)).toEqual([
        { ...told, status: 'pending', declineReason: null, refunded: false, amountKopecks: 50_000 },
        { ...told, status: 'succeeded', declineReason: null, refunded: false, amountKopecks: 50_000 },
      ]);
      const slip = receipt.parse(
        (await http.ask('GET', fillPath(operations.payments.receipt.path, { paymentId: begun.id }), undefined, token))
          .body,
      );
      expect(slip).toMatchObject({ number: after.entryId, day: '2025-11-22', holderMasked: 'Пётр П•••••••н' });
      expect(
        paymentList.parse((await http.ask('GET', operations.payments.list.path, undefined, token)).body).payments,
      ).toEqual([after]);
    });

    it('for somebody else have a masked name and no contract number', async () => {
      const begun = await bench.begun(token, { payee: strangers });
      expect(begun).toMatchObject({ payee: strangers, contractNumber: null, maskedName: 'Пётр П•••••••н' });
      await bench.answer(begun.id, true);
      await bench.deliverAll();
      expect(await bench.balance(strangers)).toBe(60_000);
      expect((await eventsFor(annaId)).at(-1)).toMatchObject({ contractNumber: null, status: 'succeeded' });
      const forOwner = await bench.service.core.db
        .selectFrom('events')
        .select('type')
        .where('contract_number', '=', strangers)
        .execute();
      expect(forOwner).toEqual([{ type: 'top-up-credited' }]);
    });

    it('find the contract of a smart card', async () => {
      const begun = await bench.begun(token, { payee: ownCard });
      expect(begun).toMatchObject({ payee: ownCard, contractNumber: own });
    });

    it('are declined at the payer’s phone, and no money moves', async () => {
      const begun = await bench.begun(token, { method: 'mobile', phone: '+79005550101' });
      expect(begun.stage).toBe('payer');
      await bench.answer(begun.id, false);
      await bench.deliverAll();
      expect(await read(begun.id)).toMatchObject({ status: 'declined', declineReason: 'phone-refused' });
      expect(await bench.balance()).toBe(73_740);
      const answer = await http.ask(
        'GET',
        fillPath(operations.payments.receipt.path, { paymentId: begun.id }),
        undefined,
        token,
      );
      expect(answer.code).toBe('payment-not-settled');
    });

    it('are refunded once', async () => {
      const begun = await bench.begun(token);
      await bench.answer(begun.id, true);
      await bench.deliverAll();
      const { id } = await bench.orderOf(begun.id);
      await bench.service.payments.refund(id);
      await bench.deliverAll();
      expect(await bench.balance()).toBe(73_740);
      const row = await bench.row(begun.id);
      expect(row.status).toBe('succeeded');
      expect(row.refund_transaction_id).not.toBeNull();
      const { amount_kopecks: amountKopecks } = row;
      const heard = await bench.service.core.db
        .selectFrom('events')
        .select(['contract_number', 'data'])
        .where('type', '=', 'top-up-refunded')
        .execute();
      expect(heard.map((one) => [one.contract_number, JSON.parse(one.data) as unknown])).toMatchObject([
        [own, { amountKopecks, balanceKopecks: 73_740 }],
      ]);
      expect((await eventsFor(annaId)).at(-1)).toMatchObject({ status: 'succeeded', refunded: true });
    });

    it('post credit and refund even if the webhook of the payment was lost', async () => {
      const begun = await bench.begun(token);
      await bench.answer(begun.id, true);
      await bench.client.refundOrder((await bench.orderOf(begun.id)).id);
      const hooks = await bench.hooks();
      expect(await bench.deliver(hooks.at(-1)?.body ?? '')).toBe(204);
      expect(await bench.credits()).toBe(1);
      expect(await bench.balance()).toBe(73_740);
    });
  });

  describe('when created', () => {
    it.each([
      ['a number that nobody has', { payee: '9999999999' }, 'payee-not-found', 404],
      ['a closed contract', { payee: closed }, 'contract-closed', 409],
      ['nothing', { amountKopecks: 0 }, 'amount-invalid', 422],
      ['less than nothing', { amountKopecks: -100 }, 'amount-invalid', 422],
      ['too little', { amountKopecks: 999 }, 'amount-invalid', 422],
      ['too much', { amountKopecks: 1_500_001 }, 'amount-invalid', 422],
      ['a part of a kopeck', { amountKopecks: 10_000.5 }, 'input-invalid', 400],
      ['nine digits', { payee: '123456789' }, 'input-invalid', 400],
      ['a mobile account without a phone', { method: 'mobile' as const }, 'input-invalid', 400],
      ['a phone for a card', { method: 'bank-card' as const, phone: '+79005550101' }, 'input-invalid', 400],
      ['a card for SBP', { linkedCardId: 'x' }, 'input-invalid', 400],
      ['somebody else’s card', { method: 'bank-card' as const, linkedCardId: 'x' }, 'card-not-found', 404],
    ] as const)('are refused for %s', async (_what, request, code, status) => {
      const answer = await bench.begin(token, request);
      expect([answer.status, refusal(answer).code]).toEqual([status, code]);
      expect(await orders()).toBe(0);
      expect(await bench.service.core.db.selectFrom('payments').select('id').execute()).toEqual([]);
    });

    it('are refused without a key, and with the key of another request', async () => {
      const without = await http.post(operations.payments.create.path, usualRequest, token);
      expect(without.code).toBe('idempotency-key-missing');
      expect(refusal(await bench.begin(token, {}, 'short')).code).toBe('idempotency-key-missing');
      const key = freshKey();
      await bench.begun(token, {}, key);
      expect(refusal(await bench.begin(token, { amountKopecks: 60_000 }, key)).code).toBe('idempotency-key-reused');
      // The answers are kept for a day, the payments for ever.
      await bench.advance(25 * 60 * minute);
      const again = await bench.service.signIn();
      expect(refusal(await bench.begin(again.accessToken, { amountKopecks: 60_000 }, key)).code).toBe(
        'idempotency-key-reused',
      );
    });

    it('are refused by an unavailable method, and by its limits', async () => {
      await writeMethodSwitch(bench.service.core.db, 'sbp', true);
      const off = refusal(await bench.begin(token));
      expect([off.code, off.reasons?.[0]?.number]).toEqual(['method-unavailable', 31]);
      await writeMethodSwitch(bench.service.core.db, 'sbp', false);
      await bench.begun(token);
    });

    it('count towards a phone’s daily and monthly limits while open, one request at a time', async () => {
      const phone = '+79005550101';
      const pay = (amountKopecks: number, payee = own): Promise<{ status: number; body: unknown }> =>
        bench.begin(token, { method: 'mobile', phone, amountKopecks, payee });
      const first = payment.parse((await pay(1_000_000)).body);
      const waiting = refusal(await pay(100_000, strangers));
      expect([waiting.code, waiting.reasons?.[0]?.number]).toEqual(['method-unavailable', 34]);
      await bench.answer(first.id, true);
      await bench.deliverAll();
      const state = (await bench.row(first.id)).status;
      // What the demo's phone has on its account decides; what counts here is the limit.
      if (state !== 'succeeded') throw new Error(`The phone said no: ${state}`);
      expect(refusal(await pay(600_000))).toMatchObject({ code: 'method-limit', maxKopecks: 500_000 });
      const second = payment.parse((await pay(500_000)).body);
      await bench.answer(second.id, true);
      await bench.deliverAll();
      const spent = refusal(await pay(1_000));
      expect([spent.code, spent.maxKopecks, spent.reasons?.[0]?.number]).toEqual(['method-limit', 0, 32]);
      const other = await bench.begin(token, { method: 'mobile', phone: '+79005550102' });
      expect(other.status).toBe(200);
    });

    it('are open one at a time per contract: of two concurrent ones one is refused', async () => {
      const answers = await Promise.all([bench.begin(token), bench.begin(token)]);
      const refused = answers.filter(({ status }) => status === 409);
      expect(answers.map(({ status }) => status).sort()).toEqual([200, 409]);
      const told = refusal(refused[0] ?? { body: null });
      expect([told.code, told.reasons?.[0]?.number, told.reasons?.[0]?.amountKopecks]).toEqual([
        'payment-open',
        21,
        50_000,
      ]);
      expect(await orders()).toBe(1);
      expect((await bench.begin(token, { payee: strangers })).status).toBe(200);
    });

    it('create one order for concurrent repetitions of a request', async () => {
      const key = freshKey();
      const answers = await Promise.all(Array.from({ length: 20 }, () => bench.begin(token, {}, key)));
      const done = answers.filter(({ status }) => status === 200).map(({ body }) => payment.parse(body).id);
      const others = answers.filter(({ status }) => status !== 200).map((answer) => refusal(answer).code);
      expect(done.length).toBeGreaterThan(0);
      expect(new Set(done).size).toBe(1);
      expect(new Set(others).size).toBeLessThanOrEqual(1);
      for (const code of others) expect(code).toBe('idempotency-key-running');
      expect(await orders()).toBe(1);
      expect(payment.parse((await bench.begin(token, {}, key)).body).id).toBe(done[0]);
    });
  });

  describe('that are interrupted', () => {
    it.each(['dies-before', 'dies-after'] as const)(
      'between the steps (%s) continue with the same request',
      async (line) => {
        const key = freshKey();
        bench.line = line;
        expect((await bench.begin(token, {}, key)).status).toBe(500);
        const known = paymentByKey.parse((await byKey(key)).body);
        expect(known).toMatchObject({ known: true, payment: { status: 'created' } });
        bench.line = null;
        const begun = await bench.begun(token, {}, key);
        expect(begun.status).toBe('pending');
        expect(await orders()).toBe(1);
        await bench.answer(begun.id, true);
        await bench.deliverAll();
        expect(await bench.credits()).toBe(1);
      },
    );

    it.each(['dies-before', 'dies-after', 'question-lost', 'answer-lost'] as const)(
      'in the middle (%s) go on by themselves when nobody asks again',
      async (line) => {
        const key = freshKey();
        bench.line = line;
        await bench.begin(token, {}, key);
        bench.line = null;
        await reconcile();
        const { core } = bench.service;
        const row = await core.db.selectFrom('payments').selectAll().executeTakeFirstOrThrow();
        expect(row.status).toBe('created');
        await bench.advance(core.profile.payments.requestLeaseMs);
        await reconcile();
        expect(await bench.row(row.id)).toMatchObject({ status: 'pending', stage: 'payer' });
        expect(await orders()).toBe(1);
      },
    );

    it('before an order was created release their key', async () => {
      const key = freshKey();
      bench.line = 'refused';
      const answer = await bench.begin(token, {}, key);
      expect([answer.status, refusal(answer).code]).toEqual([503, 'payment-system-unavailable']);
      bench.line = null;
      expect((await bench.begun(token, {}, key)).status).toBe('pending');
      const { payments } = paymentList.parse(
        (await http.ask('GET', operations.payments.list.path, undefined, token)).body,
      );
      expect(payments).toHaveLength(1);
    });

    it('after an attempt that may have arrived are not cancelled by a later refusal', async () => {
      const key = freshKey();
      bench.line = 'answer-lost';
      expect(payment.parse((await bench.begin(token, {}, key)).body).status).toBe('created');
      await bench.advance(30_000);
      bench.line = 'refused';
      // The order stands: it is found, and nothing is asked for anew.
      expect((await bench.begun(token, {}, key)).status).toBe('pending');
      expect(await orders()).toBe(1);
    });

    it('are found by key; a request that had not arrived is refused later', async () => {
      const key = freshKey();
      expect(paymentByKey.parse((await byKey(key)).body)).toEqual({ known: false });
      expect(paymentByKey.parse((await byKey(key)).body)).toEqual({ known: false });
      expect(refusal(await bench.begin(token, {}, key)).code).toBe('idempotency-key-reused');
      expect(await orders()).toBe(0);
      expect((await byKey('short')).code).toBe('input-invalid');
      const mine = freshKey();
      const begun = await bench.begun(token, {}, mine);
      expect(paymentByKey.parse((await byKey(mine)).body)).toEqual({ known: true, payment: begun });
    });

    it('are found by key even if they were created during the lookup', async () => {
      const { core, payments } = bench.service;
      const key = freshKey();
      const open = core.db.transaction.bind(core.db);
      // The transaction that burns the key: between it and the look before, a whole try comes and dies.
      const spy = vi.spyOn(core.db, 'transaction').mockImplementationOnce(() => {
        const burning = open();
        const execute = burning.execute.bind(burning);
        burning.execute = async (work) => {
          bench.line = 'dies-after';
          expect((await bench.begin(token, {}, key)).status).toBe(500);
          bench.line = null;
          return execute(work);
        };
        return burning;
      });
      const found = await payments.byKey(annaId, key);
      spy.mockRestore();
      expect(found).toMatchObject({ known: true, payment: { status: 'created' } });
      expect(await orders()).toBe(1);
    });

    it('are never both reported as unknown and created', async () => {
      for (let round = 0; round < 5; round += 1) {
        const key = freshKey();
        const [begun, asked] = await Promise.all([bench.begin(token, { payee: strangers }, key), byKey(key)]);
        if (asked.status === 200 && !paymentByKey.parse(asked.body).known) {
          expect(refusal(begun).code).toBe('idempotency-key-reused');
        } else {
          expect(begun.status).toBe(200);
          await cancel(payment.parse(begun.body).id);
        }
      }
    });
  });

  describe('reported by webhooks', () => {
    let id: string;
    beforeEach(async () => {
      id = (await bench.begun(token)).id;
      await bench.answer(id, true);
    });
    const settled = async (): Promise<void> => {
      expect((await bench.row(id)).status).toBe('succeeded');
      expect(await bench.credits()).toBe(1);
      expect(await bench.balance()).toBe(123_740);
    };
    const unmoved = async (): Promise<void> => {
      expect((await bench.row(id)).status).toBe('pending');
      expect(await bench.balance()).toBe(73_740);
    };
    const last = async (): Promise<string> => (await bench.hooks()).at(-1)?.body ?? '';

    it('twice, and twice at once, are credited once', async () => {
      const body = await last();
      expect(await Promise.all([bench.deliver(body), bench.deliver(body), bench.deliver(body)])).toEqual([
        204, 204, 204,
      ]);
      expect(await bench.deliver(body)).toBe(204);
      await settled();
    });

    it('under another webhook id are credited once', async () => {
      const body = await last();
      await bench.deliver(body);
      const other = JSON.stringify({ ...(JSON.parse(body) as object), id: 'another-notice' });
      expect(await bench.deliver(other)).toBe(204);
      await settled();
    });

    it('in any order end in the same state', async () => {
      const hooks = await bench.hooks();
      for (const { body } of [...hooks].reverse()) expect(await bench.deliver(body)).toBe(204);
      await settled();
    });

    it.each([
      ['without a signature', null],
      ['signed by nobody', `t=1,v1=${'0'.repeat(64)}`],
      ['with something else for a signature', 'v1=abc'],
    ])('%s are refused', async (_what, signature) => {
      expect(await bench.deliver(await last(), signature)).toBe(403);
      await unmoved();
      expect(bench.service.log.join('\n')).toContain('a webhook was refused');
    });

    it('with a changed body are refused', async () => {
      const body = await last();
      const { webhookSecret } = bench.provider.access;
      const signature = signatureOf(webhookSecret, body, bench.service.time.now);
      expect(await bench.deliver(body.replace('"amountKopecks":50000', '"amountKopecks":5000000'), signature)).toBe(
        403,
      );
      expect(await bench.deliver(` ${body}`, signature)).toBe(403);
      await unmoved();
      expect(await bench.deliver(body, signature)).toBe(204);
      await settled();
    });

    it('five minutes late or early are refused, and accepted with a new signature', async () => {
      const body = await last();
      const { webhookSecret } = bench.provider.access;
      const at = (ms: number): string => signatureOf(webhookSecret, body, bench.service.time.now + ms);
      expect(await bench.deliver(body, at(-5 * minute - 1_000))).toBe(403);
      expect(await bench.deliver(body, at(5 * minute + 1_000))).toBe(403);
      await unmoved();
      expect(await bench.deliver(body, at(-5 * minute))).toBe(204);
      await settled();
    });

    it.each([
      ['another amount', { amountKopecks: 5_000_000 }],
      ['another currency', { currency: 'USD' }],
      ['another order', { id: 'another-order' }],
      ['another way of paying', { method: 'bank-card' }],
      ['a payment that is none', { paymentId: 'no-such-payment' }],
    ])('about %s are refused though signed', async (_what, different) => {
      const body = JSON.parse(await last()) as { order: object };
      const wrong = JSON.stringify({ ...body, order: { ...body.order, ...different } });
      expect(await bench.deliver(wrong)).toBe(404);
      await unmoved();
      expect(bench.service.log.join('\n')).toContain('a webhook was refused');
      // What was refused is not remembered as taken.
      expect(await bench.deliver(await last())).toBe(204);
      await settled();
    });

    it.each(['{}', 'nothing', '[]', '{"id":"x","type":"order-changed"}'])(
      'that are none (%s) are refused',
      async (body) => {
        expect(await bench.deliver(body)).toBe(400);
        await unmoved();
      },
    );

    it('with a too long body are not read', async () => {
      expect(await bench.deliver(JSON.stringify({ x: 'x'.repeat(20_000) }))).toBe(413);
    });
  });

  it('with a webhook for an unknown order are queried at the payment system', async () => {
    bench.line = 'answer-lost';
    const begun = await bench.begun(token);
    bench.line = null;
    expect(begun.status).toBe('created');
    await bench.answer(begun.id, true);
    const body = (await bench.hooks()).at(-1)?.body ?? '';
    const lie = JSON.parse(body) as { order: object };
    const another = JSON.stringify({ ...lie, order: { ...lie.order, id: 'another-order' } });
    expect(await bench.deliver(another)).toBe(404);
    expect(await bench.balance()).toBe(73_740);
    expect(await bench.deliver(body)).toBe(204);
    expect(await bench.credits()).toBe(1);
  });

  describe('without news', () => {
    it('are queried by the reconciliation job when they are due', async () => {
      const { id } = await bench.begun(token);
      await bench.answer(id, true);
      await reconcile();
      expect((await bench.row(id)).status).toBe('pending');
      await bench.advance(bench.service.core.profile.payments.reconcileMs);
      await reconcile();
      expect((await bench.row(id)).status).toBe('succeeded');
      await bench.deliverAll();
      expect(await bench.credits()).toBe(1);
    });

    it('are queried when the payer requests a check', async () => {
      const { id } = await bench.begun(token);
      await bench.answer(id, true);
      expect(payment.parse((await check(id)).body).status).toBe('succeeded');
      expect(payment.parse((await check(id)).body).status).toBe('succeeded');
      expect(await bench.credits()).toBe(1);
    });

    it('stay open while the payment system is down', async () => {
      const { id } = await bench.begun(token);
      await bench.control.setFaults({ down: true, lostWebhooks: false, doubledWebhooks: false });
      await bench.advance(60 * minute);
      token = (await bench.service.signIn()).accessToken;
      expect((await check(id)).code).toBe('payment-system-unavailable');
      expect((await cancel(id)).code).toBe('payment-system-unavailable');
      await reconcile();
      expect((await bench.row(id)).status).toBe('pending');
    });

    it('expire after the deadline', async () => {
      const { id } = await bench.begun(token);
      await bench.advance(15 * minute);
      await reconcile();
      token = (await bench.service.signIn()).accessToken;
      expect(await read(id)).toMatchObject({ status: 'expired', pageUrl: null });
      expect((await bench.begin(token)).status).toBe(200);
    });

    it('expire after the deadline without an order', async () => {
      bench.line = 'question-lost';
      const { id } = await bench.begun(token);
      await bench.advance(15 * minute);
      await reconcile();
      expect((await bench.row(id)).status).toBe('expired');
      expect(await orders()).toBe(0);
    });

    it('are credited even if the money arrives after a final status', async () => {
      const { id } = await bench.begun(token);
      const order = await bench.orderOf(id);
      await bench.advance(15 * minute);
      await reconcile();
      expect((await bench.row(id)).status).toBe('expired');
      const content = { ...order, status: 'succeeded', version: order.version + 5, settledAt: order.expiresAt };
      const late = JSON.stringify({ id: 'late-notice', type: 'order-changed', order: content });
      expect(await bench.deliver(late)).toBe(204);
      expect((await bench.row(id)).status).toBe('succeeded');
      expect(await bench.credits()).toBe(1);
    });
  });

  describe('that are cancelled', () => {
    it('end and cannot be paid any more', async () => {
      const { id } = await bench.begun(token);
      expect(payment.parse((await cancel(id)).body).status).toBe('cancelled');
      expect((await bench.orderOf(id)).status).toBe('cancelled');
      expect(payment.parse((await cancel(id)).body).status).toBe('cancelled');
      expect((await bench.begin(token)).status).toBe(200);
    });

    it('stay paid if they were paid meanwhile', async () => {
      const { id } = await bench.begun(token);
      await bench.answer(id, true);
      expect(payment.parse((await cancel(id)).body).status).toBe('succeeded');
      await bench.deliverAll();
      expect(await bench.credits()).toBe(1);
    });

    it('and paid concurrently: the ledger and the status agree', async () => {
      const { id } = await bench.begun(token);
      await Promise.allSettled([cancel(id), bench.answer(id, true)]);
      await bench.deliverAll();
      const { status } = await bench.row(id);
      expect(await bench.credits()).toBe(status === 'succeeded' ? 1 : 0);
      expect((await bench.orderOf(id)).status).toBe(status);
    });

    it('before the order exists end too; an order created later is cancelled', async () => {
      bench.line = 'question-lost';
      const { id } = await bench.begun(token);
      bench.line = null;
      expect(payment.parse((await cancel(id)).body).status).toBe('cancelled');
      if (bench.lost === null) throw new Error('Nothing was asked.');
      // The question that was lost arrives after all.
      await bench.client.createOrder(bench.lost);
      expect(payment.parse((await check(id)).body).status).toBe('cancelled');
      expect((await bench.orderOf(id)).status).toBe('cancelled');
    });
  });

  describe('somebody else’s', () => {
    it('are not found', async () => {
      const { id } = await bench.begun(token);
      const key = freshKey();
      const boriss = (await bench.service.signIn({ email: boris.email, password: boris.password })).accessToken;
      const parts = { paymentId: id };
      const answers = await Promise.all([
        http.ask('GET', fillPath(operations.payments.read.path, parts), undefined, boriss),
        http.ask('GET', fillPath(operations.payments.receipt.path, parts), undefined, boriss),
        http.post(fillPath(operations.payments.check.path, parts), {}, boriss),
        http.post(fillPath(operations.payments.cancel.path, parts), {}, boriss),
      ]);
      expect(answers.map(({ status, code }) => [status, code])).toEqual(Array(4).fill([404, 'payment-not-found']));
      expect((await bench.row(id)).status).toBe('pending');
      expect(
        paymentList.parse((await http.ask('GET', operations.payments.list.path, undefined, boriss)).body).payments,
      ).toEqual([]);
      expect(
        paymentByKey.parse(
          (await http.ask('GET', fillPath(operations.payments.byKey.path, { key }), undefined, boriss)).body,
        ),
      ).toEqual({
        known: false,
      });
      // Whose key it is is a part of it: Anna's same key is free.
      expect((await bench.begin(token, { payee: strangers }, key)).status).toBe(200);
    });
  });

  describe('payees', () => {
    const ask = (number: string): Promise<BenchAnswer> => http.post(operations.payments.payee.path, { number }, token);

    it('are found by contract and by card, names of others masked', async () => {
      expect(payee.parse((await ask(own)).body)).toEqual({
        number: own,
        kind: 'contract',
        maskedName: 'Пётр П•••••••н',
        own: { contractNumber: own, label: 'Home' },
      });
      expect(payee.parse((await ask(ownCard)).body)).toMatchObject({ kind: 'card', own: { contractNumber: own } });
      expect(payee.parse((await ask(strangers)).body)).toMatchObject({ own: null });
      expect((await ask(closed)).code).toBe('contract-closed');
      expect((await ask('12345678901')).code).toBe('input-invalid');
    });

    it('are throttled for unknown numbers', async () => {
      const { signInTries } = bench.service.core.profile.accounts;
      for (let count = 0; count < signInTries; count += 1) {
        expect((await ask(`30000000${String(count).padStart(2, '0')}`)).code).toBe('payee-not-found');
        // A number that is found takes no try back.
        if (count < signInTries - 1) expect((await ask(strangers)).status).toBe(200);
      }
      expect((await ask('3000000099')).code).toBe('too-many-requests');
      expect((await ask(strangers)).code).toBe('too-many-requests');
      expect(refusal(await bench.begin(token, { payee: '3000000099' })).code).toBe('too-many-requests');
      expect((await ask(own)).status).toBe(200);
      await bench.advance(bench.service.core.profile.accounts.signInFirstWaitMs);
      expect((await ask(strangers)).status).toBe(200);
    });
  });

  it('list the payment methods with their availability', async () => {
    const { core } = bench.service;
    await writeMethodSwitch(core.db, 'qiwi', true);
    await core.db.updateTable('accounts').set({ phone: '+79005550101' }).where('email', '=', anna.email).execute();
    await bench.begun(token, { method: 'mobile', phone: '+79005550101', amountKopecks: 1_000_000 });
    const { methods } = offeredMethods.parse(
      (await http.ask('GET', operations.payments.methods.path, undefined, token)).body,
    );
    expect(methods.map(({ id }) => id)).toEqual(core.profile.payments.methods.map(({ id }) => id));
    const stands = (id: string): unknown => {
      const found = methods.find((one) => one.id === id);
      return [found?.maxKopecks, found?.reason?.code ?? null];
    };
    expect(stands('bank-card')).toEqual([1_500_000, null]);
    expect(stands('qiwi')).toEqual([1_500_000, 'method-off']);
    expect(stands('mobile')).toEqual([500_000, 'method-request-open']);
  });

  it('have a return page in three languages that says nothing about the payment', async () => {
    const pages = await Promise.all(
      ['ru', 'en', 'sv'].map(async (language) => {
        const answer = await bench.service.app.inject({
          method: 'GET',
          url: `${operations.payments.returnPage.path}?status=succeeded`,
          headers: { 'accept-language': language },
        });
        expect(answer.statusCode).toBe(200);
        return answer.body;
      }),
    );
    expect(pages[0]).toContain('можно закрыть');
    expect(pages[1]).toContain('You can close this page');
    expect(pages[2]).toContain('Du kan stänga');
    for (const text of pages) expect(text).not.toContain('succeeded');
  });
});
