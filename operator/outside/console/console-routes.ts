import type { OperatorProfile } from '#protocol/api/profile.ts';
import type { App } from '../../platform/http/app-type.ts';
import { ProblemError } from '../../platform/http/problem-error.ts';
import type { ConsoleActions } from './console-ports.ts';
import { deskRoutes } from './clock-and-cash-routes.ts';
import { faultRoutes } from './fault-routes.ts';
import { outsideRoutes } from './outside-routes.ts';
import { pageRoutes } from './pages/page-routes.ts';
import { paymentRoutes } from './payment-routes.ts';

const LOOPBACK = /^(127\.\d{1,3}\.\d{1,3}\.\d{1,3}|::1|::ffff:127\.\d{1,3}\.\d{1,3}\.\d{1,3})$/;

/**
 * The operator console: it has no sign-in, so it exists only when asked for and answers this machine alone. Pages of
 * others in a browser cannot use it: foreign origins are refused everywhere, and only JSON is read.
 */
export function consoleRoutes(scope: App, actions: ConsoleActions, profile: OperatorProfile): void {
  scope.addHook('onRequest', (request, _reply, done) => {
    done(LOOPBACK.test(request.ip) ? undefined : new ProblemError('request-refused'));
  });
  deskRoutes(scope, actions);
  outsideRoutes(scope, actions);
  paymentRoutes(scope, actions.payments);
  faultRoutes(scope, actions);
  pageRoutes(scope, actions, profile);
}
