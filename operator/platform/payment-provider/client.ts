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

/** Why a call to the payment system failed. */
export type ProviderTrouble =
  /** Not reached, or it refused to process requests: nothing happened there. */
  | 'refused'
  /** Timeout, lost connection or malformed response: the outcome is unknown. */
  | 'silent'
  /** Unknown order or card. */
  | 'unknown'
  /** Invalid request: an unlinked card, or a bug on our side. */
  | 'invalid';

/** A call to the payment system failed. The message contains no card data and no key. */
export class ProviderFailure extends Error {
  override readonly name = 'ProviderFailure';
  readonly trouble: ProviderTrouble;
  constructor(trouble: ProviderTrouble, detail: string) {
    super(`The payment system: ${trouble} (${detail}).`);
    this.trouble = trouble;
  }
}

/** Client of the payment system's merchant API. Every call throws `ProviderFailure`. */
export interface ProviderClient {
  /** Creates the order of a payment or returns the existing one; idempotent by payment id. */
  createOrder(request: OrderRequest): Promise<Order>;
  readOrder(orderId: string): Promise<Order>;
  /** Orders of a payment; empty when the create request never arrived. */
  findOrders(paymentId: string): Promise<Order[]>;
  /** Cancels an unpaid order; returns its resulting state. */
  cancelOrder(orderId: string): Promise<Order>;
  /** Refunds the full amount. */
  refundOrder(orderId: string): Promise<Order>;
  /** Deletes a linked card; an unknown card counts as deleted. */
  forgetCard(token: string): Promise<void>;
}

/** Client of the payment system's control API, for the operator console only. Every call throws `ProviderFailure`. */
export interface ProviderControl {
  orders(): Promise<ControlOrder[]>;
  answerAtPhone(orderId: string, yes: boolean): Promise<void>;
  answerAtBank(orderId: string, yes: boolean): Promise<void>;
  setFaults(fault: PaymentSystemFault): Promise<void>;
  /** Sets how far the operator's clock is ahead of system time, ms. */
  setAhead(aheadMs: number): Promise<void>;
}

/** Response timeout, ms. Shorter than the lease of a payment request. */
const TIMEOUT_MS = 10_000;

/** Error codes that prove that the request did not arrive. */
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
  // Unauthorized or unavailable: nothing was processed. 409: an earlier request of ours is still running there.
  return status === 401 || status === 403 || status === 503 ? 'refused' : 'silent';
}

interface Call {
  readonly method: 'GET' | 'POST' | 'PUT' | 'DELETE';
  readonly path: string;
  readonly body?: object;
  readonly key?: string;
}

type SendRequest = <T>(schema: z.ZodType<T>, call: Call) => Promise<T>;

function createSender(origin: string, bearer: string, timeoutMs: number): SendRequest {
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
 * Creates a merchant API client.
 *
 * @param access null: no payment system; every call then fails as `refused`
 */
export function createProviderClient(access: ProviderAccess | null, timeoutMs: number = TIMEOUT_MS): ProviderClient {
  const send: SendRequest =
    access === null
      ? () => Promise.reject(new ProviderFailure('refused', 'there is none'))
      : createSender(access.origin, access.merchantKey, timeoutMs);
  const at = (template: string, orderId: string): string => fillPath(template, { orderId });
  return {
    createOrder: (request) =>
      send(order, { method: 'POST', path: providerPaths.orders, body: request, key: request.paymentId }),
    readOrder: (orderId) => send(order, { method: 'GET', path: at(providerPaths.order, orderId) }),
    async findOrders(paymentId) {
      const query = new URLSearchParams({ paymentId }).toString();
      return (await send(orders, { method: 'GET', path: `${providerPaths.orders}?${query}` })).orders;
    },
    cancelOrder: (orderId) =>
      send(order, {
        method: 'POST',
        path: at(providerPaths.orderCancellation, orderId),
        body: {},
        key: `cancel-${orderId}`,
      }),
    refundOrder: (orderId) =>
      send(order, { method: 'POST', path: at(providerPaths.orderRefund, orderId), body: {}, key: `refund-${orderId}` }),
    async forgetCard(token) {
      try {
        await send(z.unknown(), { method: 'DELETE', path: fillPath(providerPaths.card, { token }) });
      } catch (error) {
        if (!(error instanceof ProviderFailure) || error.trouble !== 'unknown') throw error;
      }
    },
  };
}

/** Creates a control API client; null when there is no control key. */
export function createProviderControl(
  access: ProviderAccess | null,
  timeoutMs: number = TIMEOUT_MS,
): ProviderControl | null {
  if (access === null || access.controlKey === null) return null;
  const send = createSender(access.origin, access.controlKey, timeoutMs);
  const answer = async (template: string, orderId: string, yes: boolean): Promise<void> => {
    await send(z.unknown(), { method: 'POST', path: fillPath(template, { orderId }), body: { yes } });
  };
  return {
    orders: async () => (await send(controlOrders, { method: 'GET', path: providerPaths.controlOrders })).orders,
    answerAtPhone: (orderId, yes) => answer(providerPaths.controlPhoneAnswer, orderId, yes),
    answerAtBank: (orderId, yes) => answer(providerPaths.controlBankAnswer, orderId, yes),
    async setFaults(fault) {
      await send(z.unknown(), { method: 'PUT', path: providerPaths.controlFaults, body: fault });
    },
    async setAhead(aheadMs) {
      await send(z.unknown(), { method: 'PUT', path: providerPaths.controlClock, body: { aheadMs } });
    },
  };
}
