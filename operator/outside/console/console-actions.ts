import type { CashDeskTopUp, CashDeskTopUpRequest } from '#protocol/api/console.ts';
import { instantOf } from '../../platform/clock/zone.ts';
import type { Core } from '../../platform/lifecycle/core.ts';
import type { Networks } from '../identity-networks/networks.ts';
import { phoneMessages } from '../sms-gateway/phone-messages.ts';
import { ProblemError } from '../../platform/http/problem-error.ts';
import type { Catcher } from '../mail-catcher/catcher.ts';
import type { CaughtLetterStore } from '../mail-catcher/caught-mail.ts';
import type { Scheduler } from '../../platform/jobs/scheduler.ts';
import type { ConsoleActions } from './console-ports.ts';
import { createLineFault } from './connection-fault.ts';
import { createOutsidePayments, type OutsidePaymentsDeps } from './outside-payments.ts';

/** The service's parts that the console works on, given to it by the composition root. */
export interface ConsoleParts {
  readonly scheduler: Scheduler;
  /** The mail service with its catcher; `catcher` null: mail goes to another server. */
  readonly mail: {
    readonly outbox: { wake(): void; probe(): Promise<unknown> };
    readonly caught: CaughtLetterStore;
    readonly catcher: Catcher | null;
  };
  /** Credits cash; once per key. @throws `contract-not-found`, `input-invalid` */
  readonly topUp: (request: CashDeskTopUpRequest) => Promise<CashDeskTopUp>;
  readonly networks: Networks;
  readonly payments: OutsidePaymentsDeps;
  /** Tells those outside what time it is now, before anything is done at that time. */
  readonly onMove: () => Promise<void>;
  /** Ends what the moved clock ends (streams of sessions that idled meanwhile). */
  readonly afterMove: () => Promise<void>;
}

/** The console's work on the real parts. */
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
    letters: () => mail.caught.list(),
    letter: (id) => mail.caught.one(id),
    messages: () => phoneMessages(core.db),
    mailServer: () => (mail.catcher === null ? 'elsewhere' : mail.catcher.down ? 'down' : 'up'),
    async setMailFault(fault) {
      if (mail.catcher === null) throw new ProblemError('not-found');
      mail.catcher.setDown(fault.down);
      // Who asks for a letter from now on is told the truth about the server.
      await mail.outbox.probe();
      return { down: mail.catcher.down };
    },
    networkDown: (provider) => networks.isDown(provider),
    async setNetworkFault(provider, fault) {
      await networks.setDown(provider, fault.down);
      return fault;
    },
    line: createLineFault(),
    payments: createOutsidePayments(parts.payments),
  };
}
