import PQueue from 'p-queue';
import { addDays } from '../clock/days.ts';
import type { ServiceClock } from '../clock/clock.ts';
import { startOfDay } from '../clock/zone.ts';

export interface SchedulerDeps {
  readonly clock: ServiceClock;
  readonly timeZone: string;
  /** Runs all billing days up to today that were not run, in order. */
  readonly runDays: () => Promise<unknown>;
  /** Housekeeping once a day, after its billing. */
  readonly tidy: () => Promise<void>;
  readonly onError: (error: unknown) => void;
}

/** Runs the daily job when the operator's day begins. */
export interface Scheduler {
  /** Catches up, then waits for the days to come. Throws when catching up fails. */
  start(): Promise<void>;
  /** Runs what is due now (after the clock was moved); calls at once stand in line. */
  run(): Promise<void>;
  /** Stops waiting, and ends when a run under way has ended. */
  stop(): Promise<void>;
}

/**
 * The clock is looked at no less often than this, ms. A single timer until midnight would be late by as long as the
 * computer slept, and would not know of another instance's console having moved the clock.
 */
const LONGEST_WAIT_MS = 20_000;

export function createScheduler(deps: SchedulerDeps): Scheduler {
  const { clock, timeZone, runDays, tidy, onError } = deps;
  let doneDay = '';
  const queue = new PQueue({ concurrency: 1 });
  let timer: NodeJS.Timeout | null = null;
  let stopped = false;

  async function runOnce(): Promise<void> {
    const today = clock.today();
    await runDays();
    if (today === doneDay) return;
    doneDay = today;
    await tidy();
  }

  function run(): Promise<void> {
    return queue.add(runOnce);
  }

  async function look(): Promise<void> {
    await clock.reload();
    if (clock.today() !== doneDay) await run();
  }

  function arm(): void {
    if (stopped) return;
    const untilMidnight = startOfDay(addDays(clock.today(), 1), timeZone) - clock.now();
    timer = setTimeout(
      () => {
        look().catch(onError).finally(arm);
      },
      Math.min(Math.max(untilMidnight, 10), LONGEST_WAIT_MS),
    );
    timer.unref();
  }

  return {
    run,
    async start() {
      await run();
      arm();
    },
    async stop() {
      stopped = true;
      if (timer) clearTimeout(timer);
      await queue.onIdle();
    },
  };
}
