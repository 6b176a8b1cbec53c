import { randomUUID } from 'node:crypto';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** Response of the payment page. */
export interface HostilePage {
  readonly status?: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
}

interface OrderAsked {
  readonly paymentId: string;
  readonly amountKopecks: number;
  readonly currency: string;
  readonly method: string;
  readonly returnUrl: string;
}

interface KeptOrder extends Record<string, unknown> {
  readonly id: string;
  readonly paymentId: string;
  readonly returnUrl: string;
  status: string;
  version: number;
  settledAt: string | null;
}

/** Sends a page with this body; it has a heading, as every payment page does. */
export function pageOf(body: string): HostilePage {
  const html = `<!doctype html><meta charset="utf-8"><title>Pay</title><h1>Pay</h1>${body}`;
  return { headers: { 'content-type': 'text/html; charset=utf-8' }, body: html };
}

/**
 * A hostile payment system: its orders follow operator/platform/payment-provider/api.ts, so that the
 * operator accepts it, and its page redirects the payer wherever the test needs.
 */
export class HostilePayments {
  /** Response of an order's page, by the return address of the order. */
  page: (returnUrl: string) => HostilePage = () => pageOf('');
  /** Ids of the orders that the operator requested, in order. */
  readonly asked: string[] = [];
  /** Reports sent by the pages (`POST /told`). */
  readonly told: unknown[] = [];
  readonly #orders = new Map<string, KeptOrder>();
  readonly #server: Server;

  constructor() {
    this.#server = createServer((request, answer) => {
      void this.#answer(request, answer);
    });
  }

  get origin(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  /** Environment variables for a service that uses it. */
  get env(): Readonly<Record<string, string>> {
    return {
      OPERATOR_PAYMENT_PROVIDER_URL: this.origin,
      OPERATOR_PAYMENT_MERCHANT_KEY: 'merchant-key-of-the-tests',
      OPERATOR_PAYMENT_WEBHOOK_SECRET: 'webhook-secret-of-the-tests',
    };
  }

  async listen(): Promise<void> {
    await new Promise<void>((resolve, reject) => {
      this.#server.once('error', reject);
      this.#server.listen(0, '127.0.0.1', resolve);
    });
  }

  async stop(): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise((resolve) => this.#server.close(resolve));
  }

  #take(asked: OrderAsked): KeptOrder {
    const there = [...this.#orders.values()].find(({ paymentId }) => paymentId === asked.paymentId);
    if (there !== undefined) return there;
    const id = randomUUID();
    const order: KeptOrder = {
      id,
      paymentId: asked.paymentId,
      amountKopecks: asked.amountKopecks,
      currency: asked.currency,
      method: asked.method,
      status: 'awaiting-payer',
      declineReason: null,
      version: 1,
      pageUrl: `${this.origin}/pay/${id}`,
      sbpPayload: null,
      createdAt: '2026-11-22T06:45:00.000Z',
      expiresAt: '2036-11-22T06:45:00.000Z',
      settledAt: null,
      cardMask: null,
      card: null,
      returnUrl: asked.returnUrl,
    };
    this.#orders.set(id, order);
    return order;
  }

  async #answer(request: IncomingMessage, answer: ServerResponse): Promise<void> {
    const parts: Buffer[] = [];
    for await (const part of request) parts.push(part as Buffer);
    const text = Buffer.concat(parts).toString('utf8');
    const { pathname, searchParams } = new URL(request.url ?? '/', this.origin);
    const [, first = '', second = '', id = '', verb] = pathname.split('/');
    const json = (value: unknown): void => {
      answer.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(value));
    };
    const none = (): void => {
      answer.writeHead(404, { 'content-type': 'application/json' }).end('{"error":"unknown"}');
    };
    if (first === 'pay') {
      const order = this.#orders.get(second);
      if (order === undefined) {
        none();
        return;
      }
      const { status = 200, headers = {}, body = '' } = this.page(order.returnUrl);
      answer.writeHead(status, headers).end(body);
      return;
    }
    if (first === 'told') {
      this.told.push(JSON.parse(text));
      json({});
      return;
    }
    if (first === 'download') {
      const headers = {
        'content-type': 'application/octet-stream',
        'content-disposition': 'attachment; filename="bill.exe"',
      };
      answer.writeHead(200, headers).end('MZ');
      return;
    }
    if (first !== 'api' || second !== 'orders') {
      none();
      return;
    }
    if (request.method === 'POST' && id === '') {
      json(this.#take(JSON.parse(text) as OrderAsked));
      return;
    }
    if (id === '') {
      const paymentId = searchParams.get('paymentId');
      json({ orders: [...this.#orders.values()].filter((one) => one.paymentId === paymentId) });
      return;
    }
    const order = this.#orders.get(id);
    if (order === undefined) {
      none();
      return;
    }
    if (verb === 'cancellation') {
      Object.assign(order, { status: 'cancelled', version: order.version + 1, settledAt: '2026-11-22T06:46:00.000Z' });
    } else {
      this.asked.push(id);
    }
    json(order);
  }
}

/** Starts a hostile payment system. */
export async function startHostilePayments(): Promise<HostilePayments> {
  const system = new HostilePayments();
  await system.listen();
  return system;
}
