import { z } from 'zod';
import {
  lineFault,
  methodFault,
  outsideFault,
  paymentSystemFault,
  type LineFault,
  type MethodFault,
  type OutsideFault,
  type PaymentSystemFault,
} from '#protocol/api/console.ts';
import { identityProvider } from '#protocol/api/identity.ts';
import { paths } from '#protocol/api/paths.ts';
import { paymentMethod } from '#protocol/api/payments.ts';
import type { App } from '../../platform/http/app-type.ts';
import { problems } from '../../platform/http/openapi.ts';
import type { ConsoleActions } from './console-ports.ts';

/** Console routes for simulated faults of external systems and of the connection. */
export function faultRoutes(scope: App, actions: ConsoleActions): void {
  const about = { tags: ['console'], security: [] };
  const { payments, connection } = actions;
  scope.put(
    paths.consoleMailFault,
    {
      schema: {
        ...about,
        summary: 'Put the mail server out of order, or back; letters wait meanwhile.',
        body: outsideFault,
        response: { 200: outsideFault, ...problems('input-invalid', 'not-found', 'payload-too-large') },
      },
    },
    (request): Promise<OutsideFault> => actions.setMailFault(request.body),
  );
  scope.put(
    paths.consoleProviderFault,
    {
      schema: {
        ...about,
        summary: 'Put a social network out of order, or back; while it is, it refuses connections.',
        params: z.object({ provider: identityProvider }),
        body: outsideFault,
        response: { 200: outsideFault, ...problems('input-invalid', 'payload-too-large') },
      },
    },
    (request): Promise<OutsideFault> => actions.setNetworkFault(request.params.provider, request.body),
  );
  scope.put(
    paths.consolePaymentFault,
    {
      schema: {
        ...about,
        summary: 'Put the payment system out of order, or keep its webhooks from arriving once each.',
        body: paymentSystemFault,
        response: {
          200: paymentSystemFault,
          ...problems('input-invalid', 'payload-too-large', 'payment-system-unavailable'),
        },
      },
    },
    (request): Promise<PaymentSystemFault> => payments.setPaymentFault(request.body),
  );
  scope.put(
    paths.consoleMethodFault,
    {
      schema: {
        ...about,
        summary: 'Switch a way of paying off, or back on; it stays so over a restart.',
        params: z.object({ method: paymentMethod }),
        body: methodFault,
        response: { 200: methodFault, ...problems('input-invalid', 'payload-too-large', 'storage-full') },
      },
    },
    (request): Promise<MethodFault> => payments.setMethodFault(request.params.method, request.body),
  );
  scope.put(
    paths.consoleLineFault,
    {
      schema: {
        ...about,
        summary: 'Disturb the answers of the operator API: late, refused, cut after the work was done.',
        body: lineFault,
        response: { 200: lineFault, ...problems('input-invalid', 'payload-too-large') },
      },
    },
    (request): LineFault => {
      connection.set(request.body);
      return connection.get();
    },
  );
}
