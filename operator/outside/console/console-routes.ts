import type {
  CashDeskTopUp,
  CashDeskTopUpRequest,
  CaughtLetters,
  CaughtLetterWhole,
  ConsoleClock,
  OutsideFault,
  ShortMessages,
} from '#protocol/api/console.ts';
import type { IdentityProvider } from '#protocol/api/identity.ts';
import type { OperatorProfile } from '#protocol/api/profile.ts';
import type { App } from '../../platform/http/app-type.ts';
import { ProblemError } from '../../platform/http/problem-error.ts';
import { deskRoutes } from './clock-and-cash-routes.ts';
import { faultRoutes } from './fault-routes.ts';
import type { LineFaultSwitch } from './connection-fault.ts';
import type { OutsidePayments } from './outside-payments.ts';
import { outsideRoutes } from './outside-routes.ts';
import { pageRoutes } from './pages/page-routes.ts';
import { paymentRoutes } from './payment-routes.ts';

/** What the operator console can do. */
export interface ConsoleActions {
  clock(): ConsoleClock;
  /** Moves the clock by ms and runs the billing days passed; resolves when they are done. */
  advance(ms: number): Promise<ConsoleClock>;
  /** Idempotent by key. @throws `contract-not-found` */
  topUp(request: CashDeskTopUpRequest): Promise<CashDeskTopUp>;
  /** What the mail catcher received, newest first. */
  letters(): Promise<CaughtLetters['letters']>;
  /** Null: there is none of that id. */
  letter(id: string): Promise<CaughtLetterWhole | null>;
  /** What the SMS gateway sent and received, newest first. */
  messages(): Promise<ShortMessages['messages']>;
  /** `elsewhere`: letters leave through another server, which the console has no hold on. */
  mailServer(): 'up' | 'down' | 'elsewhere';
  /** @throws `not-found` when letters leave through another server */
  setMailFault(fault: OutsideFault): Promise<OutsideFault>;
  networkDown(provider: IdentityProvider): boolean;
  setNetworkFault(provider: IdentityProvider, fault: OutsideFault): Promise<OutsideFault>;
  /** The line between the programs and the service. */
  readonly line: LineFaultSwitch;
  /** Phones, banks and the payment system. */
  readonly payments: OutsidePayments;
}

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
