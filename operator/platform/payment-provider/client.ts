import { z } from 'zod';
import type { PaymentSystemFault } from '#protocol/api/console.ts';
import { fillPath } from '#protocol/api/paths.ts';
import {
  controlOrders,
  order,
  orders,
  providerPaths,
  type ControlOrder,
  type Order,
  type OrderRequest,
  type ProviderAccess,
} from './api.ts';

/** Why the payment system gave no answer that can be used. */
export type ProviderTrouble =
  /** Never reached it, or it said that it takes nothing on: nothing happened there. */
  | 'refused'
  /** No answer in time, a cut line, an answer that is none: what happened there is not known. */
  | 'silent'
  /** It knows no such order or card. */
  | 'unknown'
  /** It says that what we asked is no request: a linked card that it no longer has, or a fault of ours. */
  | 'invalid';

/** The payment system did not do what was asked. The message carries no name of a card and no key. */
export class ProviderFailure extends Error {
  override readonly name = 'ProviderFailure';
  readonly trouble: ProviderTrouble;
  constructor(trouble: ProviderTrouble, detail: string) {
    super(`The payment system: ${trouble} (${detail}).`);
    this.trouble = trouble;
  }
}

/** The payment system as the operator uses it. Every call throws `ProviderFailure`. */
export interface ProviderClient {
  /** Creates the order of a payment, or answers with the one that it has: the payment's id is the key. */
  createOrder(request: OrderRequest): Promise<Order>;
  readOrder(orderId: string): Promise<Order>;
  /** Orders of a payment: none when the request for one never arrived. */
  findOrders(paymentId: string): Promise<Order[]>;
  /** Calls off what nobody paid yet; answers with what the order then is. */
  cancelOrder(orderId: string): Promise<Order>;
  /** Gives the whole sum back. */
  refundOrder(orderId: string): Promise<Order>;
  /** Forgets a linked card; one that it does not know is forgotten already. */
  forgetCard(token: string): Promise<void>;
}

/** The other side of the payment system, for the operator console alone. Every call throws `ProviderFailure`. */
export interface ProviderControl {
  orders(): Promise<ControlOrder[]>;
  answerAtPhone(orderId: string, yes: boolean): Promise<void>;
  answerAtBank(orderId: string, yes: boolean): Promise<void>;
  setFaults(fault: PaymentSystemFault): Promise<void>;
  /** How far the operator's clock is ahead of the computer's, ms. */
  setAhead(aheadMs: number): Promise<void>;
}

/** How long an answer is waited for, ms. Less than the lease of a payment's request. */
const TIMEOUT_MS = 10_000;

/** Causes with which a request cannot have arrived. */
const NEVER_SENT = new Set(['ECONNREFUSED', 'ENOTFOUND', 'EHOSTUNREACH', 'ENETUNREACH', 'UND_ERR_CONNECT_TIMEOUT']);

function troubleOf(error: unknown): ProviderTrouble {
  for (let current = error; current instanceof Error; current = current.cause) {
    if ('code' in current && NEVER_SENT.has(String(current.code))) return 'refused';
  }
  return 'silent';
}

function refusal(status: number): ProviderTrouble {
  if (status === 404) return 'unknown';
  if (status === 422) return 'invalid';
  // Unauthorized, or down and saying so: it took nothing on. 409: an earlier request of ours still runs there.
  return status === 401 || status === 403 || status === 503 ? 'refused' : 'silent';
}

interface Call {
  readonly method: 'GET' | 'POST' | 'PUT' | 'DELETE';
  readonly path: string;
  readonly body?: object;
  readonly key?: string;
}

type Ask = <T>(schema: z.ZodType<T>, call: Call) => Promise<T>;

function asker(origin: string, bearer: string, timeoutMs: number): Ask {
  return async (schema, { method, path, body, key }) => {
    let status: number;
    let text: string;
    try {
      const answer = await fetch(`${origin}${path}`, {
        method,
        redirect: 'error',
        signal: AbortSignal.timeout(timeoutMs),
        headers: {
          authorization: `Bearer ${bearer}`,
          ...(body === undefined ? {} : { 'content-type': 'application/json' }),
          ...(key === undefined ? {} : { 'idempotency-key': key }),
        },
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      });
      ({ status } = answer);
      text = await answer.text();
    } catch (error) {
      throw new ProviderFailure(troubleOf(error), `${method} without an answer`);
    }
    if (status < 200 || status > 299) throw new ProviderFailure(refusal(status), `${method} answered ${status}`);
    let value: unknown = null;
    try {
      if (text !== '') value = JSON.parse(text);
    } catch {
      throw new ProviderFailure('silent', `${method} answered no JSON`);
    }
    const parsed = schema.safeParse(value);
    if (!parsed.success) throw new ProviderFailure('silent', `${method} answered something else`);
    return parsed.data;
  };
}

/**
 * A client of the payment system.
 *
 * @param access null: the operator has none; every call then fails as `refused`
 */
export function createProviderClient(access: ProviderAccess | null, timeoutMs: number = TIMEOUT_MS): ProviderClient {
  const ask: Ask =
    access === null
      ? () => Promise.reject(new ProviderFailure('refused', 'there is none'))
      : asker(access.origin, access.merchantKey, timeoutMs);
  const at = (template: string, orderId: string): string => fillPath(template, { orderId });
  return {
    createOrder: (request) =>
      ask(order, { method: 'POST', path: providerPaths.orders, body: request, key: request.paymentId }),
    readOrder: (orderId) => ask(order, { method: 'GET', path: at(providerPaths.order, orderId) }),
    async findOrders(paymentId) {
      const query = new URLSearchParams({ paymentId }).toString();
      return (await ask(orders, { method: 'GET', path: `${providerPaths.orders}?${query}` })).orders;
    },
    cancelOrder: (orderId) =>
      ask(order, {
        method: 'POST',
        path: at(providerPaths.orderCancellation, orderId),
        body: {},
        key: `cancel-${orderId}`,
      }),
    refundOrder: (orderId) =>
      ask(order, { method: 'POST', path: at(providerPaths.orderRefund, orderId), body: {}, key: `refund-${orderId}` }),
    async forgetCard(token) {
      try {
        await ask(z.unknown(), { method: 'DELETE', path: fillPath(providerPaths.card, { token }) });
      } catch (error) {
        if (!(error instanceof ProviderFailure) || error.trouble !== 'unknown') throw error;
      }
    },
  };
}

/** A client of the payment system's other side; null when nobody plays the outside world. */
export function createProviderControl(
  access: ProviderAccess | null,
  timeoutMs: number = TIMEOUT_MS,
): ProviderControl | null {
  if (access === null || access.controlKey === null) return null;
  const ask = asker(access.origin, access.controlKey, timeoutMs);
  const answer = async (template: string, orderId: string, yes: boolean): Promise<void> => {
    await ask(z.unknown(), { method: 'POST', path: fillPath(template, { orderId }), body: { yes } });
  };
  return {
    orders: async () => (await ask(controlOrders, { method: 'GET', path: providerPaths.controlOrders })).orders,
    answerAtPhone: (orderId, yes) => answer(providerPaths.controlPhoneAnswer, orderId, yes),
    answerAtBank: (orderId, yes) => answer(providerPaths.controlBankAnswer, orderId, yes),
    async setFaults(fault) {
      await ask(z.unknown(), { method: 'PUT', path: providerPaths.controlFaults, body: fault });
    },
    async setAhead(aheadMs) {
      await ask(z.unknown(), { method: 'PUT', path: providerPaths.controlClock, body: { aheadMs } });
    },
  };
}
