import { randomUUID } from 'node:crypto';
import type { OrderRequest, ProviderAccess } from '../../../operator/platform/payment-provider/api.ts';
import {
  startPaymentProvider,
  type ProviderOptions,
  type RunningProvider,
} from '../../../operator/outside/payment-provider/provider.ts';

/** A clock that the test moves, ms UTC. */
export interface TestTime {
  now: number;
}

/** A request for an order of 500 roubles by card; `changes` override fields. */
export function orderFor(changes: Partial<OrderRequest> = {}): OrderRequest {
  return {
    paymentId: randomUUID(),
    amountKopecks: 50_000,
    currency: 'RUB',
    method: 'bank-card',
    description: 'НТВ-ПЛЮС, 1000000001',
    language: 'en',
    returnUrl: 'http://127.0.0.1:3116/payments/return',
    webhookUrl: 'http://127.0.0.1:3116/v1/payment-webhooks',
    expiresMs: 900_000,
    phone: null,
    confirmed: false,
    mustRemainKopecks: null,
    cardToken: null,
    saveCard: false,
    ...changes,
  };
}

/** A received webhook. */
export interface Delivery {
  readonly url: string;
  readonly body: string;
  readonly signature: string;
}

/** A merchant's webhook endpoint with configurable responses. */
export interface Merchant {
  readonly got: Delivery[];
  /** Whether the next webhook is accepted; awaited. */
  answer: (delivery: Delivery) => boolean | Promise<boolean>;
}

export function merchant(): Merchant {
  return { got: [], answer: () => true };
}

/** An in-memory payment system that sends webhooks to `to` and log lines to `lines`. */
export async function testProvider(
  time: TestTime,
  to: Merchant,
  changes: Partial<ProviderOptions> & { readonly lines?: string[] } = {},
): Promise<RunningProvider> {
  const { lines = [], ...options } = changes;
  return startPaymentProvider({
    file: ':memory:',
    port: 0,
    time: () => time.now,
    log: { level: 'info', sink: { write: (line) => void lines.push(line) } },
    async deliver(url, body, signature) {
      const delivery = { url, body, signature };
      to.got.push(delivery);
      return to.answer(delivery);
    },
    ...options,
  });
}

/** A test client that keeps cookies and does not follow redirects. */
export class Payer {
  #cookie = '';
  readonly #access: ProviderAccess;

  constructor(access: ProviderAccess) {
    this.#access = access;
  }

  /** `body`: a form, sent with POST. */
  async visit(address: string, body?: Readonly<Record<string, string>>): Promise<Visited> {
    const answer = await fetch(new URL(address, this.#access.origin), {
      redirect: 'manual',
      headers: { cookie: this.#cookie },
      ...(body === undefined ? {} : { method: 'POST', body: new URLSearchParams(body) }),
    });
    const [cookie] = answer.headers.getSetCookie();
    if (cookie !== undefined) this.#cookie = cookie.split(';')[0] ?? '';
    const { status, headers } = answer;
    return { status, text: await answer.text(), location: headers.get('location'), headers };
  }
}

export interface Visited {
  readonly status: number;
  readonly text: string;
  readonly location: string | null;
  readonly headers: Headers;
}

/** Input of the card page. */
export function typedCard(number: string, changes: Readonly<Record<string, string>> = {}): Record<string, string> {
  return { act: 'pay', number, expires: '12/39', code: '123', ...changes };
}
