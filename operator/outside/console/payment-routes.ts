import { z } from 'zod';
import {
  consoleOrder,
  consoleOrders,
  incomingMessage,
  incomingMessageAnswer,
  yesOrNo,
  type ConsoleOrder,
  type ConsoleOrders,
  type IncomingMessageAnswer,
} from '#protocol/api/console.ts';
import { paths } from '#protocol/api/paths.ts';
import type { App } from '../../platform/http/app-type.ts';
import { problems } from '../../platform/http/openapi.ts';
import type { OutsidePayments } from './outside-payments.ts';

const ofOrder = z.object({ orderId: z.string() });

/** Console routes for messages to the short number and for orders. */
export function paymentRoutes(scope: App, payments: OutsidePayments): void {
  const about = { tags: ['console'], security: [] };
  const answered = {
    200: consoleOrder,
    ...problems('input-invalid', 'not-found', 'payload-too-large', 'payment-system-unavailable'),
  };
  scope.post(
    paths.consoleIncomingMessages,
    {
      schema: {
        ...about,
        summary: 'Somebody writes to the short number; answers what is written back. Once an id.',
        body: incomingMessage,
        response: { 200: incomingMessageAnswer, ...problems('input-invalid', 'payload-too-large', 'storage-full') },
      },
    },
    async (request): Promise<IncomingMessageAnswer> => ({ answer: await payments.receiveMessage(request.body) }),
  );
  scope.get(
    paths.consolePayments,
    {
      schema: {
        ...about,
        summary: 'Orders as the payment system has them, newest first.',
        response: { 200: consoleOrders, ...problems('payment-system-unavailable') },
      },
    },
    async (): Promise<ConsoleOrders> => ({ orders: await payments.orders() }),
  );
  scope.post(
    paths.consolePhoneAnswer,
    {
      schema: {
        ...about,
        summary: 'The phone that was asked says yes or no: of its account, or to an SBP code.',
        params: ofOrder,
        body: yesOrNo,
        response: answered,
      },
    },
    (request): Promise<ConsoleOrder> => payments.answerAtPhone(request.params.orderId, request.body.yes),
  );
  scope.post(
    paths.consoleBankAnswer,
    {
      schema: {
        ...about,
        summary: 'The bank that was asked says yes or no at last.',
        params: ofOrder,
        body: yesOrNo,
        response: answered,
      },
    },
    (request): Promise<ConsoleOrder> => payments.answerAtBank(request.params.orderId, request.body.yes),
  );
  scope.post(
    paths.consoleRefund,
    { schema: { ...about, summary: 'Give the whole sum of an order back.', params: ofOrder, response: answered } },
    (request): Promise<ConsoleOrder> => payments.refund(request.params.orderId),
  );
}
