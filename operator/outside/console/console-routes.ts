import type { OperatorProfile } from '#protocol/api/profile.ts';
import type { App } from '../../platform/http/app-type.ts';
import { ProblemError } from '../../platform/http/problem-error.ts';
import type { ConsoleActions } from './console-ports.ts';
import { clockAndCashRoutes } from './clock-and-cash-routes.ts';
import { faultRoutes } from './fault-routes.ts';
import { outsideRoutes } from './outside-routes.ts';
import { pageRoutes } from './pages/page-routes.ts';
import { paymentRoutes } from './payment-routes.ts';

const LOOPBACK = /^(127\.\d{1,3}\.\d{1,3}\.\d{1,3}|::1|::ffff:127\.\d{1,3}\.\d{1,3}\.\d{1,3})$/;

/**
 * The operator console. It has no sign-in, so it exists only when enabled and answers this computer only. Foreign pages
 * cannot use it: foreign origins are refused and only JSON is accepted.
 */
export function consoleRoutes(scope: App, actions: ConsoleActions, profile: OperatorProfile): void {
  scope.addHook('onRequest', (request, _reply, done) => {
    done(LOOPBACK.test(request.ip) ? undefined : new ProblemError('request-refused'));
  });
  clockAndCashRoutes(scope, actions);
  outsideRoutes(scope, actions);
  paymentRoutes(scope, actions.payments);
  faultRoutes(scope, actions);
  pageRoutes(scope, actions, profile);
}
