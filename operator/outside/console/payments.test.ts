import { randomUUID } from 'node:crypto';
import { afterEach, beforeEach, expect, it } from 'vitest';
import type { z } from 'zod';
import { describeOnDatabases, freshDatabase, type TestDatabase } from '#tests/databases.ts';
import {
  consoleOrder,
  consoleOrders,
  incomingMessageAnswer,
  shortMessages,
  type ConsoleOrder,
} from '#protocol/api/console.ts';
import { payment, type Payment } from '#protocol/api/payments.ts';
import { operations } from '#protocol/api/operations.ts';
import { paths } from '#protocol/api/paths.ts';
import { audit } from '../../domains/audit/audit.ts';
import { codeOf, startRig, type Answer, type Request, type Rig } from '../../../tests/authorization/harness.ts';
import { waitUntil } from '#tests/operator/wait-until.ts';
import { marina, signIn } from '../../../tests/authorization/fixture-data.ts';
import { demoContracts } from '../seed/demo-contracts.ts';

const phone = '+79161234567';
const contractNumber = demoContracts.healthy;

describeOnDatabases('the console’s phones, bank and payment system', (kind) => {
  let database: TestDatabase;
  let harness: Rig;
  beforeEach(async () => {
    database = await freshDatabase(kind);
    harness = await startRig(database.address);
  });
  afterEach(async () => {
    const findings = await audit(harness.server.core);
    await harness.close();
    await database.remove();
    expect(findings).toMatchObject({ findings: [] });
  });

  async function read<T>(schema: z.ZodType<T>, request: Request): Promise<T> {
    const answer = await harness.ask(request);
    expect([answer.status, answer.text]).toEqual([200, expect.anything()]);
    return schema.parse(JSON.parse(answer.text));
  }
  const write = async (text: string, messageId = `message-${randomUUID()}`): Promise<string> => {
    const body = { phone, text, messageId };
    const request = { method: 'POST', template: operations.console.receiveMessage.path, body } as const;
    return (await read(incomingMessageAnswer, request)).answer;
  };
  const orders = async (): Promise<ConsoleOrder[]> =>
    (await read(consoleOrders, { method: 'GET', template: operations.console.listPayments.path })).orders;
  const written = async (): Promise<string[]> =>
    (await read(shortMessages, { method: 'GET', template: operations.console.listMessages.path })).messages.map(
      ({ direction, text }) => `${direction} ${text}`,
    );
  const answer = (template: string, orderId: string, body: object = {}): Promise<Answer> =>
    harness.ask({ method: 'POST', template, parts: { orderId }, body });
  async function pay(method: 'mobile' | 'sbp'): Promise<{ payment: Payment; token: string }> {
    const token = (await signIn(harness, marina)).accessToken;
    const made = await harness.ask({
      method: 'POST',
      template: operations.payments.create.path,
      token,
      headers: { 'idempotency-key': randomUUID() },
      body: {
        payee: contractNumber,
        amountKopecks: 42_500,
        method,
        phone: method === 'mobile' ? phone : null,
        linkedCardId: null,
        linkCard: false,
        language: 'en',
      },
    });
    expect(codeOf(made)).toBeNull();
    return { payment: payment.parse(JSON.parse(made.text)), token };
  }
  const payments = async (status: Payment['status']): Promise<{ amount_kopecks: number }[]> =>
    harness.server.core.db.selectFrom('payments').select('amount_kopecks').where('status', '=', status).execute();

  it('[S23] a message creates one payment on the phone, in the payment system and in the ledger', async () => {
    const text = `NTVplus ${contractNumber} 500`;
    const said = await write(text, 'twice-delivered');
    expect(said).toMatch(/^(Платёж 500 руб\.|Зачислено 500 руб\.)/);
    const messages = await waitUntil(written, (all) => all.some((one) => one.includes('Зачислено')));
    expect(messages).toContain(`in ${text}`);
    expect(messages[0]).toBe(`out Зачислено 500 руб. на договор ${contractNumber}.`);
    expect(await write(text, 'twice-delivered')).toBe(said);
    expect(await orders()).toMatchObject([{ method: 'mobile', status: 'succeeded', phone, amountKopecks: 50_000 }]);
    expect(await payments('succeeded')).toEqual([{ amount_kopecks: 50_000 }]);
    const credits = await harness.server.core.db
      .selectFrom('ledger_transactions')
      .select('id')
      .where('idempotency_key', 'like', 'payment:%')
      .execute();
    expect(credits).toHaveLength(1);
    expect(await written()).toHaveLength(messages.length);
  });

  it('a malformed message gets an explanation and changes nothing', async () => {
    expect(await write('please take my money')).toContain('ntvplus');
    expect(await write(`ntvplus ${contractNumber} 10.001`)).toContain('Деньги не списаны.');
    expect(await orders()).toEqual([]);
    for (const body of [
      { phone: '89161234567', text: 'x', messageId: 'long-enough' },
      { phone, text: '', messageId: 'long-enough' },
      { phone, text: 'x'.repeat(501), messageId: 'long-enough' },
      { phone, text: 'x', messageId: 'short' },
    ]) {
      const refused = await harness.ask({ method: 'POST', template: operations.console.receiveMessage.path, body });
      expect(codeOf(refused)).toBe('input-invalid');
    }
  });

  it('[S18] a payment waits until its phone confirms', async () => {
    const { payment: made } = await pay('mobile');
    const [order] = await orders();
    expect(order).toMatchObject({ paymentId: made.id, phone, waitsForPhone: true, waitsForBank: false });
    const said = await answer(operations.console.answerByPhone.path, order!.id, { yes: true });
    expect(consoleOrder.parse(JSON.parse(said.text))).toMatchObject({ status: 'succeeded', waitsForPhone: false });
    await waitUntil(
      () => payments('succeeded'),
      (all) => all.length === 1,
    );
    // A second answer is rejected.
    expect(codeOf(await answer(operations.console.answerByPhone.path, order!.id, { yes: false }))).toBe(
      'input-invalid',
    );
    expect(await payments('succeeded')).toHaveLength(1);
  });

  it('[S21] a phone declines an SBP code and nothing is paid', async () => {
    await pay('sbp');
    const [order] = await orders();
    expect(order).toMatchObject({ method: 'sbp', phone: null, waitsForPhone: true });
    const said = await answer(operations.console.answerByPhone.path, order!.id, { yes: false });
    expect(consoleOrder.parse(JSON.parse(said.text))).toMatchObject({ status: 'declined', waitsForPhone: false });
    await waitUntil(
      () => payments('declined'),
      (all) => all.length === 1,
    );
  });

  it('a refund is recorded in the ledger', async () => {
    await write(`ntvplus ${contractNumber} 500`);
    const [order] = await waitUntil(orders, ([first]) => first?.status === 'succeeded');
    await waitUntil(
      () => payments('succeeded'),
      (all) => all.length === 1,
    );
    const said = await answer(operations.console.refundPayment.path, order!.id);
    expect(consoleOrder.parse(JSON.parse(said.text))).toMatchObject({ id: order!.id, status: 'refunded' });
    const refunds = await waitUntil(
      () =>
        harness.server.core.db.selectFrom('ledger_transactions').select('id').where('kind', '=', 'refund').execute(),
      (all) => all.length > 0,
    );
    expect(refunds).toHaveLength(1);
    expect((await answer(operations.console.refundPayment.path, order!.id)).status).toBe(200);
    expect(
      await harness.server.core.db
        .selectFrom('ledger_transactions')
        .select('id')
        .where('kind', '=', 'refund')
        .execute(),
    ).toHaveLength(1);
  });

  it('rejects answers and refunds for unknown or finished orders', async () => {
    for (const template of [
      operations.console.answerByPhone.path,
      operations.console.answerByBank.path,
      operations.console.refundPayment.path,
    ]) {
      expect(codeOf(await answer(template, 'nobody', { yes: true }))).toBe('not-found');
    }
    await pay('sbp');
    const [order] = await orders();
    expect(codeOf(await answer(operations.console.answerByBank.path, order!.id, { yes: true }))).toBe('input-invalid');
    expect(codeOf(await answer(operations.console.refundPayment.path, order!.id))).toBe('input-invalid');
    expect(codeOf(await answer(operations.console.answerByPhone.path, order!.id, { yes: 'yes' }))).toBe(
      'input-invalid',
    );
  });

  it('payments fail while the payment system is down and work again afterwards', async () => {
    const fault = (down: boolean): Promise<Answer> =>
      harness.ask({
        method: 'PUT',
        template: operations.console.setPaymentSystemFault.path,
        body: { down, lostWebhooks: false, doubledWebhooks: false },
      });
    expect((await fault(true)).text).toContain('"down":true');
    await write(`ntvplus ${contractNumber} 500`, 'while-it-is-down');
    expect(await orders()).toEqual([]);
    expect(await payments('succeeded')).toEqual([]);
    expect((await fault(false)).status).toBe(200);
    // The gateway delivers the message again.
    await write(`ntvplus ${contractNumber} 500`, 'while-it-is-down');
    await waitUntil(written, (all) => all.some((one) => one.includes('Зачислено')));
    expect(await orders()).toHaveLength(1);
  });

  it('duplicate and reordered webhooks credit once', async () => {
    const body = { down: false, lostWebhooks: false, doubledWebhooks: true };
    await harness.ask({ method: 'PUT', template: operations.console.setPaymentSystemFault.path, body });
    await write(`ntvplus ${contractNumber} 500`);
    await waitUntil(written, (all) => all.some((one) => one.includes('Зачислено')));
    await waitUntil(orders, ([order]) => order?.unsentWebhooks === 0);
    expect(await payments('succeeded')).toHaveLength(1);
  });
});

describeOnDatabases('the console without a payment system', (kind) => {
  it('reports it', async () => {
    const database = await freshDatabase(kind);
    const harness = await startRig(database.address, { paymentProvider: null, demo: false });
    const requests: Request[] = [
      { method: 'GET', template: operations.console.listPayments.path },
      { method: 'POST', template: operations.console.answerByPhone.path, parts: { orderId: 'o' }, body: { yes: true } },
      { method: 'POST', template: operations.console.refundPayment.path, parts: { orderId: 'o' }, body: {} },
      {
        method: 'PUT',
        template: operations.console.setPaymentSystemFault.path,
        body: { down: true, lostWebhooks: false, doubledWebhooks: false },
      },
    ];
    for (const request of requests) expect(codeOf(await harness.ask(request))).toBe('payment-system-unavailable');
    const page = await harness.ask({ method: 'GET', template: paths.consolePaymentsPage });
    expect(page.status).toBe(200);
    await harness.close();
    await database.remove();
  });
});
