import jsQr from 'jsqr';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { languages } from '#protocol/primitives.ts';
import { demoWallets, walletMethods } from './accounts.ts';
import type { Order } from '../../platform/payment-provider/api.ts';
import { LATE_PAYMENT_MS, testCards, type CardBehaviour } from './card-rules.ts';
import {
  createProviderClient,
  createProviderControl,
  type ProviderClient,
} from '../../platform/payment-provider/client.ts';
import type { RunningProvider } from './provider.ts';
import {
  merchant,
  orderFor,
  Payer,
  testProvider,
  typedCard,
  type Merchant,
  type TestTime,
} from '#tests/operator/payment-provider-fixture.ts';

const cardOf = (behaviour: CardBehaviour): string => testCards.find((one) => one.behaviour === behaviour)?.number ?? '';
const back = orderFor().returnUrl;

describe('the payment system’s pages', () => {
  const time: TestTime = { now: 0 };
  let shop: Merchant;
  let lines: string[];
  let provider: RunningProvider;
  let client: ProviderClient;
  let payer: Payer;

  beforeEach(async () => {
    time.now = Date.parse('2026-11-22T09:00:00Z');
    shop = merchant();
    lines = [];
    provider = await testProvider(time, shop, { lines });
    client = createProviderClient(provider.access);
    payer = new Payer(provider.access);
  });
  afterEach(() => provider.close());

  const pageOf = (order: Order): string => order.pageUrl ?? '';
  const open = (changes: Parameters<typeof orderFor>[0] = {}): Promise<Order> => client.createOrder(orderFor(changes));

  it('load nothing external, enforce it by policy, and have three languages', async () => {
    const titles = new Set<string>();
    for (const method of ['bank-card', 'mobile', 'sbp', 'qiwi', 'webmoney', 'yoomoney'] as const) {
      const order = await open({ method, phone: method === 'mobile' ? '+79005550142' : null });
      for (const language of languages) {
        const { status, text, headers } = await payer.visit(`${pageOf(order)}?lang=${language}`);
        expect(status).toBe(200);
        expect(text).toContain(`<html lang="${language}">`);
        expect(text.replace(order.sbpPayload?.replaceAll('&', '&amp;') ?? '-', '')).not.toMatch(
          /(src|href)="?(https?:)?\/\//,
        );
        expect(headers.get('content-security-policy')).toMatch(/^default-src 'none'; .*frame-ancestors 'none'/);
        expect(headers.get('cache-control')).toBe('no-store');
        for (const [, id] of text.matchAll(/<input\s+id="(\w+)"/g)) expect(text).toContain(`<label for="${id ?? ''}"`);
        titles.add(/<title>(.*?)<\/title>/.exec(text)?.[1] ?? '');
      }
    }
    expect(titles.size).toBeGreaterThanOrEqual(14);
  });

  it('charge a card once for repeated submissions and redirect back', async () => {
    const order = await open();
    const twice = await Promise.all([
      payer.visit(pageOf(order), typedCard(cardOf('pays'))),
      payer.visit(pageOf(order), typedCard(cardOf('pays'))),
    ]);
    expect(twice.map((one) => [one.status, one.location])).toEqual([
      [303, back],
      [303, back],
    ]);
    const paid = await client.readOrder(order.id);
    expect(paid).toMatchObject({ status: 'succeeded', version: 2, cardMask: '•• 0004', card: null });
    const end = await payer.visit(pageOf(order));
    expect(end.text).toContain('<h1>Paid</h1>');
    expect(end.text).toContain(`href="${back}"`);
    await provider.runDue();
    expect(shop.got).toHaveLength(1);
  });

  it.each<[CardBehaviour, object]>([
    ['declines', { status: 'declined', declineReason: 'card-declined' }],
    ['lacks-money', { status: 'declined', declineReason: 'insufficient-funds' }],
    ['stays-silent', { status: 'processing', declineReason: null }],
  ])('tell of a card that %s', async (behaviour, expected) => {
    const order = await open();
    const answer = await payer.visit(pageOf(order), typedCard(cardOf(behaviour)));
    expect(answer.location).toBe(`/pay/${order.id}?lang=en`);
    expect(await client.readOrder(order.id)).toMatchObject(expected);
    expect((await payer.visit(answer.location ?? '')).text).toContain(`href="${back}"`);
  });

  it.each<[Record<string, string>, string]>([
    [{ number: '2200000000000005' }, 'There is no such card number'],
    [{ number: '' }, 'There is no such card number'],
    [{ number: '4111111111111111' }, 'Do not type a real card'],
    [{ expires: '13/30' }, 'Type month and year'],
    [{ expires: '10/26' }, 'The card has expired'],
    [{ code: '12' }, 'three digits of the code'],
    [{ code: '12a' }, 'three digits of the code'],
  ])('say what is wrong with %j, and nothing happens', async (changes, words) => {
    const order = await open();
    const answer = await payer.visit(pageOf(order), typedCard(cardOf('pays'), changes));
    expect(answer.status).toBe(422);
    expect(answer.text).toContain(words);
    expect(answer.text).toContain('role="alert"');
    expect(answer.text).not.toContain(`value="${changes['code'] ?? '123'}"`);
    expect((await client.readOrder(order.id)).status).toBe('awaiting-payer');
  });

  it('accept digits of other scripts, blanks and dashes, and escape input', async () => {
    const order = await open();
    const odd = await payer.visit(pageOf(order), typedCard('"><script>1</script>'));
    expect(odd.text).toContain('value="&quot;&gt;&lt;script&gt;');
    const typed = typedCard('２２００ ОООО-оооо OOO4', { expires: ' 1 / 2039 ' });
    expect((await payer.visit(pageOf(order), typed)).location).toBe(back);
  });

  it('ask for the bank’s code on a separate page, three times at most', async () => {
    const order = await open();
    const asked = await payer.visit(pageOf(order), typedCard(cardOf('asks-code')));
    expect(asked.location).toMatch(/^\/bank\/[0-9a-f]{32}\?lang=en$/);
    const bank = asked.location ?? '';
    const page = await payer.visit(bank);
    expect(page.text).toContain('Северный Берег Банк');
    const code = /code (\d{6})/.exec(page.text)?.[1] ?? '';
    const wrong = code === '111111' ? '222222' : '111111';
    expect((await payer.visit(bank, { act: 'confirm', code: wrong })).text).toContain('Attempts left: 2');
    const twice = await Promise.all([1, 2].map(() => payer.visit(bank, { act: 'confirm', code: ` ${code} ` })));
    expect(twice.map((one) => one.location)).toEqual([back, back]);
    expect(await client.readOrder(order.id)).toMatchObject({ status: 'succeeded', version: 2 });
    expect((await payer.visit(bank)).location).toBe(back);

    const other = await open();
    const again = (await payer.visit(pageOf(other), typedCard(cardOf('asks-code')))).location ?? '';
    for (const status of [422, 422, 303]) {
      expect((await payer.visit(again, { act: 'confirm', code: 'x' })).status).toBe(status);
    }
    expect(await client.readOrder(other.id)).toMatchObject({ declineReason: 'three-d-secure-failed' });
  });

  it('decline when the bank refuses despite a correct code', async () => {
    const order = await open();
    const bank = (await payer.visit(pageOf(order), typedCard(cardOf('fails-code')))).location ?? '';
    const code = /code (\d{6})/.exec((await payer.visit(bank)).text)?.[1] ?? '';
    await payer.visit(bank, { act: 'confirm', code });
    expect(await client.readOrder(order.id)).toMatchObject({
      status: 'declined',
      declineReason: 'three-d-secure-failed',
    });
  });

  it.each(['cancelled', 'expired'] as const)('let a late bank pay an order that is %s', async (status) => {
    const order = await open();
    await payer.visit(pageOf(order), typedCard(cardOf('pays-late')));
    const waiting = await client.readOrder(order.id);
    expect(waiting).toMatchObject({ status: 'awaiting-payer', version: 1 });
    expect((await payer.visit(pageOf(order))).text).toContain('The bank has not answered yet');
    if (status === 'cancelled') expect((await payer.visit(pageOf(order), { act: 'cancel' })).location).toBe(back);
    else time.now += 900_000;
    expect(await client.readOrder(order.id)).toMatchObject({ status, version: 2 });
    time.now += LATE_PAYMENT_MS;
    expect(await client.readOrder(order.id)).toMatchObject({ status: 'succeeded', version: 3 });
  });

  it.each(walletMethods)('sign in to %s and pay, each in its own look', async (method) => {
    const [rich, poor, blocked] = demoWallets[method];
    const signIn = (order: Order, login = '', password = ''): ReturnType<Payer['visit']> =>
      payer.visit(pageOf(order), { act: 'sign-in', login, password });
    const order = await open({ method });
    expect((await signIn(order, rich?.login, 'wrong')).status).toBe(422);
    expect((await payer.visit(pageOf(order), { act: 'pay' })).status).toBe(422);
    const page = await signIn(order, rich?.login, rich?.password);
    expect((await payer.visit(page.location ?? '')).text).toContain(`Pay from the wallet ${rich?.login ?? ''}?`);
    expect((await new Payer(provider.access).visit(pageOf(order), { act: 'pay' })).status).toBe(422);
    const twice = await Promise.all([1, 2].map(() => payer.visit(pageOf(order), { act: 'pay' })));
    expect(twice.map((one) => one.location)).toEqual([back, back]);
    expect(await client.readOrder(order.id)).toMatchObject({ status: 'succeeded', version: 2 });
    for (const [wallet, declineReason] of [
      [poor, 'insufficient-funds'],
      [blocked, 'wallet-refused'],
    ] as const) {
      const next = await open({ method });
      await signIn(next, wallet?.login, wallet?.password);
      await payer.visit(pageOf(next), { act: 'pay' });
      expect(await client.readOrder(next.id)).toMatchObject({ status: 'declined', declineReason });
    }
    const guessed = await open({ method });
    for (const guess of ['a', 'b', 'c']) await signIn(guessed, rich?.login, guess);
    expect(await client.readOrder(guessed.id)).toMatchObject({ status: 'declined', declineReason: 'wallet-refused' });
  });

  it('do not let a wallet session of one order pay another', async () => {
    const [rich] = demoWallets.qiwi;
    const [one, other] = [await open({ method: 'qiwi' }), await open({ method: 'qiwi' })];
    await payer.visit(pageOf(one), { act: 'sign-in', login: rich?.login ?? '', password: rich?.password ?? '' });
    expect((await payer.visit(pageOf(other), { act: 'pay' })).status).toBe(422);
    expect((await client.readOrder(other.id)).status).toBe('awaiting-payer');
  });

  it('show a readable QR code and continue after payment', async () => {
    const control = createProviderControl(provider.access);
    const order = await open({ method: 'sbp' });
    expect(order.sbpPayload).toMatch(
      /^https:\/\/sbp\.plusgate\.example\/AD[0-9A-F]{30}\?.*sum=50000&cur=RUB&crc=[0-9A-F]{4}$/,
    );
    const { text } = await payer.visit(pageOf(order));
    const size = Number(/viewBox="0 0 (\d+)/.exec(text)?.[1]);
    const scale = 4;
    const pixels = new Uint8ClampedArray((size * scale) ** 2 * 4).fill(255);
    for (const [, x, y] of text.matchAll(/M(\d+) (\d+)h1v1h-1z/g)) {
      for (let row = 0; row < scale; row += 1) {
        const from = ((Number(y) * scale + row) * size * scale + Number(x) * scale) * 4;
        for (let at = from; at < from + scale * 4; at += 4) pixels.fill(0, at, at + 3);
      }
    }
    expect(jsQr(pixels, size * scale, size * scale)?.data).toBe(order.sbpPayload);
    const status = `${pageOf(order)}/status`;
    expect(JSON.parse((await payer.visit(status)).text)).toEqual({ next: null });
    await control?.answerAtPhone(order.id, true);
    expect(JSON.parse((await payer.visit(status)).text)).toEqual({ next: back });
  });

  it('report the end of an order with a link back', async () => {
    const order = await open();
    expect((await payer.visit(pageOf(order), { act: 'cancel' })).location).toBe(back);
    expect((await payer.visit(pageOf(order))).text).toContain('The payment is cancelled');
    await payer.visit(pageOf(order), typedCard(cardOf('pays')));
    expect((await client.readOrder(order.id)).status).toBe('cancelled');
    const late = await open();
    time.now += 900_000;
    await payer.visit(pageOf(late), typedCard(cardOf('pays')));
    expect((await client.readOrder(late.id)).status).toBe('expired');
    expect((await payer.visit(pageOf(late))).text).toContain('The time to pay is over');
    expect((await payer.visit('/pay/ord-nobody')).status).toBe(404);
    expect((await payer.visit('/bank/nobody')).status).toBe(404);
  });

  it('reject forms of foreign pages and foreign host names', async () => {
    const order = await open();
    const send = (headers: Record<string, string>): Promise<Response> =>
      fetch(pageOf(order), { method: 'POST', body: new URLSearchParams({ act: 'cancel' }), headers });
    expect((await send({ 'sec-fetch-site': 'cross-site' })).status).toBe(403);
    const odd = await fetch(pageOf(order), {
      method: 'POST',
      body: 'act=cancel&act=pay',
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
    });
    expect(odd.status).toBe(422);
    expect((await client.readOrder(order.id)).status).toBe('awaiting-payer');
  });

  it('never write a card’s number or code anywhere', async () => {
    const order = await open({ saveCard: true });
    await payer.visit(pageOf(order), typedCard(cardOf('pays'), { code: '987' }));
    await provider.runDue();
    const output = JSON.stringify([lines, shop.got, await client.readOrder(order.id)]);
    expect(output).toContain('•• 0004');
    expect(output).not.toContain('2200000000000004');
    expect(output).not.toMatch(/\b987\b/);
  });
});
