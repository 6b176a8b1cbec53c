import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { describeOnDatabases, freshDatabase } from '#tests/databases.ts';
import { accountData } from '#protocol/api/account-data.ts';
import { linkedCards, payment, type LinkedCard, type Payment } from '#protocol/api/payments.ts';
import { operations } from '#protocol/api/operations.ts';
import { accounts } from '#protocol/api/accounts.ts';
import { fillPath } from '#protocol/api/paths.ts';
import { accountBench, type AccountBench, type BenchAnswer } from '#tests/operator/account-fixture.ts';
import { audit } from '../audit/audit.ts';
import { ProviderFailure } from '../../platform/payment-provider/client.ts';
import { testCards, type CardBehaviour } from '../../outside/payment-provider/card-rules.ts';
import { Payer, typedCard } from '#tests/operator/payment-provider-fixture.ts';
import { anna, boris } from '#tests/operator/test-app.ts';
import { createSmsPayments, type SmsPayments } from '../sms-payments/sms-payments.ts';
import { createShortMessages } from '../../platform/sms/sms.ts';
import { closed, freshKey, own, paymentBench, type PaymentBench } from '#tests/operator/payment-fixture.ts';

const phone = '+79005550142';

describeOnDatabases('payments with nobody before a page', (kind) => {
  let bench: PaymentBench;
  let http: AccountBench;
  let token: string;
  let annaId: string;
  let errors: unknown[];
  let dispose: () => Promise<void>;

  beforeEach(async () => {
    const database = await freshDatabase(kind);
    bench = await paymentBench(database.address);
    http = accountBench(bench.service);
    const grant = await bench.service.signIn();
    token = grant.accessToken;
    annaId = grant.account.id;
    errors = [];
    dispose = async () => {
      await bench.close();
      await database.remove();
    };
  });
  afterEach(async () => {
    const { findings } = await audit(bench.service.core);
    expect(findings.filter((one) => !/^contract 100000000[12] has no account/.test(one))).toEqual([]);
    expect(errors).toEqual([]);
    await dispose();
  });

  const cards = async (): Promise<LinkedCard[]> =>
    linkedCards.parse((await http.ask('GET', operations.cards.list.path, undefined, token)).body).cards;
  const unlink = (cardId: string, as = token): Promise<BenchAnswer> =>
    http.ask('DELETE', fillPath(operations.cards.unlink.path, { cardId }), undefined, as);
  async function payOnPage(behaviour: CardBehaviour, linkCard: boolean): Promise<Payment> {
    const number = testCards.find((card) => card.behaviour === behaviour)?.number ?? '';
    const begun = await bench.begun(token, { method: 'bank-card', linkCard });
    await new Payer(bench.provider.access).visit(begun.pageUrl ?? '', typedCard(number));
    await bench.deliverAll();
    return begun;
  }
  async function linkedCard(): Promise<LinkedCard> {
    await payOnPage('pays', true);
    const [card] = await cards();
    if (card === undefined) throw new Error('No card was linked.');
    return card;
  }
  const payWith = (linkedCardId: string): Promise<Payment> => bench.begun(token, { method: 'bank-card', linkedCardId });
  const tokens = async (): Promise<string[]> =>
    (await bench.service.core.db.selectFrom('linked_cards').select('token').execute()).map((row) => row.token);

  it('link the card if the payer asks for it; its token is never returned', async () => {
    await payOnPage('pays', false);
    expect(await cards()).toEqual([]);
    await payOnPage('declines', true);
    expect(await cards()).toEqual([]);
    const card = await linkedCard();
    expect(Object.keys(card).sort()).toEqual(['brand', 'expires', 'id', 'linkedAt', 'mask']);
    const [secret = ''] = await tokens();
    expect(secret).not.toBe('');
    const data = await http.ask('GET', accounts.data.path, undefined, token);
    expect(JSON.stringify(data.body)).not.toContain(secret);
    expect(bench.service.log.join('\n')).not.toContain(secret);
    const held = accountData.parse(data.body);
    expect(held.payments.map(({ status }) => status).sort()).toEqual(['declined', 'succeeded', 'succeeded']);
    expect(held.cards).toMatchObject([{ mask: card.mask }]);
  });

  it('pay with a linked card immediately and show its mask', async () => {
    const card = await linkedCard();
    const paid = await payWith(card.id);
    await bench.deliverAll();
    expect(paid).toMatchObject({ status: 'succeeded', pageUrl: null, cardMask: card.mask });
    expect(await bench.credits()).toBe(2);
  });

  it('are refused with an unlinked card or somebody else’s; the card is deleted at the payment system', async () => {
    const card = await linkedCard();
    const [secret = ''] = await tokens();
    const boriss = (await bench.service.signIn({ email: boris.email, password: boris.password })).accessToken;
    expect((await unlink(card.id, boriss)).code).toBe('card-not-found');
    expect(linkedCards.parse((await unlink(card.id)).body)).toEqual({ cards: [] });
    expect((await unlink(card.id)).code).toBe('card-not-found');
    expect((await bench.begin(token, { method: 'bank-card', linkedCardId: card.id })).status).toBe(404);
    await bench.control.setFaults({ down: true, lostWebhooks: false, doubledWebhooks: false });
    await bench.service.payments.rounds.run();
    await bench.control.setFaults({ down: false, lostWebhooks: false, doubledWebhooks: false });
    const { db } = bench.service.core;
    expect(await db.selectFrom('cards_to_forget').select('token').execute()).toEqual([{ token: secret }]);
    await bench.service.payments.rounds.run();
    expect(await db.selectFrom('cards_to_forget').select('token').execute()).toEqual([]);
  });

  it('are declined when the card was unlinked before the order was created', async () => {
    const card = await linkedCard();
    bench.line = 'question-lost';
    const begun = await payWith(card.id);
    expect(begun.status).toBe('created');
    await unlink(card.id);
    bench.line = null;
    await bench.advance(30_000);
    const answer = await http.post(fillPath(operations.payments.check.path, { paymentId: begun.id }), {}, token);
    expect(payment.parse(answer.body)).toMatchObject({ status: 'declined', declineReason: 'card-unlinked' });
    expect(await bench.credits()).toBe(1);
  });

  it('are not charged after a cancellation, even if the same request is repeated', async () => {
    const card = await linkedCard();
    const key = freshKey();
    const again = (): Promise<Payment> => bench.begun(token, { method: 'bank-card', linkedCardId: card.id }, key);
    bench.line = 'question-lost';
    const { id, status } = await again();
    expect(status).toBe('created');
    bench.line = null;
    await http.post(fillPath(operations.payments.cancel.path, { paymentId: id }), {}, token);
    await bench.advance(30_000);
    expect(await again()).toMatchObject({ id, status: 'cancelled' });
    // Kept under the key, too.
    expect(await again()).toMatchObject({ id, status: 'cancelled' });
    expect((await bench.control.orders()).length).toBe(1);
    expect(await bench.credits()).toBe(1);
  });

  it('of autopay are created once by two instances, one refused and one without an answer', async () => {
    const { id: linkedCardId } = await linkedCard();
    const order = {
      accountId: annaId,
      contractNumber: own,
      linkedCardId,
      amountKopecks: 50_000,
      language: 'en',
    } as const;
    const pay = async (): Promise<void> => {
      await bench.service.payments.autopay.pay({ ...order, key: 'autopay:test' }).catch(() => undefined);
    };
    bench.line = 'refused';
    bench.meanwhile = () => {
      bench.line = 'answer-lost';
      return pay();
    };
    await pay();
    bench.line = null;
    await bench.advance(30_000);
    await bench.deliverAll();
    await pay();
    await bench.deliverAll();
    expect(await bench.credits()).toBe(2);
  });

  it('charge once when the answer about a linked card is lost', async () => {
    const card = await linkedCard();
    bench.line = 'answer-lost';
    const begun = await payWith(card.id);
    expect(begun.status).toBe('created');
    bench.line = null;
    await bench.service.payments.rounds.run();
    await bench.advance(30_000);
    await bench.service.payments.rounds.run();
    await bench.deliverAll();
    expect((await bench.row(begun.id)).status).toBe('succeeded');
    expect(await bench.credits()).toBe(2);
  });

  it('stay without personal data when the account is deleted, and the card is deleted', async () => {
    await linkedCard();
    const open = await bench.begun(token);
    const answer = await http.post(accounts.delete.path, { password: anna.password, language: 'en' }, token);
    expect(answer.status).toBe(204);
    const { db } = bench.service.core;
    const rows = await db.selectFrom('payments').selectAll().execute();
    expect(rows).toHaveLength(2);
    for (const row of rows) expect(row).toMatchObject({ account_id: null, phone: null, card_mask: null });
    expect(JSON.stringify(rows)).not.toContain(annaId);
    expect(await db.selectFrom('linked_cards').selectAll().execute()).toEqual([]);
    expect(await db.selectFrom('cards_to_forget').select('token').execute()).toHaveLength(1);
    await bench.answer(open.id, true);
    await bench.deliverAll();
    expect((await bench.row(open.id)).status).toBe('succeeded');
    expect(await bench.credits()).toBe(2);
  });

  describe('by SMS', () => {
    const sms = (): SmsPayments =>
      createSmsPayments({
        core: bench.service.core,
        sms: createShortMessages({ clock: bench.service.core.clock }),
        take: bench.service.payments.takeSms,
        onError: (error) => errors.push(error),
      });
    const write = (text: string, messageId = 'message-1'): Promise<string> => sms().receive({ phone, text, messageId });
    const sent = async (): Promise<string[]> => {
      const rows = await bench.service.core.db.selectFrom('short_messages').select('text').execute();
      return rows.map(({ text }) => text);
    };

    it('are credited, and the phone is notified once', async () => {
      await write(`ntvplus ${own} 425`);
      await write(`ntvplus ${own} 425`);
      await bench.deliverAll();
      expect(await bench.balance()).toBe(73_740 + 42_500);
      expect((await sent()).filter((text) => text.startsWith('Зачислено'))).toEqual([
        `Зачислено 425 руб. на договор ${own}.`,
      ]);
    });

    it('send no further SMS after a refund', async () => {
      await write(`ntvplus ${own} 425`);
      const { id } = await bench.service.core.db.selectFrom('payments').select('id').executeTakeFirstOrThrow();
      const before = (await sent()).length;
      await bench.service.payments.refund((await bench.orderOf(id)).id);
      expect(await bench.balance()).toBe(73_740);
      expect(await sent()).toHaveLength(before);
    });

    it.each([
      ['9999999999', 'Номера 9999999999 у нас нет'],
      [closed, 'закрыт'],
    ])('to %s are refused in words', async (payee, words) => {
      expect(await write(`ntvplus ${payee} 425`)).toContain(words);
      expect(await bench.control.orders()).toEqual([]);
    });

    it('above the phone’s limit are refused with the remaining amount', async () => {
      await write(`ntvplus ${own} 14800`);
      expect(await write(`ntvplus ${own} 425`, 'message-2')).toContain('осталось 200 руб.');
    });

    it('wait for a payment system that does not answer, and are created once', async () => {
      bench.line = 'answer-lost';
      expect(await write(`ntvplus ${own} 425`)).toContain('Повторять сообщение не нужно');
      bench.line = null;
      await sms().resume();
      await bench.deliverAll();
      await sms().resume();
      expect(await bench.credits()).toBe(1);
      expect((await bench.control.orders()).length).toBe(1);
    });

    it('wait for a payment system that refuses orders', async () => {
      bench.line = 'refused';
      await write(`ntvplus ${own} 425`);
      bench.line = null;
      await sms().resume();
      await bench.deliverAll();
      expect(await bench.credits()).toBe(1);
    });
  });

  it('refuse to refund an unknown order', async () => {
    await expect(bench.service.payments.refund('no-such-order')).rejects.toBeInstanceOf(ProviderFailure);
  });
});
