import { z } from 'zod';
import { paths } from '#protocol/api/paths.ts';
import {
  offeredMethods,
  payee,
  payeeRequest,
  payment,
  paymentByKey,
  paymentRequest,
  payments as paymentList,
  receipt,
  type OfferedMethods,
  type Payee,
  type Payment,
  type PaymentByKey,
  type Payments as PaymentList,
  type Receipt,
} from '#protocol/api/payments.ts';
import { callerOf } from '../../platform/http/caller.ts';
import type { Core } from '../../platform/lifecycle/core.ts';
import type { App } from '../../platform/http/app-type.ts';
import { bearer, problems, signedInProblems } from '../../platform/http/openapi.ts';
import { readPayee } from './payees.ts';
import type { Payments } from './payments.ts';

const tags = ['payments'];
const paymentId = z.string().min(1).max(80);

/** Whom to pay, and how. */
function choosingRoutes(scope: App, core: Core, payments: Payments): void {
  scope.post(
    paths.payees,
    {
      schema: {
        tags,
        summary: 'Who is behind a contract’s or a smart card’s number; a stranger’s name is masked.',
        security: bearer,
        body: payeeRequest,
        response: {
          200: payee,
          ...problems(...signedInProblems, 'input-invalid', 'payee-not-found', 'contract-closed', 'too-many-requests'),
        },
      },
    },
    (request): Promise<Payee> => readPayee(core, callerOf(request).accountId, request.body.number),
  );
  scope.get(
    paths.paymentMethods,
    {
      schema: {
        tags,
        summary: 'Ways of paying as they stand now, with limits, and the reason of each that cannot be chosen.',
        security: bearer,
        response: { 200: offeredMethods, ...problems(...signedInProblems) },
      },
    },
    (request): Promise<OfferedMethods> => payments.methods(callerOf(request).accountId),
  );
}

function askingRoutes(scope: App, payments: Payments): void {
  scope.get(
    paths.payments,
    {
      schema: {
        tags,
        summary: 'The account’s payments, newest first: open ones and the last others.',
        security: bearer,
        response: { 200: paymentList, ...problems(...signedInProblems) },
      },
    },
    (request): Promise<PaymentList> => payments.list(callerOf(request).accountId),
  );
  scope.get(
    paths.paymentByKey,
    {
      schema: {
        tags,
        summary: 'What became of a request by its Idempotency-Key; what never arrived will be refused from then on.',
        security: bearer,
        params: z.object({ key: z.string().max(200) }),
        response: {
          200: paymentByKey,
          ...problems(...signedInProblems, 'input-invalid', 'idempotency-key-running', 'storage-full'),
        },
      },
    },
    (request): Promise<PaymentByKey> => payments.byKey(callerOf(request).accountId, request.params.key),
  );
  scope.get(
    paths.payment,
    {
      schema: {
        tags,
        summary: 'A payment as it is known here.',
        security: bearer,
        params: z.object({ paymentId }),
        response: { 200: payment, ...problems(...signedInProblems, 'input-invalid', 'payment-not-found') },
      },
    },
    (request): Promise<Payment> => payments.read(callerOf(request).accountId, request.params.paymentId),
  );
  scope.get(
    paths.paymentReceipt,
    {
      schema: {
        tags,
        summary: 'The receipt of a payment that was credited.',
        security: bearer,
        params: z.object({ paymentId }),
        response: {
          200: receipt,
          ...problems(...signedInProblems, 'input-invalid', 'payment-not-found', 'payment-not-settled'),
        },
      },
    },
    (request): Promise<Receipt> => payments.receipt(callerOf(request).accountId, request.params.paymentId),
  );
}

function doingRoutes(scope: App, payments: Payments): void {
  scope.post(
    paths.payments,
    {
      schema: {
        tags,
        summary: 'Take a payment on and open it at the payment system; needs an Idempotency-Key.',
        security: bearer,
        body: paymentRequest,
        response: {
          200: payment,
          ...problems(
            ...signedInProblems,
            'input-invalid',
            'idempotency-key-missing',
            'idempotency-key-reused',
            'idempotency-key-running',
            'payee-not-found',
            'contract-closed',
            'amount-invalid',
            'card-not-found',
            'method-unavailable',
            'method-limit',
            'payment-open',
            'payment-system-unavailable',
            'storage-full',
          ),
        },
      },
    },
    (request): Promise<Payment> => {
      const key = request.headers['idempotency-key'];
      return payments.begin(callerOf(request).accountId, request.body, typeof key === 'string' ? key : undefined);
    },
  );
  const asked = {
    200: payment,
    ...problems(
      ...signedInProblems,
      'input-invalid',
      'payment-not-found',
      'payment-system-unavailable',
      'storage-full',
    ),
  };
  scope.post(
    paths.paymentCheck,
    {
      schema: {
        tags,
        summary: 'Ask the payment system now what became of a payment.',
        security: bearer,
        params: z.object({ paymentId }),
        response: asked,
      },
    },
    (request): Promise<Payment> => payments.check(callerOf(request).accountId, request.params.paymentId),
  );
  scope.post(
    paths.paymentCancellation,
    {
      schema: {
        tags,
        summary: 'Call off what nobody paid yet; a payment that was made meanwhile stays made.',
        security: bearer,
        params: z.object({ paymentId }),
        response: asked,
      },
    },
    (request): Promise<Payment> => payments.cancel(callerOf(request).accountId, request.params.paymentId),
  );
}

/** Payments: routes behind sign-in. */
export function paymentRoutes(scope: App, core: Core, payments: Payments): void {
  choosingRoutes(scope, core, payments);
  askingRoutes(scope, payments);
  doingRoutes(scope, payments);
}
