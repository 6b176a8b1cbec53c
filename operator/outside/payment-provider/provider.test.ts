import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { webhook, type Order, type ProviderAccess, type Webhook } from '../../platform/payment-provider/api.ts';
import { testCards } from './card-rules.ts';
import {
  createProviderClient,
  createProviderControl,
  type ProviderClient,
  type ProviderControl,
} from '../../platform/payment-provider/client.ts';
import type { RunningProvider } from './provider.ts';
import { signatureOf } from '../../platform/payment-provider/signature.ts';
import {
  merchant,
  orderFor,
  Payer,
  testProvider,
  typedCard,
  type Delivery,
  type Merchant,
  type TestTime,
} from '#tests/operator/payment-provider-fixture.ts';
import { deliverByHttp } from './webhook-sender.ts';
import { MAX_ATTEMPTS, retryDelayMs } from './webhook-rules.ts';

const good = testCards[0]?.number ?? '';

describe('the payment system', () => {
  const time: TestTime = { now: 0 };
  let folder: string;
  let file: string;
  let shop: Merchant;
  let provider: RunningProvider;
  let client: ProviderClient;
  let control: ProviderControl;
  const running: RunningProvider[] = [];

  async function start(changes: Parameters<typeof testProvider>[2] = {}): Promise<void> {
    provider = await testProvider(time, shop, { file, ...changes });
    running.push(provider);
    client = createProviderClient(provider.access);
    // Without a control key there is no control client.
    control = createProviderControl(provider.access) ?? control;
  }
  async function stop(): Promise<void> {
    for (const one of running.splice(0)) await one.close();
  }
  beforeEach(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'plus-cabinet-provider-'));
    file = path.join(folder, 'payment-provider.sqlite');
    time.now = Date.parse('2026-11-22T09:00:00Z');
    shop = merchant();
    await start();
  });
  afterEach(async () => {
    await stop();
    await rm(folder, { recursive: true, force: true });
  });

  const bodyOf = ({ body }: Delivery): Webhook => webhook.parse(JSON.parse(body));
  const delivered = (): readonly string[] =>
    shop.got.map((one) => `${bodyOf(one).order.status} ${bodyOf(one).order.version}`);
  const pay = (order: Order, number = good): Promise<unknown> =>
    new Payer(provider.access).visit(order.pageUrl ?? '', typedCard(number));
  const rawOrder = (access: ProviderAccess, body: unknown, headers: Record<string, string>): Promise<Response> =>
    fetch(`${access.origin}/api/orders`, {
      method: 'POST',
      body: JSON.stringify(body),
      headers: { 'content-type': 'application/json', ...headers },
    });

  it('creates one order per key, also across a restart, on the same port with the same keys', async () => {
    const request = orderFor();
    const [one, other] = await Promise.all([client.createOrder(request), client.createOrder(request)]);
    expect(other).toEqual(one);
    expect(one).toMatchObject({
      status: 'awaiting-payer',
      version: 1,
      pageUrl: `${provider.access.origin}/pay/${one.id}`,
    });
    const before = provider.access;
    await stop();
    await start();
    expect(provider.access).toEqual(before);
    expect(await client.createOrder(request)).toEqual(one);
    expect(await client.findOrders(request.paymentId)).toEqual([one]);
    expect(await client.findOrders('another')).toEqual([]);
    await expect(client.createOrder({ ...request, amountKopecks: 1 })).rejects.toMatchObject({ trouble: 'invalid' });
  });

  it('uses the merchant’s newest URLs when an order is requested again', async () => {
    const request = orderFor();
    const order = await client.createOrder(request);
    const webhookUrl = 'http://127.0.0.1:4000/hooks';
    expect((await client.createOrder({ ...request, webhookUrl, returnUrl: 'http://127.0.0.1:4000/back' })).id).toBe(
      order.id,
    );
    const answer = await new Payer(provider.access).visit(order.pageUrl ?? '', typedCard(good));
    expect(answer.location).toBe('http://127.0.0.1:4000/back');
    await provider.runDue();
    expect(shop.got.map((one) => one.url)).toEqual([webhookUrl]);
  });

  it('requires the key of each API', async () => {
    const { access } = provider;
    const request = orderFor();
    const as = (key: string | null): Record<string, string> => ({
      'idempotency-key': request.paymentId,
      ...(key === null ? {} : { authorization: `Bearer ${key}` }),
    });
    for (const key of [null, 'x', access.controlKey, `${access.merchantKey}x`]) {
      expect((await rawOrder(access, request, as(key))).status).toBe(401);
    }
    const controlled = (key: string): Promise<Response> =>
      fetch(`${access.origin}/control/orders`, { headers: { authorization: `Bearer ${key}` } });
    expect((await controlled(access.merchantKey)).status).toBe(401);
    expect((await controlled(access.controlKey ?? '')).status).toBe(200);
    await stop();
    await start({ keys: { merchantKey: 'merchant', webhookSecret: 'secret', controlKey: null } });
    for (const key of ['', 'null', 'merchant']) expect((await controlled(key)).status).toBe(401);
    expect((await fetch(`${provider.access.origin}/nothing`)).status).toBe(404);
  });

  it.each<[string, object, string | null]>([
    ['no key', {}, null],
    ['another key', {}, 'another'],
    ['no amount', { amountKopecks: 0 }, 'same'],
    ['half a kopeck', { amountKopecks: 0.5 }, 'same'],
    ['other money', { currency: 'EUR' }, 'same'],
    ['a mobile account without a phone', { method: 'mobile' }, 'same'],
    ['a phone for a card', { phone: '+79005550142' }, 'same'],
    ['a confirmation of a card', { confirmed: true }, 'same'],
    ['a card for a wallet', { method: 'qiwi', saveCard: true }, 'same'],
    ['an unknown card', { cardToken: 'card-nobody' }, 'same'],
  ])('refuses %s, and keeps nothing of it', async (_name, changes, key) => {
    const request = { ...orderFor(), ...changes };
    const answer = await rawOrder(provider.access, request, {
      authorization: `Bearer ${provider.access.merchantKey}`,
      ...(key === null ? {} : { 'idempotency-key': key === 'same' ? request.paymentId : key }),
    });
    expect([answer.status, await answer.json()]).toEqual([422, { error: 'invalid' }]);
    expect(await client.findOrders(request.paymentId)).toEqual([]);
  });

  it('rejects malformed and oversized bodies', async () => {
    const send = (body: string): Promise<Response> =>
      fetch(`${provider.access.origin}/api/orders`, {
        method: 'POST',
        body,
        headers: { 'content-type': 'application/json', authorization: `Bearer ${provider.access.merchantKey}` },
      });
    for (const body of ['', '{', 'null', '[]', `"${'x'.repeat(20_000)}"`]) expect((await send(body)).status).toBe(422);
  });

  it('cancels unpaid orders and refunds paid ones, each once', async () => {
    const order = await client.createOrder(orderFor());
    await expect(client.refundOrder(order.id)).rejects.toMatchObject({ trouble: 'invalid' });
    const off = await client.cancelOrder(order.id);
    expect(off).toMatchObject({ status: 'cancelled', version: 2 });
    expect(await client.cancelOrder(order.id)).toEqual(off);
    const paid = await client.createOrder(orderFor());
    await pay(paid);
    expect(await client.cancelOrder(paid.id)).toMatchObject({ status: 'succeeded', version: 2 });
    const back = await client.refundOrder(paid.id);
    expect(back).toMatchObject({ status: 'refunded', version: 3 });
    expect(await client.refundOrder(paid.id)).toEqual(back);
    await expect(client.readOrder('ord-nobody')).rejects.toMatchObject({ trouble: 'unknown' });
    await provider.runDue();
    expect([...delivered()].sort()).toEqual(['cancelled 2', 'refunded 3', 'succeeded 2']);
  });

  it('saves a card on request, charges it without a page, and deletes it', async () => {
    const first = await client.createOrder(orderFor({ saveCard: true }));
    await pay(first);
    const { card } = await client.readOrder(first.id);
    expect(card).toMatchObject({ mask: '•• 0004', brand: 'МИР', expires: '12/39' });
    const token = card?.token ?? '';
    const request = orderFor({ cardToken: token });
    const second = await client.createOrder(request);
    expect(second).toMatchObject({ status: 'succeeded', pageUrl: null, cardMask: '•• 0004', card: null });
    expect(await client.createOrder(request)).toEqual(second);
    const page = await new Payer(provider.access).visit(`/pay/${second.id}`);
    expect(page.status).toBe(404);
    await client.forgetCard(token);
    await client.forgetCard(token);
    await expect(client.createOrder(orderFor({ cardToken: token }))).rejects.toMatchObject({ trouble: 'invalid' });
    await provider.runDue();
    expect(delivered()).toEqual(['succeeded 2', 'succeeded 1']);
  });

  it('waits for a phone unless it confirmed, and declines for its account', async () => {
    const mobile = { method: 'mobile', phone: '+79005550142', mustRemainKopecks: 5_000 } as const;
    const asked = await client.createOrder(orderFor(mobile));
    expect(asked.status).toBe('awaiting-payer');
    expect(await control.orders()).toMatchObject([{ id: asked.id, phone: mobile.phone, waitsForPhone: true }]);
    await control.answerAtPhone(asked.id, true);
    expect((await client.readOrder(asked.id)).status).toBe('succeeded');
    await expect(control.answerAtPhone(asked.id, true)).rejects.toMatchObject({ trouble: 'invalid' });
    await expect(control.answerAtPhone('ord-nobody', true)).rejects.toMatchObject({ trouble: 'unknown' });
    const refused = await client.createOrder(orderFor(mobile));
    await control.answerAtPhone(refused.id, false);
    expect((await client.readOrder(refused.id)).declineReason).toBe('phone-refused');
    const confirmed = (phone: string): Promise<Order> =>
      client.createOrder(orderFor({ ...mobile, phone, confirmed: true }));
    expect(await confirmed(mobile.phone)).toMatchObject({ status: 'succeeded', pageUrl: null });
    expect(await confirmed('+79005550100')).toMatchObject({ status: 'declined', declineReason: 'phone-balance' });
    expect(await confirmed('+79005550199')).toMatchObject({ status: 'declined', declineReason: 'phone-limit' });
  });

  it('waits for a silent bank without limit', async () => {
    const silent = testCards.find((one) => one.behaviour === 'stays-silent')?.number;
    const [yes, no] = [await client.createOrder(orderFor()), await client.createOrder(orderFor())];
    await pay(yes, silent);
    await pay(no, silent);
    time.now += 10 * 86_400_000;
    expect(await client.cancelOrder(yes.id)).toMatchObject({ status: 'processing' });
    expect((await control.orders()).every((one) => one.waitsForBank)).toBe(true);
    await control.answerAtBank(yes.id, true);
    await control.answerAtBank(no.id, false);
    expect((await client.readOrder(yes.id)).status).toBe('succeeded');
    expect((await client.readOrder(no.id)).declineReason).toBe('bank-timeout');
    await expect(control.answerAtBank(yes.id, true)).rejects.toMatchObject({ trouble: 'invalid' });
  });

  it('follows the operator’s clock and stores the offset', async () => {
    const order = await client.createOrder(orderFor());
    await control.setAhead(900_000);
    expect(await client.readOrder(order.id)).toMatchObject({ status: 'expired', settledAt: order.expiresAt });
    await provider.runDue();
    expect(delivered()).toEqual(['expired 2']);
    expect(shop.got[0]?.signature).toMatch(new RegExp(`^t=${(time.now + 900_000) / 1_000},`));
    await stop();
    await start();
    expect((await client.createOrder(orderFor())).createdAt).toBe('2026-11-22T09:15:00.000Z');
  });

  it('starts with a new store when the old one is damaged', async () => {
    await stop();
    for (const name of await readdir(folder)) await rm(path.join(folder, name), { force: true });
    await writeFile(file, 'x'.repeat(4_096));
    await start();
    await client.createOrder(orderFor());
    expect((await readdir(folder)).some((name) => name.includes('.damaged-2026-11-22T09-00-00-000Z'))).toBe(true);
  });

  describe('sends webhooks', () => {
    it('with a new signature at growing intervals, across restarts, up to a limit', async () => {
      shop.answer = () => false;
      const order = await client.createOrder(orderFor());
      await pay(order);
      await provider.runDue();
      for (let attempt = 1; attempt < MAX_ATTEMPTS; attempt += 1) {
        expect(shop.got).toHaveLength(attempt);
        expect(await control.orders()).toMatchObject([{ unsentWebhooks: 1 }]);
        time.now += retryDelayMs(attempt) - 1;
        await provider.runDue();
        expect(shop.got).toHaveLength(attempt);
        if (attempt === 3) {
          await stop();
          await start();
        }
        time.now += 1;
        await provider.runDue();
      }
      time.now += 30 * 86_400_000;
      await provider.runDue();
      expect(shop.got).toHaveLength(MAX_ATTEMPTS);
      expect(await control.orders()).toMatchObject([{ unsentWebhooks: 0 }]);
      expect(new Set(shop.got.map((one) => one.body)).size).toBe(1);
      expect(new Set(shop.got.map((one) => one.signature)).size).toBe(MAX_ATTEMPTS);
    });

    it('never two of one order concurrently', async () => {
      const gates: (() => void)[] = [];
      shop.answer = async () => {
        await new Promise<void>((resolve) => gates.push(resolve));
        return true;
      };
      const [order, other] = [await client.createOrder(orderFor()), await client.createOrder(orderFor())];
      await pay(order);
      await client.refundOrder(order.id);
      const first = provider.runDue();
      // Longer than any request takes: the running one is due again.
      time.now += 60_000;
      await pay(other);
      const second = provider.runDue();
      await expect.poll(() => gates.length).toBe(2);
      expect(new Set(shop.got.map((one) => bodyOf(one).order.id)).size).toBe(2);
      shop.answer = () => true;
      for (const open of gates) open();
      await Promise.all([first, second]);
      expect([...delivered()].sort()).toEqual(['refunded 3', 'succeeded 2', 'succeeded 2']);
    });

    it('not while it is down, all of them afterwards', async () => {
      const order = await client.createOrder(orderFor());
      await control.setFaults({ down: true, lostWebhooks: false, doubledWebhooks: false });
      await expect(client.readOrder(order.id)).rejects.toMatchObject({ trouble: 'refused' });
      const page = await new Payer(provider.access).visit(`${order.pageUrl ?? ''}?lang=en`, typedCard(good));
      expect([page.status, page.text.includes('The payment system is out of order')]).toEqual([503, true]);
      time.now += 900_000;
      await provider.runDue();
      expect([(await control.orders())[0]?.status, shop.got.length]).toEqual(['expired', 0]);
      await control.setFaults({ down: false, lostWebhooks: false, doubledWebhooks: false });
      await provider.runDue();
      expect(delivered()).toEqual(['expired 2']);
    });

    it('not while webhooks are lost, although the order is paid', async () => {
      await control.setFaults({ down: false, lostWebhooks: true, doubledWebhooks: false });
      const order = await client.createOrder(orderFor());
      await pay(order);
      await provider.runDue();
      await control.setFaults({ down: false, lostWebhooks: false, doubledWebhooks: false });
      time.now += 86_400_000;
      await provider.runDue();
      expect([(await client.readOrder(order.id)).status, shop.got.length]).toEqual(['succeeded', 0]);
      expect(await control.orders()).toMatchObject([{ unsentWebhooks: 0 }]);
    });

    it('twice and out of order while webhooks are doubled', async () => {
      await control.setFaults({ down: false, lostWebhooks: false, doubledWebhooks: true });
      const order = await client.createOrder(orderFor());
      await pay(order);
      await provider.runDue();
      await client.refundOrder(order.id);
      await provider.runDue();
      expect(delivered()).toEqual(['succeeded 2', 'succeeded 2', 'refunded 3', 'refunded 3', 'succeeded 2']);
      expect(bodyOf(shop.got[0] as Delivery).id).toBe(bodyOf(shop.got[1] as Delivery).id);
    });

    it('over HTTP and accepts only 2xx', async () => {
      const seen: string[] = [];
      const server = createServer((request, response) => {
        request.on('data', (piece: Buffer) => seen.push(piece.toString()));
        request.on('end', () => {
          seen.push(String(request.headers['plusgate-signature']));
          response.writeHead(Number(request.url?.slice(1)), { location: '/204' }).end();
        });
      });
      await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
      const address = server.address();
      const origin = `http://127.0.0.1:${typeof address === 'object' ? (address?.port ?? 0) : 0}`;
      const { signal } = new AbortController();
      const send = (status: string): Promise<boolean> =>
        deliverByHttp(`${origin}/${status}`, '{}', signatureOf('s', '{}', 1_000), signal);
      expect([await send('204'), await send('302'), await send('500')]).toEqual([true, false, false]);
      expect(seen.slice(0, 2)).toEqual(['{}', signatureOf('s', '{}', 1_000)]);
      await new Promise((resolve) => server.close(resolve));
      expect(await send('204')).toBe(false);
      expect(await deliverByHttp(origin, '', '', AbortSignal.abort())).toBe(false);
    });
  });
});
