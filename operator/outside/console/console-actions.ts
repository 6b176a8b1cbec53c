import type { CashDeskTopUp, CashDeskTopUpRequest } from '#protocol/api/console.ts';
import { instantOf } from '../../platform/clock/zone.ts';
import type { Core } from '../../platform/lifecycle/core.ts';
import type { Networks } from '../identity-networks/networks.ts';
import { phoneMessages } from '../sms-gateway/phone-messages.ts';
import { ProblemError } from '../../platform/http/problem-error.ts';
import type { Catcher } from '../mail-catcher/catcher.ts';
import type { CaughtMailStore } from '../mail-catcher/caught-mail.ts';
import type { Scheduler } from '../../platform/jobs/scheduler.ts';
import type { ConsoleActions } from './console-ports.ts';
import { createConnectionFault } from './connection-fault.ts';
import { createOutsidePayments, type OutsidePaymentsDeps } from './outside-payments.ts';

/** Components that the console controls, injected at start-up. */
export interface ConsoleParts {
  readonly scheduler: Scheduler;
  /** Mail service and catcher; `catcher` is null when mail goes to another server. */
  readonly mail: {
    readonly outbox: { wake(): void; probe(): Promise<unknown> };
    readonly caught: CaughtMailStore;
    readonly catcher: Catcher | null;
  };
  /** Credits cash; idempotent by key. @throws `contract-not-found`, `input-invalid` */
  readonly topUp: (request: CashDeskTopUpRequest) => Promise<CashDeskTopUp>;
  readonly networks: Networks;
  readonly payments: OutsidePaymentsDeps;
  /** Sends the new time to the payment system before billing runs. */
  readonly onMove: () => Promise<void>;
  /** Ends what expired by moving the clock (streams of idle sessions). */
  readonly afterMove: () => Promise<void>;
}

/** Creates the console's actions on the running service. */
export function consoleActions(core: Core, parts: ConsoleParts): ConsoleActions {
  const { scheduler, mail, networks, onMove, afterMove } = parts;
  const clock = (): { now: string; today: string } => ({
    now: instantOf(core.clock.now()),
    today: core.clock.today(),
  });
  return {
    clock,
    async advance(ms) {
      await core.clock.advance(ms);
      await onMove();
      await scheduler.run();
      await afterMove();
      mail.outbox.wake();
      return clock();
    },
    topUp: (request) => parts.topUp(request),
    receivedMail: () => mail.caught.list(),
    receivedMessage: (id) => mail.caught.one(id),
    messages: () => phoneMessages(core.db),
    mailServer: () => (mail.catcher === null ? 'elsewhere' : mail.catcher.down ? 'down' : 'up'),
    async setMailFault(fault) {
      if (mail.catcher === null) throw new ProblemError('not-found');
      mail.catcher.setDown(fault.down);
      // Updates the delivery state, so that users are told correctly whether mail is delayed.
      await mail.outbox.probe();
      return { down: mail.catcher.down };
    },
    networkDown: (provider) => networks.isDown(provider),
    async setNetworkFault(provider, fault) {
      await networks.setDown(provider, fault.down);
      return fault;
    },
    connection: createConnectionFault(),
    payments: createOutsidePayments(parts.payments),
  };
}
