import { spawn, type ChildProcess } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { end, ended, jsonLine, Output } from '#tests/child.ts';
import { projectRoot } from '#tests/paths.ts';
import { webhook, type Order, type ProviderAccess, type Webhook } from '../../platform/payment-provider/api.ts';
import { testCards } from './card-rules.ts';
import { createProviderClient, createProviderControl } from '../../platform/payment-provider/client.ts';
import { orderFor, Payer, typedCard } from '#tests/operator/payment-provider-fixture.ts';

const keys = {
  merchantKey: 'merchant-key-of-a-test',
  webhookSecret: 'webhook-secret-of-a-test',
  controlKey: 'control-key-of-a-test',
};

describe('the payment system as a separate process', () => {
  let folder: string;
  let child: ChildProcess | null = null;
  let access: ProviderAccess;
  let shop: Server;
  let webhookUrl: string;
  /** Received webhooks; confirmed while `taking` is true. */
  const got: Webhook[] = [];
  let taking = true;
  let onWebhook: () => void = () => undefined;

  async function start(): Promise<void> {
    const args = ['operator/main.ts', 'payment-provider', '--data', folder, '--port', '0'];
    const env = {
      ...process.env,
      OPERATOR_PAYMENT_MERCHANT_KEY: keys.merchantKey,
      OPERATOR_PAYMENT_WEBHOOK_SECRET: keys.webhookSecret,
      OPERATOR_PAYMENT_CONTROL_KEY: keys.controlKey,
    };
    child = spawn(process.execPath, args, { cwd: projectRoot, env, stdio: ['ignore', 'pipe', 'pipe'] });
    const output = new Output(child.stdout, child.stderr);
    const origin = await output.waitFor(
      (line) => {
        const value = jsonLine(line);
        return value?.['ready'] === true && typeof value['origin'] === 'string' ? value['origin'] : undefined;
      },
      'The payment system did not become ready',
      ended(child),
    );
    access = { origin, ...keys };
  }
  async function kill(): Promise<void> {
    if (child !== null) await end(child, 'SIGKILL');
    child = null;
  }
  const nextWebhook = (): Promise<void> =>
    new Promise((resolve) => {
      onWebhook = resolve;
    });

  beforeEach(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'plus-cabinet-provider-'));
    got.length = 0;
    taking = true;
    shop = createServer((request, response) => {
      let body = '';
      request.on('data', (piece: Buffer) => (body += piece.toString()));
      request.on('end', () => {
        got.push(webhook.parse(JSON.parse(body)));
        if (taking) response.writeHead(204).end();
        onWebhook();
      });
    });
    await new Promise<void>((resolve) => shop.listen(0, '127.0.0.1', resolve));
    const address = shop.address();
    webhookUrl = `http://127.0.0.1:${typeof address === 'object' ? (address?.port ?? 0) : 0}/hooks`;
    await start();
  });
  afterEach(async () => {
    await kill();
    shop.closeAllConnections();
    await new Promise((resolve) => shop.close(resolve));
    await rm(folder, { recursive: true, force: true });
  });

  it('keeps an order, paid once, when killed before its response', async () => {
    taking = false;
    const request = orderFor({ method: 'mobile', phone: '+79005550142', confirmed: true, webhookUrl });
    const body = JSON.stringify(request);
    const head = [
      'POST /api/orders HTTP/1.1',
      'host: 127.0.0.1',
      'content-type: application/json',
      `authorization: Bearer ${keys.merchantKey}`,
      `idempotency-key: ${request.paymentId}`,
      `content-length: ${Buffer.byteLength(body)}`,
    ];
    const delivered = nextWebhook();
    // A connection whose response is not read.
    const line = connect(Number(new URL(access.origin).port), '127.0.0.1');
    line.on('error', () => undefined);
    line.write(`${head.join('\r\n')}\r\n\r\n${body}`);
    line.pause();
    await delivered;
    await kill();
    line.destroy();
    const [first] = got;

    taking = true;
    await start();
    const order = await createProviderClient(access).createOrder(request);
    expect(order).toEqual(first?.order);
    expect(order).toMatchObject({ status: 'succeeded', version: 1 });
    expect(await createProviderClient(access).findOrders(request.paymentId)).toEqual([order]);
    // The unconfirmed webhook is sent again unchanged.
    await createProviderControl(access)?.setAhead(60_000);
    await expect.poll(() => got.length, { timeout: 10_000 }).toBe(2);
    expect(got[1]).toEqual(first);
  });

  it('keeps a card payment when killed, and its page shows it', async () => {
    const client = createProviderClient(access);
    const order: Order = await client.createOrder(orderFor({ webhookUrl }));
    taking = false;
    const delivered = nextWebhook();
    await new Payer(access).visit(order.pageUrl ?? '', typedCard(testCards[0]?.number ?? ''));
    await delivered;
    await kill();
    await start();
    const after = await createProviderClient(access).readOrder(order.id);
    expect(after).toMatchObject({ status: 'succeeded', version: 2, settledAt: got[0]?.order.settledAt });
    // On its previous port, so that open pages keep working.
    expect(after.pageUrl).toBe(order.pageUrl);
    expect((await new Payer(access).visit(after.pageUrl ?? '')).text).toContain('<h1>Paid</h1>');
  });

  it('stops on request', async () => {
    if (child === null) throw new Error('It does not run.');
    expect(await end(child, 'SIGTERM')).toEqual({ code: 0, signal: null });
  });
});
