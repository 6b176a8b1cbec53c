import { linkedCards, payment, type Payment } from '#protocol/api/payments.ts';
import { operations } from '#protocol/api/operations.ts';
import { testCards } from '../../operator/outside/payment-provider/card-rules.ts';
import { Payer, typedCard } from '../support/operator/payment-provider-fixture.ts';
import type { ConsoleClient } from './console-walk.ts';
import { operationName, type Request, type Rig } from './harness.ts';
import { waitUntil } from '../support/operator/wait-until.ts';

/** Client of the payment part of the route walk; see `route-walk.ts`. */
export interface PaymentClient extends Pick<ConsoleClient, 'secrets' | 'go' | 'read'> {
  note(operation: string, text: string): void;
}

/**
 * Reads the payment options, cancels one payment, pays another by card, links the card and unlinks it. Test helper.
 */
export async function pay(harness: Rig, to: PaymentClient, token: string, contractNumber: string): Promise<void> {
  const { db } = harness.server.core;
  const own = { token, parts: { contractNumber } } as const;
  await to.go({ method: 'GET', template: operations.payments.terms.path, ...own });
  for (const template of [operations.payments.preview.path, operations.payments.slip.path]) {
    await to.go({ method: 'GET', template, query: '?amountKopecks=50000', ...own });
  }
  await to.go({ method: 'POST', template: operations.payments.payee.path, token, body: { number: contractNumber } });
  await to.go({ method: 'GET', template: operations.payments.methods.path, token });
  await to.go({ method: 'GET', template: operations.payments.returnPage.path });
  const begin = async (key: string, more: object): Promise<Payment> => {
    const usual = { payee: contractNumber, amountKopecks: 50_000, phone: null, linkedCardId: null, linkCard: false };
    const body = { ...usual, language: 'en', ...more };
    const headers = { 'idempotency-key': key };
    to.secrets.add(key);
    return to.read(payment, { method: 'POST', template: operations.payments.create.path, token, headers, body });
  };
  const about = ({ id }: Payment): Pick<Request, 'token' | 'parts'> => ({ token, parts: { paymentId: id } });
  const first = await begin('payment-one-of-the-walk', { method: 'sbp' });
  await to.go({ method: 'GET', template: operations.payments.read.path, ...about(first) });
  await to.go({
    method: 'GET',
    template: operations.payments.byKey.path,
    token,
    parts: { key: 'payment-one-of-the-walk' },
  });
  await to.go({ method: 'POST', template: operations.payments.check.path, ...about(first), body: {} });
  await to.go({ method: 'POST', template: operations.payments.cancel.path, ...about(first), body: {} });
  const second = await begin('payment-two-of-the-walk', { method: 'bank-card', linkCard: true });
  const address = second.pageUrl ?? '';
  const { origin } = new URL(address);
  const card = testCards.find(({ behaviour }) => behaviour === 'pays')?.number ?? '';
  to.secrets.add(card);
  await new Payer({ origin, merchantKey: '', webhookSecret: '', controlKey: null }).visit(address, typedCard(card));
  await waitUntil(
    () => db.selectFrom('payments').select('status').where('id', '=', second.id).executeTakeFirst(),
    (row) => row?.status === 'succeeded',
  );
  // No status request was sent: the payment was settled by the webhook.
  to.note(operationName({ method: 'POST', template: operations.payments.webhook.path }), '');
  await to.go({ method: 'GET', template: operations.payments.receipt.path, ...about(second) });
  await to.go({ method: 'GET', template: operations.payments.list.path, token });
  const { cards } = await to.read(linkedCards, { method: 'GET', template: operations.cards.list.path, token });
  for (const { id } of cards) {
    await to.go({ method: 'DELETE', template: operations.cards.unlink.path, token, parts: { cardId: id } });
  }
}
