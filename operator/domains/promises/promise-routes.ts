import { z } from 'zod';
import { paths } from '#protocol/api/paths.ts';
import { promiseRequest, promiseTerms, type PromiseTerms } from '#protocol/api/promises.ts';
import { contractNumber } from '#protocol/primitives.ts';
import { callerOf, ownContractOf } from '../../platform/http/caller.ts';
import type { Core } from '../../platform/lifecycle/core.ts';
import type { App } from '../../platform/http/app-type.ts';
import { bearer, problems, signedInProblems } from '../../platform/http/openapi.ts';
import { readPromiseTerms, takePromise } from './promises.ts';

const tags = ['promised payment'];

/** The promised payment: routes behind sign-in. */
export function promiseRoutes(scope: App, core: Core): void {
  const params = z.object({ contractNumber });
  scope.get(
    paths.promise,
    {
      schema: {
        tags,
        summary: 'Whether a promised payment may be taken now, what it would be, and every reason against it.',
        security: bearer,
        params,
        response: {
          200: promiseTerms,
          ...problems(...signedInProblems, 'input-invalid', 'contract-not-found'),
        },
      },
    },
    (request): Promise<PromiseTerms> => readPromiseTerms(core, ownContractOf(request).number),
  );
  scope.post(
    paths.promise,
    {
      schema: {
        tags,
        summary: 'Take the promised payment that was offered; needs an Idempotency-Key.',
        security: bearer,
        params,
        body: promiseRequest,
        response: {
          200: promiseTerms,
          ...problems(
            ...signedInProblems,
            'input-invalid',
            'contract-not-found',
            'promise-refused',
            'promise-changed',
            'idempotency-key-missing',
            'idempotency-key-reused',
            'idempotency-key-running',
            'storage-full',
          ),
        },
      },
    },
    (request): Promise<PromiseTerms> => {
      const key = request.headers['idempotency-key'];
      return takePromise(core, {
        ...request.body,
        accountId: callerOf(request).accountId,
        contractNumber: ownContractOf(request).number,
        key: typeof key === 'string' ? key : undefined,
      });
    },
  );
}
