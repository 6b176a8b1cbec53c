import { randomUUID } from 'node:crypto';
import type { z } from 'zod';
import { caughtLetters, consoleOrders } from '#protocol/api/console.ts';
import { operations } from '#protocol/api/operations.ts';
import { payment, type Payment, type PaymentMethod } from '#protocol/api/payments.ts';
import { testCards } from '../../operator/outside/payment-provider/card-rules.ts';
import { Payer, typedCard } from '../support/operator/payment-provider-fixture.ts';
import { demoContracts } from '../../operator/outside/seed/demo-contracts.ts';
import type { Answer, Request, Rig } from './harness.ts';
import { waitUntil } from '../support/operator/wait-until.ts';
import { marina, signIn } from './fixture-data.ts';

/** Client of the console part of the route walk; see `route-walk.ts`. */
export interface ConsoleClient {
  readonly secrets: Set<string>;
  go(request: Request): Promise<Answer>;
  read<T>(schema: z.ZodType<T>, request: Request): Promise<T>;
  get(template: string, more?: Partial<Request>): Promise<Answer>;
  post(template: string, body: object): Promise<Answer>;
}

const phone = '+79005550133';
const payee = demoContracts.healthy;

/** Creates a payment of Marina's that waits for a decision in the console. */
async function begin(harness: Rig, token: string, method: PaymentMethod): Promise<Payment> {
  const order = { phone: null, linkedCardId: null, linkCard: false, language: 'en' };
  const answer = await harness.ask({
    method: 'POST',
    template: operations.payments.create.path,
    token,
    headers: { 'idempotency-key': randomUUID() },
    body: { payee, amountKopecks: 12_300, method, ...order },
  });
  return payment.parse(JSON.parse(answer.text));
}

async function untilSettled({ server: { core } }: Rig, { id }: Payment): Promise<void> {
  await waitUntil(
    () => core.db.selectFrom('payments').select('status').where('id', '=', id).executeTakeFirst(),
    (row) => row?.status === 'succeeded',
  );
}

async function orderOf(to: ConsoleClient, { id }: Payment): Promise<string> {
  const { orders } = await to.read(consoleOrders, { method: 'GET', template: operations.console.listPayments.path });
  const found = orders.find(({ paymentId }) => paymentId === id);
  if (!found) throw new Error('The payment is unknown to the payment system.');
  return found.id;
}

async function answerPayments(harness: Rig, to: ConsoleClient): Promise<void> {
  const text = `ntvplus ${payee} 100`;
  for (const one of [phone, text]) to.secrets.add(one);
  await to.post(operations.console.receiveMessage.path, { phone, text, messageId: 'message-of-the-walk' });
  const { accessToken } = await signIn(harness, marina);
  const byCode = await begin(harness, accessToken, 'sbp');
  const first = { method: 'POST', parts: { orderId: await orderOf(to, byCode) } } as const;
  await to.go({ ...first, template: operations.console.answerByPhone.path, body: { yes: true } });
  await untilSettled(harness, byCode);
  await to.go({ ...first, template: operations.console.refundPayment.path, body: {} });
  const byCard = await begin(harness, accessToken, 'bank-card');
  const card = testCards.find(({ behaviour }) => behaviour === 'stays-silent')?.number ?? '';
  const address = byCard.pageUrl ?? '';
  const { origin } = new URL(address);
  const payer = new Payer({ origin, merchantKey: '', webhookSecret: '', controlKey: null });
  await payer.visit(address, typedCard(card));
  to.secrets.add(card);
  const second = { method: 'POST', parts: { orderId: await orderOf(to, byCard) } } as const;
  await to.go({ ...second, template: operations.console.answerByBank.path, body: { yes: true } });
  await untilSettled(harness, byCard);
}

/** Calls every route of the operator console. Throws on an unexpected status. Test helper. */
export async function walkConsole(harness: Rig, to: ConsoleClient): Promise<void> {
  for (const template of [operations.console.readClock.path, operations.console.listMessages.path])
    await to.get(template);
  const { letters } = await to.read(caughtLetters, { method: 'GET', template: operations.console.listMail.path });
  for (const letter of letters) await to.get(operations.console.readMail.path, { parts: { letterId: letter.id } });
  await answerPayments(harness, to);
  const put = (template: string, body: object, parts: Request['parts'] = {}): Promise<Answer> =>
    to.go({ method: 'PUT', template, body, parts });
  for (const down of [true, false]) {
    await put(operations.console.setMailFault.path, { down });
    await put(operations.console.setIdentityProviderFault.path, { down }, { provider: 'ok' });
    await put(operations.console.setPaymentSystemFault.path, { down, lostWebhooks: down, doubledWebhooks: down });
    await put(operations.console.setPaymentMethodFault.path, { off: down }, { method: 'qiwi' });
    await put(operations.console.setConnectionFault.path, { delayMs: down ? 1 : 0, failShare: 0, cutShare: 0 });
  }
}
