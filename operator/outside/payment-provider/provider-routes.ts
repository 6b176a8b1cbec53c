import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { z } from 'zod';
import { yesOrNo } from '#protocol/api/console.ts';
import { sameSecret } from '../identity-networks/network-parts.ts';
import {
  controlClock,
  controlFaults,
  orderRequest,
  providerPaths,
  type Order,
} from '../../platform/payment-provider/api.ts';
import type { ProviderParts } from './provider-parts.ts';
import type { OrderRow } from './store.ts';

/** Codes of `{ "error": <code> }`, as api.ts lists them. */
const statuses = { unauthorized: 401, unknown: 404, invalid: 422, 'key-reused': 422, unavailable: 503 } as const;

/** Sends an error of the payment system's API. */
export function fail(reply: FastifyReply, error: keyof typeof statuses): FastifyReply {
  return reply.code(statuses[error]).send({ error });
}

/** Whether a request has this key. Null: no request is allowed. */
function carries(request: FastifyRequest, key: string | null): boolean {
  const given = /^Bearer (\S+)$/i.exec(request.headers.authorization ?? '')?.[1];
  return given !== undefined && key !== null && sameSecret(given, key);
}

/** Requires the key for all routes of the scope. */
function requireKey(scope: FastifyInstance, key: string | null): void {
  scope.addHook('onRequest', async (request, reply) => {
    if (!carries(request, key)) await fail(reply, 'unauthorized');
  });
}

function parameter(request: FastifyRequest, name: string): string {
  return (request.params as Readonly<Record<string, string | undefined>>)[name] ?? '';
}

/** Merchant API: orders, refunds, saved cards. */
export function merchantRoutes(scope: FastifyInstance, { keys, book }: ProviderParts): void {
  requireKey(scope, keys.merchant);
  const answer = (reply: FastifyReply, row: OrderRow | null): FastifyReply =>
    row === null ? fail(reply, 'unknown') : reply.send(book.describe(row) satisfies Order);

  scope.post(providerPaths.orders, async (request, reply) => {
    const parsed = orderRequest.safeParse(request.body);
    const key = request.headers['idempotency-key'];
    if (!parsed.success || key !== parsed.data.paymentId) return fail(reply, 'invalid');
    const taken = await book.take(parsed.data);
    if ('row' in taken) return answer(reply, taken.row);
    return fail(reply, taken.refused === 'reused' ? 'key-reused' : 'invalid');
  });
  scope.get(providerPaths.orders, async (request, reply) => {
    const { paymentId } = request.query as Readonly<Record<string, unknown>>;
    if (typeof paymentId !== 'string') return fail(reply, 'invalid');
    return reply.send({ orders: (await book.ofPayment(paymentId)).map((row) => book.describe(row)) });
  });
  scope.get(providerPaths.order, async (request, reply) =>
    answer(reply, await book.read(parameter(request, 'orderId'))),
  );
  scope.post(providerPaths.orderCancellation, async (request, reply) =>
    answer(reply, await book.cancel(parameter(request, 'orderId'))),
  );
  scope.post(providerPaths.orderRefund, async (request, reply) => {
    const row = await book.refund(parameter(request, 'orderId'));
    if (row !== null && row.status !== 'refunded') return fail(reply, 'invalid');
    return answer(reply, row);
  });
  scope.delete(providerPaths.card, async (request, reply) =>
    (await book.forgetCard(parameter(request, 'token'))) ? reply.code(204).send() : fail(reply, 'unknown'),
  );
}

/** Control API for the operator console. */
export function controlRoutes(scope: FastifyInstance, parts: ProviderParts): void {
  const { keys, book, faults } = parts;
  requireKey(scope, keys.control);
  const read = <T>(schema: z.ZodType<T>, request: FastifyRequest): T | null => {
    const parsed = schema.safeParse(request.body);
    return parsed.success ? parsed.data : null;
  };
  const answered = (reply: FastifyReply, waited: boolean | null): FastifyReply => {
    if (waited === null) return fail(reply, 'unknown');
    return waited ? reply.send({}) : fail(reply, 'invalid');
  };

  scope.get(providerPaths.controlOrders, async (_request, reply) => {
    await book.lapse();
    return reply.send({ orders: await book.newest() });
  });
  scope.post(providerPaths.controlPhoneAnswer, async (request, reply) => {
    const body = read(yesOrNo, request);
    if (body === null) return fail(reply, 'invalid');
    return answered(reply, await book.answerAtPhone(parameter(request, 'orderId'), body.yes));
  });
  scope.post(providerPaths.controlBankAnswer, async (request, reply) => {
    const body = read(yesOrNo, request);
    if (body === null) return fail(reply, 'invalid');
    return answered(reply, await book.answerAtBank(parameter(request, 'orderId'), body.yes));
  });
  scope.put(providerPaths.controlFaults, async (request, reply) => {
    const body = read(controlFaults, request);
    if (body === null) return fail(reply, 'invalid');
    Object.assign(faults, body);
    parts.wake();
    return reply.send(body);
  });
  scope.put(providerPaths.controlClock, async (request, reply) => {
    const body = read(controlClock, request);
    if (body === null) return fail(reply, 'invalid');
    await parts.clock.setAhead(body.aheadMs);
    // Apply time-based changes before answering.
    await book.lapse();
    parts.wake();
    return reply.send(body);
  });
}
