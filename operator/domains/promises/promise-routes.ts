import type { FastifyInstance } from 'fastify';
import { promises } from '#protocol/api/promises.ts';
import type { Core } from '../../platform/lifecycle/core.ts';
import { readPromiseTerms, takePromise } from './promises.ts';

/** The promised payment of a contract. */
export function promiseRoutes(core: Core): (app: FastifyInstance) => void {
  return (app) => {
    app.operation(promises.terms, ({ contract }) => readPromiseTerms(core, contract.number));
    app.operation(promises.take, ({ body, caller, contract, request }) => {
      const key = request.headers['idempotency-key'];
      return takePromise(core, {
        ...body,
        accountId: caller.accountId,
        contractNumber: contract.number,
        key: typeof key === 'string' ? key : undefined,
      });
    });
  };
}
