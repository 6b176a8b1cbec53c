import { afterEach, beforeEach, expect, it } from 'vitest';
import { describeOnDatabases, freshDatabase, type TestDatabase } from '#tests/databases.ts';
import { operations } from '#protocol/api/operations.ts';
import { fillPath } from '#protocol/api/paths.ts';
import { autopay, autopayStatus, type Autopay } from '#protocol/api/autopay.ts';
import { linkedCards, type LinkedCard } from '#protocol/api/payments.ts';
import { billThroughToday } from '../billing/daily-job.ts';
import { testCards, type CardBehaviour } from '../../outside/payment-provider/card-rules.ts';
import { Payer, typedCard } from '#tests/operator/payment-provider-fixture.ts';
import { own, paymentBench, type PaymentBench } from '#tests/operator/payment-fixture.ts';
import { createAutopayJob, type AutopayJob } from './job.ts';

const dayMs = 86_400_000;
const path = fillPath(autopay.read.path, { contractNumber: own });

describeOnDatabases('autopay with the payment system behind it', (kind) => {
  let database: TestDatabase;
  let bench: PaymentBench;
  let token: string;
  let errors: unknown[];

  beforeEach(async () => {
    database = await freshDatabase(kind);
    bench = await paymentBench(database.address);
    token = (await bench.service.signIn()).accessToken;
    errors = [];
  });
  afterEach(async () => {
    await bench.close();
    await database.remove();
  });

  const job = (): AutopayJob =>
    createAutopayJob({
      core: bench.service.core,
      payments: bench.service.payments.autopay,
      onError: (error) => errors.push(error),
    });
  async function ask(method: 'GET' | 'PUT' | 'DELETE', url: string, payload?: object): Promise<unknown> {
    const headers = { authorization: `Bearer ${token}` };
    const answer = await bench.service.app.inject({ method, url, headers, ...(payload ? { payload } : {}) });
    expect(answer.statusCode).toBe(200);
    return answer.json();
  }
  const standing = async (): Promise<Autopay> => autopayStatus.parse(await ask('GET', path));
  /** Pays by card on the payment system's page, and lets it be remembered. */
  async function linkCard(behaviour: CardBehaviour): Promise<LinkedCard> {
    const number = testCards.find((card) => card.behaviour === behaviour)?.number ?? '';
    const { pageUrl } = await bench.begun(token, { method: 'bank-card', linkCard: true, amountKopecks: 1_000 });
    await new Payer(bench.provider.access).visit(pageUrl ?? '', typedCard(number));
    await bench.deliverAll();
    const { cards } = linkedCards.parse(await ask('GET', operations.cards.list.path));
    const [card] = cards;
    if (card === undefined) throw new Error('No card was linked.');
    return card;
  }
  /** A plan that is due at once: announced today, paid tomorrow. */
  const set = async (card: LinkedCard): Promise<Autopay> =>
    autopayStatus.parse(
      await ask('PUT', path, {
        when: { kind: 'threshold', belowKopecks: 200_000 },
        amountKopecks: 50_000,
        monthlyCeilingKopecks: 200_000,
        linkedCardId: card.id,
      }),
    );
  async function nextDay(): Promise<void> {
    await bench.advance(dayMs);
    await billThroughToday(bench.service.core);
    token = (await bench.service.signIn()).accessToken;
  }

  it('pays by the linked card, once for twenty runs, and the money is on the balance', async () => {
    const card = await linkCard('pays');
    expect((await set(card)).next).toMatchObject({ announced: true, amountKopecks: 50_000 });
    await nextDay();
    const before = await bench.balance();
    const credits = await bench.credits();
    await Promise.all(Array.from({ length: 20 }, () => job().run()));
    await bench.deliverAll();
    await job().resume();
    expect(await bench.balance()).toBe(before + 50_000);
    expect(await bench.credits()).toBe(credits + 1);
    expect(await standing()).toMatchObject({ paidThisMonthKopecks: 50_000, failed: null });
    const { db } = bench.service.core;
    expect(await db.selectFrom('payments').select('status').where('origin', '=', 'autopay').execute()).toEqual([
      { status: 'succeeded' },
    ]);
    expect(errors).toEqual([]);
  });

  it('dies on the way, asked or unheard, and makes one payment all the same', async () => {
    await set(await linkCard('pays'));
    await nextDay();
    const before = await bench.balance();
    for (const line of ['dies-before', 'dies-after', 'answer-lost', null] as const) {
      bench.line = line;
      await job().run();
      await bench.advance(60_000);
    }
    await bench.deliverAll();
    await job().resume();
    expect(await bench.balance()).toBe(before + 50_000);
    expect(await standing()).toMatchObject({ paidThisMonthKopecks: 50_000, failed: null });
  });

  it('by a card that the payment system has forgotten moves nothing, and is off', async () => {
    const card = await linkCard('pays');
    await set(card);
    await nextDay();
    const before = await bench.balance();
    const { db } = bench.service.core;
    const { token: cardToken } = await db.selectFrom('linked_cards').select('token').executeTakeFirstOrThrow();
    await bench.client.forgetCard(cardToken);
    await job().run();
    await bench.deliverAll();
    await job().resume();
    expect(await bench.balance()).toBe(before);
    expect(await standing()).toMatchObject({ plan: null, next: null });
  });

  it('is off with its card, by one tap', async () => {
    const card = await linkCard('pays');
    await set(card);
    expect(autopayStatus.parse(await ask('DELETE', path))).toMatchObject({ plan: null, next: null });
    await set(card);
    await ask('DELETE', fillPath(operations.cards.unlink.path, { cardId: card.id }));
    expect(await standing()).toMatchObject({ plan: null, next: null });
    await nextDay();
    const credits = await bench.credits();
    await job().run();
    expect(await bench.credits()).toBe(credits);
  });
});
