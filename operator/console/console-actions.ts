import { topUp } from '../billing/top-up.ts';
import { instantOf } from '../clock/zone.ts';
import type { Core } from '../core.ts';
import type { Scheduler } from '../scheduler.ts';
import type { ConsoleActions } from './console-routes.ts';

/**
 * The console's work on the real parts.
 *
 * @param afterMove ends what the moved clock ends (streams of sessions that idled meanwhile)
 */
export function consoleActions(core: Core, scheduler: Scheduler, afterMove: () => Promise<void>): ConsoleActions {
  const clock = (): { now: string; today: string } => ({
    now: instantOf(core.clock.now()),
    today: core.clock.today(),
  });
  return {
    clock,
    async advance(ms) {
      await core.clock.advance(ms);
      await scheduler.run();
      await afterMove();
      return clock();
    },
    topUp: ({ contractNumber, amountKopecks, idempotencyKey }) =>
      topUp(core, { contractNumber, amountKopecks, method: 'cash-desk', idempotencyKey }),
  };
}
