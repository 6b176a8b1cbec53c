import type { FastifyInstance } from 'fastify';
import { cards, payments } from '#protocol/api/payments.ts';
import type { Core } from '../../platform/lifecycle/core.ts';
import { readLinkedCards, unlinkCard } from './linked-cards.ts';
import { readPayee } from './payees.ts';
import type { Payments } from './payments.ts';
import { providerRoutes } from './provider-routes.ts';
import { readSlip, readTopUpPreview, readTopUpTerms } from './top-up-terms.ts';

/** Top-up, payments, linked cards, and the routes that the payment system calls. */
export function paymentRoutes(core: Core, service: Payments): (app: FastifyInstance) => void {
  return (app) => {
    app.operation(payments.terms, ({ contract }) => readTopUpTerms(core, contract.number));
    app.operation(payments.preview, ({ contract, query }) =>
      readTopUpPreview(core, contract.number, query.amountKopecks),
    );
    app.operation(payments.slip, ({ contract, query }) => readSlip(core, contract.number, query.amountKopecks ?? null));
    app.operation(payments.payee, ({ body, caller }) => readPayee(core, caller.accountId, body.number));
    app.operation(payments.methods, ({ caller }) => service.methods(caller.accountId));
    app.operation(payments.list, ({ caller }) => service.list(caller.accountId));
    app.operation(payments.create, ({ body, caller, request }) => {
      const key = request.headers['idempotency-key'];
      return service.create(caller.accountId, body, typeof key === 'string' ? key : undefined);
    });
    app.operation(payments.byKey, ({ caller, params }) => service.byKey(caller.accountId, params.key));
    app.operation(payments.read, ({ caller, params }) => service.read(caller.accountId, params.paymentId));
    app.operation(payments.receipt, ({ caller, params }) => service.receipt(caller.accountId, params.paymentId));
    app.operation(payments.check, ({ caller, params }) => service.check(caller.accountId, params.paymentId));
    app.operation(payments.cancel, ({ caller, params }) => service.cancel(caller.accountId, params.paymentId));
    app.operation(cards.list, async ({ caller }) => ({ cards: await readLinkedCards(core.db, caller.accountId) }));
    app.operation(cards.unlink, ({ caller, params }) => unlinkCard(core, caller.accountId, params.cardId));
    void app.register(providerRoutes(core.profile, service));
  };
}
