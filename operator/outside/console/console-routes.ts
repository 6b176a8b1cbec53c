import type { FastifyInstance } from 'fastify';
import { consoleOperations } from '#protocol/api/console.ts';
import type { OperatorProfile } from '#protocol/api/profile.ts';
import { ProblemError } from '../../platform/http/problem-error.ts';
import type { ConsoleActions } from './console-ports.ts';
import { pageRoutes } from './pages/page-routes.ts';

const LOOPBACK = /^(127\.\d{1,3}\.\d{1,3}\.\d{1,3}|::1|::ffff:127\.\d{1,3}\.\d{1,3}\.\d{1,3})$/;

function simulationRoutes(app: FastifyInstance, actions: ConsoleActions): void {
  const { payments } = actions;
  app.operation(consoleOperations.readClock, () => actions.clock());
  app.operation(consoleOperations.advanceClock, ({ body }) => actions.advance(body.ms));
  app.operation(consoleOperations.createTopUp, ({ body }) => actions.topUp(body));
  app.operation(consoleOperations.listMail, async () => ({ letters: await actions.receivedMail() }));
  app.operation(consoleOperations.readMail, async ({ params }) => {
    const mail = await actions.receivedMessage(params.letterId);
    if (mail === null) throw new ProblemError('not-found');
    return mail;
  });
  app.operation(consoleOperations.listMessages, async () => ({ messages: await actions.messages() }));
  app.operation(consoleOperations.receiveMessage, async ({ body }) => ({
    answer: await payments.receiveMessage(body),
  }));
  app.operation(consoleOperations.listPayments, async () => ({ orders: await payments.orders() }));
  app.operation(consoleOperations.answerByPhone, ({ params, body }) =>
    payments.answerAtPhone(params.orderId, body.yes),
  );
  app.operation(consoleOperations.answerByBank, ({ params, body }) => payments.answerAtBank(params.orderId, body.yes));
  app.operation(consoleOperations.refundPayment, ({ params }) => payments.refund(params.orderId));
}

function faultRoutes(app: FastifyInstance, actions: ConsoleActions): void {
  const { connection, payments } = actions;
  app.operation(consoleOperations.setMailFault, ({ body }) => actions.setMailFault(body));
  app.operation(consoleOperations.setIdentityProviderFault, ({ params, body }) =>
    actions.setNetworkFault(params.provider, body),
  );
  app.operation(consoleOperations.setPaymentSystemFault, ({ body }) => payments.setPaymentFault(body));
  app.operation(consoleOperations.setPaymentMethodFault, ({ params, body }) =>
    payments.setMethodFault(params.method, body),
  );
  app.operation(consoleOperations.setConnectionFault, ({ body }) => {
    connection.set(body);
    return connection.get();
  });
}

/**
 * The operator console. It has no authentication: it is registered only when asked for and answers the loopback address
 * alone. Pages of other sites cannot use it: foreign origins are refused everywhere, and only JSON bodies are read.
 */
export function consoleRoutes(actions: ConsoleActions, profile: OperatorProfile): (app: FastifyInstance) => void {
  return (app) => {
    app.addHook('onRequest', (request, _reply, done) => {
      done(LOOPBACK.test(request.ip) ? undefined : new ProblemError('request-refused'));
    });
    simulationRoutes(app, actions);
    faultRoutes(app, actions);
    pageRoutes(app, actions, profile);
  };
}
